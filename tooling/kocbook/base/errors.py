"""The one root of exceptions. Bad data is never an exception: it is a finding."""

from __future__ import annotations


class KocError(Exception):
    """The tool or its environment failed (exit code 3).

    `key` names a text in the locale files under `errors.`, `data` fills its placeholders; the
    sentence is resolved when it is shown, so that the reader's language decides.
    """

    def __init__(self, key: str, **data: object) -> None:
        """Keep the text's key and the values that fill it."""
        super().__init__(key, data)
        self.key = key
        self.data = data


class UsageError(KocError):
    """The command was called with something it cannot work on (exit code 2)."""
