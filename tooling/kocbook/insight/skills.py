"""The skill graph (技能图谱): what members can do, by the work that shows it, and who worked with whom.

Source of the formulas: DESIGN §5, "Skill evidence"; explained for readers in
`tooling/docs/*/reference/formulas.md`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from kocbook.insight.events import attended
from kocbook.insight.split import WHOLE
from kocbook.insight.state import ModuleFacts, SeatFacts, latest_reviews
from kocbook.model.community import Community
from kocbook.model.enums import Met, Size
from kocbook.model.people import Member

SIZES: Mapping[Size, float] = {Size.S: 1.0, Size.M: 2.0, Size.L: 4.0}
MET: Mapping[Met, float] = {Met.FULLY: 1.0, Met.PARTLY: 0.5, Met.NOT: 0.0}
LOWEST_QUALITY, QUALITY_RANGE, USUAL_QUALITY = 0.8, 0.4, 1.0
YEAR = 365
"""Days in which evidence loses half its weight."""
SATURATION = 3.0
"""Evidence at which the level is 1 − 1/e: three small works done alone."""
DECLARED, DECLARED_DAYS = 0.3, 180
"""What a declared skill counts, and for how many days from joining."""
ENDORSED = 0.5
"""What one public recognition counts for each skill it names: half a small work."""


SERVED = 0.5
"""What one confirmed service counts for each skill it names: as one public recognition."""


MARKS: Mapping[int, float] = {1: 0.25, 2: 0.45, 3: 0.65}
"""The level that a brief means by ●, ●● and ●●●: one, two, and a little over three small works."""


class EvidenceKind(StrEnum):
    """Where a piece of evidence comes from."""

    WORK = "work"
    SERVICE = "service"
    ENDORSED = "endorsed"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source of a figure: `amount` is its part of the sum E today.

    `source` is HANDBOOK/MODULE/SEAT of a work, else the path of a record. `by` gave a recognition,
    or confirmed a service.
    """

    kind: EvidenceKind
    source: str
    date: date
    amount: float
    by: str | None = None

    @property
    def module_key(self) -> str:
        """HANDBOOK/MODULE of a work."""
        return self.source.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Skill:
    """What is known of one skill of one member. `level` is in [0, 1)."""

    member: str
    skill: str
    level: float
    declared: bool
    wanted: bool
    evidence: tuple[Evidence, ...]

    @property
    def is_demonstrated(self) -> bool:
        """True where accepted work shows the skill."""
        return any(piece.kind is EvidenceKind.WORK for piece in self.evidence)


SkillGraph = Mapping[str, Mapping[str, Skill]]
"""Skills by member, then by skill. Who has nothing to do with a skill has no entry for it."""


