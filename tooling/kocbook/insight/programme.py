"""The whole programme by month: what happened when, from the first month to the present one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kocbook.insight.points import iter_point_events
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community

Event = tuple[str, date, int]


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in one month; `first` is its first day.

    Members who joined (without staff), modules opened, accepted and published, seats claimed
    (claims given back included), points earned, and responses by the day of their latest version.
    """

    first: date
    joined: int
    opened: int
    claimed: int
    accepted: int
    published: int
    points: int
    responses: int


FIGURES = ("joined", "opened", "claimed", "accepted", "published", "points", "responses")


def list_months(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> tuple[Month, ...]:
    """List every month from the first event to that of `as_of`; quiet ones count zero."""
    counts: dict[str, Counter[date]] = {name: Counter() for name in FIGURES}
    for name, day, number in _iter_events(community, facts, as_of):
        if day <= as_of:
            counts[name][day.replace(day=1)] += number
    begun = [month for counter in counts.values() for month in counter]
    if not begun:
        return ()
    months, month = [], min(begun)
    while month <= as_of:
        months.append(Month(month, **{name: counts[name][month] for name in FIGURES}))
        month = (month + timedelta(days=31)).replace(day=1)
    return tuple(months)


def _iter_events(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> Iterator[Event]:
    """Yield each event as the name of its figure, its day, and what it counts."""
    for member in community.members.values():
        if not member.is_staff:
            yield "joined", member.joined, 1
    for fact in facts.values():
        module = fact.module
        if module.brief.opened:
            yield "opened", module.brief.opened, 1
        for claim in (*module.claims.values(), *module.past_claims):
            yield "claimed", claim.claimed, 1
        if fact.finished:
            yield "accepted", fact.finished, 1
        if published := published_on(fact):
            yield "published", published, 1
        for response in module.responses.values():
            yield "responses", response.date, 1
    for event in iter_point_events(community, facts, as_of):
        yield "points", event.date, event.points


def published_on(facts: ModuleFacts) -> date | None:
    """Return the day from which a module was published: accepted, signed, or over; else None."""
    if not facts.state.is_on_site:
        return None
    signed = [
        signoff.date for member, signoff in facts.module.signoffs.items() if member in facts.authors
    ]
    if facts.finished:
        return max([facts.finished, *signed])
    closes = facts.module.brief.closes
    return closes + timedelta(days=1) if closes else None
