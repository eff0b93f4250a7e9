"""What points can be spent on, what is left of it, and what a member has left: exact, from the records.

A request reserves its points from the day it was made; a declined one gives them back. Stock is
taken by what was agreed to. Tiers count what was earned, whether or not it was spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kocbook.insight.points import PointEvent, iter_point_events
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.model.gifts import Gift, Offer


@dataclass(frozen=True, slots=True)
class PointsBalance:
    """The points of one member on a day: all that were granted, and what requests took of them."""

    member: str
    granted: int
    spent: int

    @property
    def left(self) -> int:
        """What can still be spent; below 0 only where points were taken back afterwards."""
        return self.granted - self.spent


def iter_exchanges(community: Community, as_of: date) -> Iterator[Gift]:
    """Yield the requests that hold points on a day, in the order in which they were made."""
    for gift in community.gifts:
        if gift.offer and gift.date <= as_of:
            yield gift


def holds_points(gift: Gift, as_of: date) -> bool:
    """True unless the request was declined by then."""
    return gift.declined is None or gift.declined > as_of


def find_purses(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> dict[str, PointsBalance]:
    """Return the points of everybody who was granted, or spent, any."""
    events = iter_point_events(community, facts, as_of)
    return add_up(events, iter_exchanges(community, as_of), as_of)


def add_up(
    events: Iterable[PointEvent], exchanges: Iterable[Gift], as_of: date
) -> dict[str, PointsBalance]:
    """Return the purses that come of points granted and requests made up to a day."""
    granted: dict[str, int] = {}
    spent: dict[str, int] = {}
    for event in events:
        if event.date <= as_of:
            granted[event.member] = granted.get(event.member, 0) + event.points
    for gift in exchanges:
        if gift.date <= as_of and holds_points(gift, as_of):
            spent[gift.member] = spent.get(gift.member, 0) + gift.points
    names = sorted(granted.keys() | spent.keys())
    return {name: PointsBalance(name, granted.get(name, 0), spent.get(name, 0)) for name in names}


def find_overspent(events: Iterable[PointEvent], exchanges: Iterable[Gift]) -> Iterator[Gift]:
    """Yield each request for which its member had too few points on its day.

    Requests count in the order of their days and ids; what was declined later was given back later,
    so it counts no more for requests of that day or after it.
    """
    known = list(events)
    asked = sorted(exchanges, key=lambda gift: (gift.date, gift.id))
    for place, gift in enumerate(asked):
        if gift.declined is not None:
            continue
        before = [one for one in asked[: place + 1] if one.member == gift.member]
        mine = (event for event in known if event.member == gift.member)
        if add_up(mine, before, gift.date)[gift.member].left < 0:
            yield gift


def taken(community: Community, offer: str, as_of: date) -> list[Gift]:
    """List what was agreed to of an offer by a day, in the order of the agreements."""
    found = [
        gift
        for gift in iter_exchanges(community, as_of)
        if gift.offer == offer and gift.by and holds_points(gift, as_of)
    ]
    return sorted(found, key=lambda gift: (gift.agreed or gift.date, gift.id))


def stock_left(community: Community, offer: Offer, as_of: date) -> int:
    """Return how many of an offer can still be agreed to."""
    return offer.stock - len(taken(community, offer.id, as_of))


def is_open(community: Community, offer: Offer, day: date) -> bool:
    """True where an offer can be asked for on a day."""
    runs = offer.opened <= day and (offer.closes is None or day <= offer.closes)
    return runs and community.settings.points.spending == "offers"
