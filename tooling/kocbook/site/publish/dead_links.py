"""Links of contributed texts that lead nowhere, found when parts are joined: they stop no build."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class DeadLink:
    """A link to `target` in the text of the page `page` (guide/first-day/index.md)."""

    page: str
    target: str
