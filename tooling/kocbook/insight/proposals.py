"""Proposals on one day: whether they wait for an answer, what was said, and what they became."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.insight.state import ModuleFacts
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene
from kocbook.insight.working_days import add_working_days
from kocbook.model.community import Community
from kocbook.model.enums import AdviceVerdict, StaffRole, State
from kocbook.model.forms import FormName
from kocbook.model.plan import Advice, Proposal

_DROPPED = (State.WITHDRAWN, State.SUPERSEDED, State.DECLINED)


class ProposalState(StrEnum):
    """How far a proposal is."""

    WAITING = "waiting"
    ADVISED = "advised"
    TAKEN = "taken"
    PUBLISHED = "published"
    DECLINED = "declined"

    @property
    def is_open(self) -> bool:
        """True where a brief can still be made of it."""
        return self in (ProposalState.WAITING, ProposalState.ADVISED)


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """A proposal on one day: what was said of it, oldest first, and the keys of the briefs made of it."""

    proposal: Proposal
    state: ProposalState
    advice: tuple[Advice, ...] = ()
    modules: tuple[str, ...] = ()


def list_proposals(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> list[ProposalFacts]:
    """List the proposals made up to a day, the newest first."""
    made: dict[str, list[str]] = {}
    for key, one in sorted(facts.items()):
        if one.module.brief.proposal and one.state not in _DROPPED:
            made.setdefault(one.module.brief.proposal, []).append(key)
    said: dict[str, list[Advice]] = {}
    for advice in community.advice:
        if advice.date <= as_of:
            said.setdefault(advice.proposal, []).append(advice)
    known = [one for one in community.proposals.values() if one.date <= as_of]
    known.sort(key=lambda one: one.name)
    known.sort(key=lambda one: one.date, reverse=True)
    return [_judge(one, said.get(one.name, []), made.get(one.name, []), facts) for one in known]


def _judge(
    proposal: Proposal, advice: list[Advice], made: list[str], facts: Mapping[str, ModuleFacts]
) -> ProposalFacts:
    state = ProposalState.WAITING
    if made:
        done = any(facts[key].state.is_on_site for key in made)
        state = ProposalState.PUBLISHED if done else ProposalState.TAKEN
    elif advice and advice[-1].date >= proposal.last_said:
        declined = advice[-1].verdict is AdviceVerdict.DECLINED
        state = ProposalState.DECLINED if declined else ProposalState.ADVISED
    return ProposalFacts(proposal, state, tuple(advice), tuple(made))


def find_proposal_waits(scene: WaitScene, facts: Mapping[str, ModuleFacts]) -> Iterator[Wait]:
    """Yield the proposals that wait for a planner's answer, due in working days like a review."""
    planners = tuple(scene.community.find_staff(StaffRole.CONTENT_PLANNER))
    planners = planners or tuple(scene.community.find_staff(StaffRole.PROJECT_LEAD))
    days = scene.community.settings.limits.review_days
    for one in list_proposals(scene.community, facts, scene.as_of):
        proposal = one.proposal
        if one.state is ProposalState.WAITING:
            since = min(proposal.last_said, scene.as_of)
            yield Wait(
                WaitKind.PROPOSAL,
                tuple(name for name in planners if name != proposal.member),
                since,
                proposal.path,
                f'koc advise {proposal.name} "…"',
                due=add_working_days(since, days),
                about=(proposal.member,),
                name=proposal.name,
                what=proposal.title,
                form=FormName.ADVISE,
            )
