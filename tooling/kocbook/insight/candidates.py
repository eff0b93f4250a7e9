"""Who somebody is for an event or a loan: their tier, and the skills that they named or showed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kocbook.insight.events import Applicant
from kocbook.insight.skills import iter_evidence
from kocbook.insight.state import ModuleFacts
from kocbook.insight.tiers import all_standings
from kocbook.model.community import Community
from kocbook.model.event import EventPlan
from kocbook.model.loan import EquipmentCard


def find_candidate(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    plan: EventPlan,
    member: str,
    as_of: date,
) -> Applicant:
    """Return what an event asks of a member; `facts` are needed where it asks for tiers or skills."""
    return _find(community, facts, plan, member, as_of)


def find_borrower(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    card: EquipmentCard,
    member: str,
    as_of: date,
) -> Applicant:
    """Return what a thing that is lent asks of a member; `facts` are needed as for events."""
    return _find(community, facts, card, member, as_of)


def _find(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    plan: EventPlan | EquipmentCard,
    member: str,
    as_of: date,
) -> Applicant:
    tier, skills = "", set[str]()
    if plan.tiers:
        standing = all_standings(community, facts, as_of).get(member)
        tier = standing.tier.id if standing else ""
    if plan.skills:
        person = community.members.get(member)
        skills = set(person.skills if person else ())
        found = iter_evidence(community, facts, as_of)
        skills |= {skill for who, skill, _ in found if who == member}
    return Applicant(member, tier, skills)
