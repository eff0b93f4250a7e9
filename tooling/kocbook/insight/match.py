"""Match (遴选): explained teams for the open seats of a module.

Source of the formula: DESIGN §5, "Match": maximise fit − load + interest over seats, hard limits
on availability and claims. Explained for readers in `tooling/docs/*/reference/formulas.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.insight.assignment import Answer, Scores, best_assignments, shortlist
from kocbook.insight.invitations import find_waiting, members_asked
from kocbook.insight.skills import MARKS, Skill, SkillGraph, skill_graph
from kocbook.insight.state import ModuleFacts
from kocbook.insight.tiers import all_standings
from kocbook.model.brief import Seat
from kocbook.model.community import Community
from kocbook.model.enums import Visibility
from kocbook.model.people import Member
from kocbook.model.work import Invitation

LOAD_WEIGHT = 0.3
"""A member one claim short of the limit of their tier counts nearly so much less."""
INTEREST_WEIGHT = 0.2
"""What it counts when all that a seat asks is what a member wants to learn."""
NEWCOMER_WEIGHT = 0.35
"""What a first chance counts, where the operator asks for it: about one small work."""
NOTHING_ASKED = 0.5
"""The fit of everybody for a seat that asks for no skill."""
_MICRO = 1_000_000


class Reason(StrEnum):
    """Why a member is not proposed."""

    STAFF = "staff"
    DEPARTED = "departed"
    AWAY = "away"
    SEATED = "seated"
    ASKED = "asked"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class SeatFit:
    """A member for a seat: fit, load and interest are in [0, 1]; `score` is what they come to.

    `skills` are those that the seat asks for, as far as the member has them.
    """

    member: str
    score: float
    fit: float
    load: float
    interest: float
    is_newcomer: bool
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """Who takes a seat in a team, and who would come next.

    `margin` is the score that the runner-up lacks; below 0 only in teams that are not the best.
    """

    seat: Seat
    choice: SeatFit | None
    runner_up: SeatFit | None

    @property
    def margin(self) -> float | None:
        """How clear the choice is, or None without a runner-up."""
        if self.choice is None or self.runner_up is None:
            return None
        return self.choice.score - self.runner_up.score


@dataclass(frozen=True, slots=True)
class Team:
    """A member for each open seat; `score` is the sum of theirs."""

    seats: tuple[SeatChoice, ...]

    @property
    def score(self) -> float:
        """The sum over the seats that are filled."""
        return sum(seat.choice.score for seat in self.seats if seat.choice)


@dataclass(frozen=True, slots=True)
class Match:
    """The best teams for a module, best first.

    `waiting` lists seats whose invitation may still be answered: nobody else is proposed for them.
    `considered` counts those who could come, `left_out` the others, by reason.
    """

    module: str
    teams: tuple[Team, ...]
    waiting: tuple[Invitation, ...]
    considered: int
    left_out: Mapping[Reason, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who could come: with their skills, and how full their hands are, in [0, 1]."""

    member: Member
    skills: Mapping[str, Skill]
    load: float
    is_newcomer: bool


def match_teams(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    key: str,
    as_of: date,
    top: int = 3,
    newcomers: bool = False,
) -> Match:
    """Return up to `top` teams for the open seats of the module `key`, from `facts` of `as_of`.

    With `newcomers`, those without accepted work are given a chance on seats whose skills they
    name or want to learn.
    """
    fact = facts[key]
    limits = community.settings.limits
    waiting = {
        seat.seat.id: invitation
        for seat in fact.seats
        if (invitation := find_waiting(fact.module, seat.seat.id, limits, as_of))
    }
    seats = [
        seat.seat for seat in fact.seats if seat.state.is_claimable and seat.seat.id not in waiting
    ]
    graph = skill_graph(community, facts, as_of)
    candidates, left_out = find_candidates(community, facts, fact, graph, as_of)
    # One more than the solver needs, so that every seat has a runner-up outside of the team.
    scores = [
        shortlist(score_members(seat, candidates, newcomers), len(seats), top + 1) for seat in seats
    ]
    teams = tuple(
        _explain(seats, answer, candidates, scores, newcomers)
        for answer in best_assignments(scores, top)
    )
    return Match(key, teams, tuple(waiting.values()), len(candidates), left_out)


