"""A handbook's blueprint: its goal, its chapters and its budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the handbook and the ids of the modules below it, in reading order.

    A chapter of `level` 2 or 3 stands inside the chapter of the level above that comes before it.
    """

    title: str
    modules: tuple[str, ...]
    summary: str | None = None
    level: int = 1


@dataclass(frozen=True, slots=True)
class Budget:
    """Money approved for a handbook, in whole units of `currency`."""

    cash: int
    currency: str
    approved_by: str | None = None
    approved: date | None = None


@dataclass(frozen=True, slots=True)
class Handbook:
    """One large work. `holdback` is the part of cash, in basis points, that optional goals release."""

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

    @property
    def module_ids(self) -> tuple[str, ...]:
        """The ids of all modules in reading order."""
        return tuple(module for chapter in self.chapters for module in chapter.modules)
