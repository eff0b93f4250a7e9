"""Who somebody is for an event: their tier, and the skills that they named or showed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kocbook.insight.events import Candidate
from kocbook.insight.skills import iter_evidence
from kocbook.insight.state import ModuleFacts
from kocbook.insight.tiers import all_standings
from kocbook.model.community import Community
from kocbook.model.event import EventPlan


def find_candidate(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    plan: EventPlan,
    member: str,
    as_of: date,
) -> Candidate:
    """Return what an event asks of a member; `facts` are needed where it asks for tiers or skills."""
    tier, skills = "", set[str]()
    if plan.tiers:
        standing = all_standings(community, facts, as_of).get(member)
        tier = standing.tier.id if standing else ""
    if plan.skills:
        person = community.members.get(member)
        skills = set(person.skills if person else ())
        found = iter_evidence(community, facts, as_of)
        skills |= {skill for who, skill, _ in found if who == member}
    return Candidate(member, tier, skills)