def find_candidates(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    fact: ModuleFacts,
    graph: SkillGraph,
    as_of: date,
) -> tuple[dict[str, Candidate], Counter[Reason]]:
    """Return who could come, by id, and how many could not, by reason."""
    held = Counter(
        seat.claim.member
        for other in facts.values()
        for seat in other.seats
        if seat.claim and seat.state.is_under_way
    )
    standings = all_standings(community, facts, as_of)
    worked = {name for other in facts.values() if other.finished for name in other.authors}
    asked = members_asked(fact.module)
    candidates: dict[str, Candidate] = {}
    left_out: Counter[Reason] = Counter()
    for member_id, member in sorted(community.members.items()):
        limit = standings[member_id].tier.claims
        if reason := _find_reason(member, fact, asked, held[member_id] >= limit, as_of):
            left_out[reason] += 1
            continue
        load, is_new = held[member_id] / limit, member_id not in worked
        candidates[member_id] = Candidate(member, graph[member_id], load, is_new)
    return candidates, left_out


def _find_reason(
    member: Member, fact: ModuleFacts, asked: frozenset[str], is_full: bool, as_of: date
) -> Reason | None:
    """Return why a member cannot be proposed, or None.

    Staff hold the seats around a module: its contact, its reviewers. Nobody is asked twice.
    """
    if member.is_staff:
        return Reason.STAFF
    if member.visibility is Visibility.WITHDRAWN:
        return Reason.DEPARTED
    if member.away_until and member.away_until >= as_of:
        return Reason.AWAY
    if member.id in fact.authors:
        return Reason.SEATED
    if member.id in asked:
        return Reason.ASKED
    return Reason.FULL if is_full else None


def score_members(seat: Seat, candidates: Mapping[str, Candidate], newcomers: bool) -> Scores:
    """Return what everybody is worth on a seat, in millionths: whole numbers sum exactly."""
    return {
        name: round(_MICRO * _weigh(seat, one, newcomers)[0]) for name, one in candidates.items()
    }


def _weigh(seat: Seat, one: Candidate, newcomers: bool) -> tuple[float, float, float]:
    """Return score, fit and interest of a candidate on a seat."""
    asked = seat.skills
    whole = sum(asked.values())
    fit, interest, names_one = NOTHING_ASKED, 0.0, not asked
    if whole:
        fit = 0.0
        for skill, wanted in asked.items():
            found = one.skills.get(skill)
            if found is not None:
                fit += wanted * min(1.0, found.level / MARKS[wanted]) / whole
                interest += wanted * found.wanted / whole
                names_one = True
    score = fit - LOAD_WEIGHT * one.load + INTEREST_WEIGHT * interest
    if newcomers and one.is_newcomer and names_one:
        score += NEWCOMER_WEIGHT
    return score, fit, interest


def _explain(
    seats: list[Seat],
    answer: Answer,
    candidates: Mapping[str, Candidate],
    scores: list[Scores],
    newcomers: bool,
) -> Team:
    """Say for each seat who takes it, why, and who would come next."""

    def choose(seat: Seat, member: str | None) -> SeatFit | None:
        if member is None:
            return None
        one = candidates[member]
        score, fit, interest = _weigh(seat, one, newcomers)
        skills = tuple(one.skills[skill] for skill in seat.skills if skill in one.skills)
        return SeatFit(member, score, fit, one.load, interest, one.is_newcomer, skills)

    chosen: list[SeatChoice] = []
    for seat, member, worth in zip(seats, answer, scores, strict=True):
        ranked = ((-score, other) for other, score in worth.items() if other not in answer)
        following = min(ranked, default=(0, None))[1]
        chosen.append(SeatChoice(seat, choose(seat, member), choose(seat, following)))
    return Team(tuple(chosen))
