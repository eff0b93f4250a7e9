"""The topics that members proposed: what was answered, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.proposals import ProposalFacts, ProposalState, list_proposals
from kocbook.model.forms import FormName
from kocbook.site.outline.outline import has_page, module_url
from kocbook.site.views.context import SiteContext
from kocbook.site.views.form_links import form_link
from kocbook.site.views.people import Person, show_person


@dataclass(frozen=True, slots=True)
class AdviceNote:
    """What one of the staff said of a proposal."""

    by: Person
    date: date
    words: str


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """One proposal as the page shows it; `made` are titles, their languages and addresses."""

    title: str
    person: Person
    date: date
    pitch: str
    outline: tuple[str, ...]
    writes: bool
    state: str
    advice: tuple[AdviceNote, ...]
    made: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ProposalsView:
    """The page: proposals by how far they are, and the form for the next one."""

    groups: tuple[tuple[str, tuple[ProposalCard, ...]], ...]
    form: str


def make_proposals_view(context: SiteContext) -> ProposalsView:
    """Return the page of proposals, the newest of each group first."""
    cards: dict[str, list[ProposalCard]] = {str(state): [] for state in ProposalState}
    for one in list_proposals(context.community, context.facts, context.as_of):
        cards[one.state].append(_card(context, one))
    groups = tuple((name, tuple(found)) for name, found in cards.items() if found)
    return ProposalsView(groups, form_link(context, FormName.PROPOSE))


def _card(context: SiteContext, one: ProposalFacts) -> ProposalCard:
    proposal = one.proposal
    shown = [context.facts[key] for key in one.modules]
    shown = [
        facts
        for facts in shown
        if has_page(facts) and facts.module.key not in context.community.held.modules
    ]
    return ProposalCard(
        title=proposal.title,
        person=show_person(context, proposal.member),
        date=proposal.date,
        pitch=proposal.pitch,
        outline=proposal.outline,
        writes=proposal.writes,
        state=one.state.value,
        advice=tuple(
            AdviceNote(show_person(context, said.by), said.date, said.words) for said in one.advice
        ),
        made=tuple(
            (*facts.module.title_in(context.language), module_url(facts.module.key))
            for facts in shown
        ),
    )
