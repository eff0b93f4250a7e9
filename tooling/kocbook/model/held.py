"""Pages that are held back: a fault of one costs that page alone, and the rest is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kocbook.base.finding import Finding


@dataclass(frozen=True, slots=True)
class HeldPage:
    """Why a page is held back: how many faults it has.

    Unless it `is_named`, its record has a fault itself: then nothing of it is shown, not even its title.
    """

    faults: int
    is_named: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What is held back: the pages of modules by key, of handbooks and members by id.

    `hidden` are members of whom nobody can say whether their name may be shown; `dropped` the paths of
    records and pictures that are shown nowhere, though no page is about them alone.
    """

    modules: Mapping[str, HeldPage] = field(default_factory=dict)
    handbooks: Mapping[str, HeldPage] = field(default_factory=dict)
    members: Mapping[str, HeldPage] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """True where anything is held back."""
        return bool(self.modules or self.handbooks or self.members or self.hidden or self.dropped)


NOTHING_HELD = Held()


@dataclass(frozen=True, slots=True)
class Impact:
    """What errors cost. `stopping` ones endanger every page, `beside` ones none at all."""

    held: Held
    stopping: tuple[Finding, ...] = ()
    beside: tuple[Finding, ...] = ()
