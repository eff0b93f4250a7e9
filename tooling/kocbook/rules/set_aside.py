"""Faults of one text that a notice on its page stands in for: all the rest is published."""

from __future__ import annotations

_UNREAD = frozenset({"file-encoding", "file-too-large", "text-control-character"})
"""Faults of a text as a file: it is not read at all."""


def is_set_aside(rule: str, path: str) -> bool:
    """True for a fault of one text that a notice on its page stands in for."""
    return rule in _UNREAD and path.startswith("content/") and path.endswith("/index.md")
