"""Points and tiers: what a member's accepted work adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kocbook.insight.activity import iter_earned
from kocbook.insight.split import WHOLE, split_amount
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.model.enums import TaskType
from kocbook.model.settings import PointRules, Tier


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's points in the window, the tier they give, and what the next one asks."""

    member: str
    points: int
    tier: Tier
    next_tier: Tier | None

    @property
    def gap(self) -> int:
        """Points that are missing for the next tier; 0 at the top."""
        return max(0, self.next_tier.points - self.points) if self.next_tier else 0


def all_standings(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> dict[str, Standing]:
    """Compute the standing of every member on the day `as_of`."""
    since = as_of - timedelta(days=community.settings.points.window_days)
    foundation: dict[str, int] = {}
    other: dict[str, int] = {}
    for fact in facts.values():
        if fact.finished is None or not since < fact.finished <= as_of:
            continue
        pot = foundation if fact.module.brief.type is TaskType.FOUNDATION else other
        for member, points in seat_points(fact).items():
            pot[member] = pot.get(member, 0) + points
    for fact in facts.values():
        pot = foundation if fact.module.brief.type is TaskType.FOUNDATION else other
        for earned in iter_earned(fact, as_of):
            if since < earned.date <= as_of:
                pot[earned.member] = pot.get(earned.member, 0) + earned.points
    for recognition in community.recognitions:
        if since < recognition.date <= as_of:
            other[recognition.member] = other.get(recognition.member, 0) + recognition.points
    return {
        member: standing_for(community, member, foundation.get(member, 0), other.get(member, 0))
        for member in sorted(community.members)
    }


def seat_points(facts: ModuleFacts) -> dict[str, int]:
    """Split a module's points by its seats' shares; the parts sum exactly."""
    shares = [seat.seat.share for seat in facts.seats]
    parts = split_amount(facts.module.brief.reward.points, shares)
    points: dict[str, int] = {}
    for seat, part in zip(facts.seats, parts, strict=True):
        if seat.claim:
            points[seat.claim.member] = points.get(seat.claim.member, 0) + part
    return points


def capped_points(rules: PointRules, foundation: int, other: int) -> int:
    """Add up points so that foundation tasks give at most their part of the sum.

    With cap c of the whole T = F' + O, the most that counts is F' = O · c / (1 − c), rounded down.
    """
    room = WHOLE - rules.foundation_cap
    most = foundation if room <= 0 else other * rules.foundation_cap // room
    return other + min(foundation, most)


def standing_for(community: Community, member: str, foundation: int, other: int) -> Standing:
    """Return the standing that these points give: the highest tier whose mark is reached."""
    points = capped_points(community.settings.points, foundation, other)
    tiers = sorted(community.settings.tiers, key=lambda tier: tier.points)
    reached = [tier for tier in tiers if tier.points <= points] or tiers[:1]
    above = [tier for tier in tiers if tier.points > points and tier is not reached[-1]]
    return Standing(member, points, reached[-1], above[0] if above else None)
