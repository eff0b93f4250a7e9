"""Tiers by their history: up on the day the points reach a mark, down at the end of a quarter.

The history of one member is replayed from the first point to a day. Only the days on which
something can change are looked at: those on which points are earned, and the ends of quarters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kocbook.insight.points import PointEvent
from kocbook.insight.split import WHOLE
from kocbook.model.settings import PointRules, Tier

KEEP = 9_000
"""The part of a tier's mark, in basis points, that keeps it at the end of a quarter."""


@dataclass(frozen=True, slots=True)
class TierStep:
    """The day on which a member reached or fell back to a tier; steps are numbered from 0."""

    date: date
    rung: int


def quarter_end(day: date) -> date:
    """Return the last day of the calendar quarter that `day` lies in."""
    first_month = 3 * ((day.month - 1) // 3) + 1
    if first_month == 10:
        return date(day.year, 12, 31)
    return date(day.year, first_month + 3, 1) - timedelta(days=1)


def capped_points(rules: PointRules, foundation: int, other: int) -> int:
    """Add up points so that foundation tasks give at most their part of the sum.

    With cap c of the whole T = F' + O, the most that counts is F' = O · c / (1 − c), rounded down.
    """
    room = WHOLE - rules.foundation_cap
    most = foundation if room <= 0 else other * rules.foundation_cap // room
    return other + min(foundation, most)


def window_points(events: Sequence[PointEvent], rules: PointRules, day: date) -> int:
    """Return what counts on `day`: the points of the last `window_days` days, with their cap."""
    since = day - timedelta(days=rules.window_days)
    counted = [event for event in events if since < event.date <= day]
    foundation = sum(event.points for event in counted if event.is_foundation)
    return capped_points(rules, foundation, sum(event.points for event in counted) - foundation)


def keeps(tier: Tier, points: int) -> bool:
    """True where so many points keep a tier at the end of a quarter."""
    return points * WHOLE >= tier.points * KEEP


def climb(
    events: Sequence[PointEvent], tiers: Sequence[Tier], rules: PointRules, as_of: date
) -> list[TierStep]:
    """Replay one member's way up and down `tiers` (from the lowest) to the end of `as_of`.

    `events` are sorted by day. On a day with new points the member rises to the highest tier whose
    mark is reached; at the end of a quarter, whoever has less than 90 % of the tier's mark falls to
    the highest tier of which 90 % are there.
    """
    steps: list[TierStep] = []
    rung = 0
    window = _Window(events, rules)
    for day, is_quarter_end in _turning_days(events, as_of):
        points = window.points_on(day)
        reached = max((n for n, tier in enumerate(tiers) if tier.points <= points), default=0)
        now = max(rung, reached)
        if is_quarter_end and not keeps(tiers[now], points):
            now = max((n for n, tier in enumerate(tiers[:now]) if keeps(tier, points)), default=0)
        if now != rung:
            steps.append(TierStep(day, now))
            rung = now
    return steps


class _Window:
    """Sums of a window that only moves forward, so that each event is added and taken out once."""

    def __init__(self, events: Sequence[PointEvent], rules: PointRules) -> None:
        self.events, self.rules = events, rules
        self.first = self.next = self.foundation = self.other = 0

    def points_on(self, day: date) -> int:
        since = day - timedelta(days=self.rules.window_days)
        while self.next < len(self.events) and self.events[self.next].date <= day:
            self._count(self.events[self.next], 1)
            self.next += 1
        while self.first < self.next and self.events[self.first].date <= since:
            self._count(self.events[self.first], -1)
            self.first += 1
        return capped_points(self.rules, self.foundation, self.other)

    def _count(self, event: PointEvent, sign: int) -> None:
        if event.is_foundation:
            self.foundation += sign * event.points
        else:
            self.other += sign * event.points


def _turning_days(events: Sequence[PointEvent], as_of: date) -> Iterator[tuple[date, bool]]:
    """Yield the days on which a tier can change, in order, and whether a quarter ends on them."""
    earned = sorted({event.date for event in events if event.date <= as_of})
    if not earned:
        return
    close = quarter_end(earned[0])
    for day in earned:
        while close < day:
            yield close, True
            close = quarter_end(close + timedelta(days=1))
        if day != close:
            yield day, False
    while close <= as_of:
        yield close, True
        close = quarter_end(close + timedelta(days=1))
