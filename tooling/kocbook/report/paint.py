"""How results get their looks without knowing of terminals."""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]
"""Gives a text the look of a role: error, warning, note, good, path, quiet or strong."""
