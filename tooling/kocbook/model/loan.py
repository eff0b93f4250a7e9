"""Things that the brand lends: what they are, who booked them, and how they went out and came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Day = date
"""The type, for records whose own `date` hides it."""


class EquipmentKind(StrEnum):
    """What kind of thing is lent."""

    CAR = "car"
    TOOL = "tool"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class EquipmentCard:
    """The record of a thing that is lent: what it is, to whom, and for how long at most.

    Where `tiers`, `skills` or `invited` are given, whoever fits one of them may borrow it, else
    everybody. Before one that `needs_licence` is handed over, staff look at a driving licence.
    It is lent no more from the day `retired` on.
    """

    path: str
    title: str
    kind: EquipmentKind
    summary: str
    contact: str
    days: int
    place: str | None = None
    tiers: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    needs_licence: bool = False
    retired: Day | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """A member's wish to have a thing from `start` to `end`, both included; staff confirm it.

    `module` is the task (HANDBOOK/MODULE) that it is for.
    """

    name: str
    path: str
    member: str
    date: Day
    start: Day
    end: Day
    module: str | None = None
    note: str | None = None
    confirmed_by: str | None = None
    cancelled: Day | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """How a thing went out; `kilometres` are those of a car. A licence was seen, never copied here."""

    name: str
    path: str
    by: str
    date: Day
    condition: str
    kilometres: int | None = None
    licence_seen: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """How a thing came back, and what was damaged, if anything was."""

    name: str
    path: str
    by: str
    date: Day
    condition: str
    kilometres: int | None = None
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class LoanDetails:
    """What only staff may know of a loan: it stands in the private repository."""

    name: str
    path: str
    by: str
    date: Day
    address: str | None = None
    phone: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Equipment:
    """A thing with everything that happened to it; all by the names of their bookings."""

    id: str
    card: EquipmentCard
    bookings: Mapping[str, Booking] = field(default_factory=dict)
    handovers: Mapping[str, Handover] = field(default_factory=dict)
    returns: Mapping[str, Return] = field(default_factory=dict)
    details: Mapping[str, LoanDetails] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Where its records stand."""
        return f"equipment/{self.id}"
