"""Every point that somebody earned: by which work, and from which day it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kocbook.insight.activity import iter_earned
from kocbook.insight.events import attended
from kocbook.insight.split import split_amount
from kocbook.insight.state import ModuleFacts, accepted_on
from kocbook.model.community import Community
from kocbook.model.enums import TaskType


@dataclass(frozen=True, slots=True)
class PointEvent:
    """Points that a member earned on a day.

    `module` is the key of the work, None for recognition that names none; `seat` is None where the
    work has no seats. `event` is the id of the event that was attended, if it was one. Points of foundation tasks count up to their part of the whole only.
    """

    member: str
    date: date
    points: int
    is_foundation: bool = False
    module: str | None = None
    seat: str | None = None
    event: str | None = None


def iter_point_events(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> Iterator[PointEvent]:
    """Yield what accepted work, activities and recognition earned, up to the day `as_of`.

    Never anything for volume: a seat earns its share of the brief's points, once.
    """
    for key, fact in facts.items():
        is_foundation = fact.module.brief.type is TaskType.FOUNDATION
        day = accepted_on(fact.module, as_of)
        if day is not None:
            for seat, member, points in iter_seat_points(fact):
                yield PointEvent(member, day, points, is_foundation, key, seat)
        for earned in iter_earned(fact, as_of):
            if earned.date <= as_of:
                yield PointEvent(earned.member, earned.date, earned.points, is_foundation, key)
    for event in community.events.values():
        for attendance in attended(event, as_of):
            if points := event.plan.points:
                yield PointEvent(attendance.member, event.plan.date, points, event=event.id)
    for given in community.recognitions:
        if given.points and given.date <= as_of:
            yield PointEvent(given.member, given.date, given.points, module=given.module)


def iter_seat_points(facts: ModuleFacts) -> Iterator[tuple[str, str, int]]:
    """Yield seat, member and points for each seat whose part was accepted.

    With those of the other seats, which are nobody's, they sum exactly.
    """
    shares = [seat.seat.share for seat in facts.seats]
    parts = split_amount(facts.module.brief.reward.points, shares)
    for seat, part in zip(facts.seats, parts, strict=True):
        if seat.claim and seat.seat.id in facts.accepted:
            yield seat.seat.id, seat.claim.member, part
