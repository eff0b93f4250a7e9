"""What can go wrong with GitHub, told apart by what has to be done about it."""

from __future__ import annotations


class ForgeError(Exception):
    """GitHub, or something that it was to hand over, could not be had.

    `kind` is the word under which the texts `forge.failed` say it plainly.
    """

    kind = "broken"


class RefusedError(ForgeError):
    """GitHub understood and said no. `code` is its answer's, `words` are what it said."""

    def __init__(self, what: str, code: int, words: str) -> None:
        """Keep what was asked, and the answer."""
        super().__init__(f"{what}: {code} {words}".rstrip())
        self.code, self.words = code, words

    @property
    def is_about_opening(self) -> bool:
        """True where the repository does not let workflows open pull requests: a setting is off."""
        return self.code == 403 and "not permitted to create" in self.words


class LimitError(ForgeError):
    """GitHub wants to be asked less; `wait` is after how many seconds it may be asked again."""

    kind = "busy"

    def __init__(self, what: str, wait: float) -> None:
        """Keep what was asked, and how long it takes."""
        super().__init__(f"{what}: GitHub's limit is reached, again in {wait:.0f} seconds")
        self.wait = wait


class UnreachableError(ForgeError):
    """No answer came, or none that means anything: what was asked may have been done or not."""

    kind = "unreachable"


class RequestsOffError(ForgeError):
    """The setting that lets workflows open pull requests is off."""

    kind = "requests-off"
