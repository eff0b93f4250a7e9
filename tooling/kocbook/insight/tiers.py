"""Points and tiers: what a member's accepted work adds up to, and what the next tier asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kocbook.insight.points import PointEvent, iter_point_events
from kocbook.insight.split import WHOLE
from kocbook.insight.state import ModuleFacts
from kocbook.insight.tier_history import KEEP, TierStep, climb, quarter_end, window_points
from kocbook.model.community import Community
from kocbook.model.enums import StaffRole
from kocbook.model.people import Recognition
from kocbook.model.settings import Tier


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's points in the window, the tier they have led to, and what the next one asks.

    `steps` is the way there, over `ladder`, the tiers that points lead to. `title` is a tier that
    the project lead gave for this year: it stands above the ladder while the year lasts.
    `review` is the next end of a quarter, and `short` what would be missing then to keep the tier,
    if nothing more is earned.
    """

    member: str
    points: int
    ladder: tuple[Tier, ...]
    steps: tuple[TierStep, ...]
    title: Tier | None
    review: date
    short: int

    @property
    def tier(self) -> Tier:
        """The tier that the member has today."""
        return self.title or self.earned

    @property
    def earned(self) -> Tier:
        """The tier that points led to."""
        return self.ladder[self._rung]

    @property
    def next_tier(self) -> Tier | None:
        """The tier above the one that points led to; None at the top."""
        above = self._rung + 1
        return self.ladder[above] if above < len(self.ladder) else None

    @property
    def gap(self) -> int:
        """Points that are missing for the next tier; 0 at the top."""
        return max(0, self.next_tier.points - self.points) if self.next_tier else 0

    @property
    def since(self) -> date | None:
        """The day since which the member has the earned tier; None for the first one."""
        return self.steps[-1].date if self.steps else None

    def claims_on(self, day: date) -> int:
        """Return how many claims at once the member may have begun on `day`.

        A step down ends nobody's claims: what was allowed on the day it was claimed stays so.
        """
        past = [step.rung for step in self.steps if step.date <= day]
        then = self.ladder[past[-1] if past else 0].claims
        return max(then, self.tier.claims)

    @property
    def _rung(self) -> int:
        return self.steps[-1].rung if self.steps else 0


def all_standings(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> dict[str, Standing]:
    """Compute the standing on the day `as_of` of every member whose whole work is known."""
    events: dict[str, list[PointEvent]] = {}
    for event in iter_point_events(community, facts, as_of):
        events.setdefault(event.member, []).append(event)
    titles = find_titles(community, as_of)
    ladder = community.settings.ladder
    return {
        member: _stand(community, ladder, member, events.get(member, []), titles, as_of)
        for member in sorted(community.members.keys() - community.half_known)
    }


def _stand(
    community: Community,
    ladder: tuple[Tier, ...],
    member: str,
    events: Sequence[PointEvent],
    titles: Mapping[str, Tier],
    as_of: date,
) -> Standing:
    rules, review = community.settings.points, quarter_end(as_of)
    events = sorted(events, key=lambda event: event.date)
    steps = tuple(climb(events, ladder, rules, as_of))
    rung = ladder[steps[-1].rung if steps else 0]
    needed = -(-rung.points * KEEP // WHOLE)
    return Standing(
        member=member,
        points=window_points(events, rules, as_of),
        ladder=ladder,
        steps=steps,
        title=titles.get(member),
        review=review,
        short=max(0, needed - window_points(events, rules, review)),
    )


def find_titles(community: Community, as_of: date) -> dict[str, Tier]:
    """Return the titles of the year of `as_of` by member: named tiers, given by a project lead."""
    named = {tier.id: tier for tier in community.settings.tiers if tier.named}
    return {
        given.member: named[given.title]
        for given in community.recognitions
        if given.title in named
        and given.year == as_of.year
        and given.date <= as_of
        and gives_titles(community, given)
    }


def gives_titles(community: Community, given: Recognition) -> bool:
    """True where the one who gives this is a project lead, or cannot be read."""
    giver = community.members.get(given.by)
    return giver is None or StaffRole.PROJECT_LEAD in giver.staff
