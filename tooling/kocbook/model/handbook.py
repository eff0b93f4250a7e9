"""A handbook's blueprint: its goal, its chapters and its budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kocbook.model.named import Named, find_title


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the handbook and the ids of the modules below it, in reading order.

    A chapter of `level` 2 or 3 stands inside the chapter of the level above that comes before it.
    """

    title: str
    modules: tuple[str, ...]
    summary: str | None = None
    level: int = 1
    names: Mapping[str, Named] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Budget:
    """Money approved for a handbook, in whole units of `currency`."""

    cash: int
    currency: str
    approved_by: str | None = None
    approved: date | None = None


@dataclass(frozen=True, slots=True)
class Handbook:
    """One large work. `holdback` is the part of cash, in basis points, that optional goals release.

    `formerly` are ids that it had before: their addresses lead to its pages.
    """

    id: str
    path: str
    title: str
    summary: str
    audience: str
    goal: str
    lead: str
    chapters: tuple[Chapter, ...]
    budget: Budget | None = None
    cover: str | None = None
    roles_order: tuple[str, ...] = ()
    opened: date | None = None
    archived: date | None = None
    language: str = "zh"
    holdback: int = 0
    names: Mapping[str, Named] = field(default_factory=dict)
    formerly: tuple[str, ...] = ()

    def title_in(self, language: str) -> tuple[str, str]:
        """Return the title for readers of `language`, and the language that it is in."""
        return find_title(self.title, self.language, self.names, language)

    @property
    def module_ids(self) -> tuple[str, ...]:
        """The ids of all modules in reading order."""
        return tuple(module for chapter in self.chapters for module in chapter.modules)
