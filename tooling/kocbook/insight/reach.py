"""How far reused work has come: the newest figures of each use, and their sums."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kocbook.model.work import ReachFigures, Reuse


def latest_reach(reuse: Reuse, as_of: date) -> ReachFigures | None:
    """Return the newest figures of a use up to a day, None without any."""
    known = [one for one in reuse.reach if one.date <= as_of]
    return max(known, key=lambda one: one.date, default=None)


def sum_views(uses: Iterable[Reuse], as_of: date) -> int:
    """Return the views of several uses by their newest figures."""
    newest = (latest_reach(one, as_of) for one in uses)
    return sum(one.views for one in newest if one is not None)


def merge_reach(
    old: Iterable[ReachFigures], new: Iterable[ReachFigures]
) -> tuple[ReachFigures, ...]:
    """Return figures with new ones, which count where both have a day; oldest first.

    Of several new ones of one day the largest figures count: all count from the beginning.
    """
    found = {one.date: one for one in old}
    fresh: dict[date, ReachFigures] = {}
    for one in new:
        fresh[one.date] = _larger(fresh[one.date], one) if one.date in fresh else one
    return tuple((found | fresh)[day] for day in sorted(found.keys() | fresh.keys()))


def _larger(one: ReachFigures, other: ReachFigures) -> ReachFigures:
    return ReachFigures(
        one.date,
        max(one.views, other.views),
        max(one.likes, other.likes),
        max(one.shares, other.shares),
        max(one.comments, other.comments),
    )
