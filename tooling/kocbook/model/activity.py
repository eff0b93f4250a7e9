"""What staff and members record of activities: triage of reports, services, and judging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kocbook.model.enums import ReportState, ServiceKind

Day = date
"""In the classes below, `date` is a property."""


@dataclass(frozen=True, slots=True)
class Triage:
    """How far a bug report of the member `reporter` has come, as staff last said.

    `reference` is the number that the development gave it. `report` names the report: the member, and of a further one its number ("lin-xiaoman--2").
    """

    reporter: str
    report: str
    path: str
    by: str
    date: date
    state: ReportState
    duplicate_of: str | None = None
    confirmed_by: tuple[str, ...] = ()
    adopted: bool = False
    fixed_in: str | None = None
    reference: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One service to the community; it counts once staff confirmed it."""

    path: str
    member: str
    date: date
    kind: ServiceKind
    evidence: str
    helped: tuple[str, ...] = ()
    event: str | None = None
    hours: int | None = None
    note: str | None = None
    url: str | None = None
    skills: tuple[str, ...] = ()
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True)
class EntryScores:
    """One judge's scores of one entry, by criterion, and what is good about it.

    `entry` is the fingerprint of the entry as it was judged.
    """

    scores: Mapping[str, int]
    words: str | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Judging:
    """One judge's scores of an activity, by the member who entered.

    `yardstick` is the fingerprint of the rubric, with its prizes, that they follow.
    """

    path: str
    judge: str
    date: date
    entries: Mapping[str, EntryScores]
    yardstick: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an activity: what was decided, why, and what happens next.

    `chosen` names options of a poll, in order; `reached` says whether
    the goals that must be met are. `reference` is the number that the development gave what was
    decided; on the day `shipped` it was there for everybody, in the version `shipped_in`.
    """

    path: str
    by: str
    date: date
    decided: str
    because: str
    chosen: tuple[str, ...] = ()
    reached: bool | None = None
    next: str | None = None
    url: str | None = None
    reference: str | None = None
    shipped_in: str | None = None
    shipped: Day | None = None