def skill_graph(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> dict[str, dict[str, Skill]]:
    """Compute every skill of every member on the day `as_of`, from `facts` of the same day."""
    found: dict[tuple[str, str], list[Evidence]] = {}
    for member, skill, piece in iter_evidence(community, facts, as_of):
        found.setdefault((member, skill), []).append(piece)
    for person in community.members.values():
        for skill in (*person.skills, *person.wants):
            found.setdefault((person.id, skill), [])
    graph: dict[str, dict[str, Skill]] = {member: {} for member in sorted(community.members)}
    for (member_id, skill), pieces in sorted(found.items()):
        if member_id in graph:  # a claim may name somebody whose record cannot be read
            graph[member_id][skill] = _sum_up(community.members[member_id], skill, pieces)
    return graph


def skill_level(evidence: float) -> float:
    """Return the level that a sum of evidence gives: 1 − e^(−E/3), from 0 towards 1."""
    return -math.expm1(-evidence / SATURATION)


def has_skills(skills: Mapping[str, Skill], wanted: Mapping[str, int]) -> bool:
    """True where every wanted skill (1 to 3) is there that well."""
    return all(
        skill in skills and skills[skill].level >= MARKS[level] for skill, level in wanted.items()
    )


def decay(days: int) -> float:
    """Return what is left of evidence after so many days: 2^(−days/365), at most 1."""
    return float(2 ** (-max(0, days) / YEAR))


def quality(facts: ModuleFacts, as_of: date) -> float:
    """Return 0.8 to 1.2 by how far the goals were met in the reviews that accepted the work.

    A goal counts 1 when fully met, ½ when partly, 0 when not; what nobody judged counts nothing.
    """
    goals = {goal.id for goal in facts.module.brief.goals}
    marks = [
        MET[judgement.met]
        for review in latest_reviews(facts.module, as_of)
        for goal, judgement in review.goals.items()
        if goal in goals
    ]
    return LOWEST_QUALITY + QUALITY_RANGE * sum(marks) / len(marks) if marks else USUAL_QUALITY


def _sum_up(member: Member, skill: str, pieces: list[Evidence]) -> Skill:
    ordered = sorted(pieces, key=lambda piece: (piece.kind != EvidenceKind.WORK, piece.source))
    level = skill_level(math.fsum(piece.amount for piece in ordered))
    declared, wanted = skill in member.skills, skill in member.wants
    return Skill(member.id, skill, level, declared, wanted, tuple(ordered))


def iter_evidence(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> Iterator[tuple[str, str, Evidence]]:
    """Yield every piece of evidence with the member and the skill that it speaks for."""
    for fact in facts.values():
        if fact.finished is None:
            continue
        done = quality(fact, as_of)
        for seat in fact.seats:
            if seat.claim is not None and seat.seat.id in fact.accepted:
                piece = _work_evidence(fact, seat, done, as_of)
                for skill in seat.seat.skills:
                    yield seat.claim.member, skill, piece
    for fact in facts.values():
        for service in fact.module.services:
            if service.confirmed_by is None or service.date > as_of:
                continue
            amount = SERVED * decay((as_of - service.date).days)
            piece = Evidence(
                EvidenceKind.SERVICE, service.path, service.date, amount, service.confirmed_by
            )
            for skill in service.skills:
                yield service.member, skill, piece
    yield from _event_evidence(community, as_of)
    for item in community.recognitions:
        if item.private or item.date > as_of:
            continue  # a private word stays private: a public figure must not tell of it
        amount = ENDORSED * decay((as_of - item.date).days)
        piece = Evidence(EvidenceKind.ENDORSED, item.path, item.date, amount, item.by)
        for skill in item.skills:
            yield item.member, skill, piece
    for member in community.members.values():
        if 0 <= (as_of - member.joined).days < DECLARED_DAYS:
            piece = Evidence(EvidenceKind.DECLARED, member.path, member.joined, DECLARED)
            for skill in member.skills:
                yield member.id, skill, piece


def _event_evidence(community: Community, as_of: date) -> Iterator[tuple[str, str, Evidence]]:
    """Yield what serving a shift shows; to have listened shows no skill."""
    for event in community.events.values():
        for one in attended(event, as_of):
            shift = event.plan.find_shift(one.shift)
            amount = SERVED * decay((as_of - event.plan.date).days)
            piece = Evidence(EvidenceKind.SERVICE, one.path, event.plan.date, amount, one.by)
            for skill in shift.skills if shift else ():
                yield one.member, skill, piece


def _work_evidence(facts: ModuleFacts, seat: SeatFacts, done: float, as_of: date) -> Evidence:
    finished = facts.finished or as_of
    size, share = SIZES[facts.module.brief.size], seat.seat.share / WHOLE
    amount = size * share * done * decay((as_of - finished).days)
    return Evidence(EvidenceKind.WORK, f"{facts.module.key}/{seat.seat.id}", finished, amount)


Ties = Mapping[tuple[str, str], tuple[str, ...]]
"""Who worked with whom: pairs of members in the order of ids, with the modules they share."""


def find_ties(facts: Mapping[str, ModuleFacts]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Join members by accepted modules they worked on together.

    Those who hold its seats, those whose earlier draft it grew from, and those thanked by a
    confirmed credit. Reviewers and voters are not joined: they would join everybody.
    """
    ties: dict[tuple[str, str], list[str]] = {}
    for key, fact in sorted(facts.items()):
        if not fact.state.counts_as_work or not fact.seats:
            continue
        module = fact.module
        people = {
            seat.claim.member for seat in fact.seats if seat.claim and seat.seat.id in fact.accepted
        }
        people |= {past.member for past in module.past_claims if past.delivered}
        people |= {credit.member for credit in module.credits if credit.confirmed_by}
        for pair in combinations(sorted(people), 2):
            ties.setdefault(pair, []).append(key)
    return {pair: tuple(keys) for pair, keys in sorted(ties.items())}
