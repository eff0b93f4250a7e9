"""What is lent: each thing with whom it is for, when it is held, and how it came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.loans import LoanState, find_free, list_loans
from kocbook.model.forms import FormName
from kocbook.model.loan import Equipment
from kocbook.site.views.context import SiteContext
from kocbook.site.views.form_links import form_link
from kocbook.site.views.people import Person, show_person

_HELD = (LoanState.ASKED, LoanState.BOOKED, LoanState.OUT, LoanState.LATE)
SHOWN = 6
"""So many past loans stand beside a thing."""


@dataclass(frozen=True, slots=True)
class LoanRow:
    """One loan: days, state, who has it, and how far a car was driven.

    That somebody is late is for the desk and for them: nobody is shown up on a page.
    """

    start: date
    end: date
    state: str
    person: Person
    kilometres: int | None


@dataclass(frozen=True, slots=True)
class EquipmentView:
    """One thing; `free` is the first day on which it can be had for a day."""

    id: str
    title: str
    kind: str
    summary: str
    place: str | None
    days: int
    tiers: tuple[str, ...]
    skills: tuple[str, ...]
    invited: int
    needs_licence: bool
    contact: Person
    free: date
    held: tuple[LoanRow, ...]
    past: tuple[LoanRow, ...]
    loans: int
    link: str


@dataclass(frozen=True, slots=True)
class EquipmentPage:
    """All that is lent today."""

    things: tuple[EquipmentView, ...]


def make_equipment_view(context: SiteContext) -> EquipmentPage:
    """Return the page of what is lent; what is retired is not on it."""
    things = sorted(context.community.equipment.values(), key=lambda one: (one.card.kind, one.id))
    return EquipmentPage(
        tuple(
            _show(context, one)
            for one in things
            if one.card.retired is None or one.card.retired > context.as_of
        )
    )


def _show(context: SiteContext, thing: Equipment) -> EquipmentView:
    card, settings = thing.card, context.community.settings
    tiers = {tier.id: context.say(tier.name) for tier in settings.tiers}
    loans = list_loans(thing, context.as_of)
    rows = [
        LoanRow(
            one.booking.start,
            one.booking.end,
            _shown_state(one.state),
            show_person(context, one.booking.member),
            one.kilometres,
        )
        for one in loans
    ]
    held = {state.value for state in _HELD}
    past = [row for row in rows if row.state == LoanState.RETURNED]
    return EquipmentView(
        id=thing.id,
        title=card.title,
        kind=card.kind.value,
        summary=card.summary,
        place=card.place,
        days=card.days,
        tiers=tuple(tiers.get(tier, tier) for tier in card.tiers),
        skills=tuple(context.skill_name(skill) for skill in card.skills),
        invited=len(card.invited),
        needs_licence=card.needs_licence,
        contact=show_person(context, card.contact),
        free=find_free(thing, 1, context.as_of),
        held=tuple(row for row in rows if row.state in held),
        past=tuple(reversed(past))[:SHOWN],
        loans=len(past),
        link=form_link(context, FormName.BOOK, about=thing),
    )


def _shown_state(state: LoanState) -> str:
    return (LoanState.OUT if state is LoanState.LATE else state).value
