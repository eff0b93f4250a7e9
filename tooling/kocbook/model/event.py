"""Events: their plans, who registered, who came, and what was said afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kocbook.model.people import Link

Day = date
"""The type, for records whose own `date` hides it."""


class EventKind(StrEnum):
    """What an event is."""

    PREVIEW = "preview"
    TALK = "talk"
    SESSION = "session"
    TOUR = "tour"
    LIVE = "live"
    BOOTH = "booth"
    MEETUP = "meetup"


@dataclass(frozen=True, slots=True)
class Shift:
    """A part of an event for which people register apart; whoever serves it shows its `skills`."""

    id: str
    title: str
    places: int
    hours: str | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventPlan:
    """The record of an event: what it is, when, for whom, and with how many places.

    Without `opened` it is a draft. Where `tiers`, `skills` or `invited` are given, whoever fits one
    of them may come, else everybody. One that `costs` money needs a project lead's approval.
    `gallery` is the module (HANDBOOK/MODULE) that collects its photos.
    """

    path: str
    title: str
    kind: EventKind
    summary: str
    contact: str
    date: Day
    until: Day | None = None
    hours: str | None = None
    place: str | None = None
    opened: Day | None = None
    closes: Day | None = None
    places: int | None = None
    shifts: tuple[Shift, ...] = ()
    tiers: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    points: int = 0
    materials: tuple[Link, ...] = ()
    gallery: str | None = None
    costs: bool = False
    approved_by: str | None = None
    approved: Day | None = None
    cancelled: Day | None = None
    because: str | None = None

    @property
    def last_day(self) -> Day:
        """The day on which it ends."""
        return self.until or self.date

    @property
    def is_for_all(self) -> bool:
        """True where every member may register."""
        return not (self.tiers or self.skills or self.invited)

    def find_shift(self, shift: str | None) -> Shift | None:
        """Return the shift with this id, or None."""
        return next((one for one in self.shifts if one.id == shift), None)


@dataclass(frozen=True, slots=True)
class Registration:
    """A member's wish to come. Places go by `date`, and within a day by `order`.

    One that was `cancelled` keeps its record and gives its place to the next.
    """

    path: str
    member: str
    date: Day
    order: int
    shift: str | None = None
    note: str | None = None
    cancelled: Day | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Whether a member came, as one of the staff wrote it down."""

    path: str
    member: str
    by: str
    date: Day
    came: bool = True
    shift: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Recap:
    """What the brand says after an event: thanks to who came, and where to look again."""

    path: str
    by: str
    date: Day
    thanks: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A plan with everything that happened to it; registrations and attendances by member."""

    id: str
    plan: EventPlan
    registrations: Mapping[str, Registration] = field(default_factory=dict)
    attendances: Mapping[str, Attendance] = field(default_factory=dict)
    recap: Recap | None = None

    @property
    def folder(self) -> str:
        """Where its records stand."""
        return f"events/{self.id}"

    @property
    def page(self) -> str | None:
        """Where its page stands on the site; None while it is a draft."""
        return f"{self.folder}/" if self.plan.opened else None
