"""Events: all of them on one page, and each on its own with places, people and the recap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.events import (
    EventState,
    PlaceState,
    allot_places,
    attended,
    event_state,
    registration_ends,
    with_places,
)
from kocbook.model.event import Event
from kocbook.model.forms import FormName
from kocbook.model.people import Link
from kocbook.site.outline.outline import event_url, has_page, module_url
from kocbook.site.views.context import SiteContext
from kocbook.site.views.form_links import form_link
from kocbook.site.views.people import Person, show_person

Day = date
"""The type, for views whose own `date` hides it."""
_TO_COME = (EventState.OPEN, EventState.CLOSED)


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event in short. `left` is how many places are left, None where there is no limit."""

    title: str
    url: str
    kind: str
    state: str
    date: date
    until: Day | None
    hours: str | None
    place: str | None
    summary: str
    left: int | None
    waiting: int
    came: int


@dataclass(frozen=True, slots=True)
class EventsView:
    """All events: what is to come soonest first, what is over latest first."""

    coming: tuple[EventCard, ...]
    over: tuple[EventCard, ...]


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift, or the whole of an event without shifts: places, who has one, and how many wait."""

    title: str | None
    hours: str | None
    skills: tuple[str, ...]
    places: int | None
    people: tuple[Person, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class RecapView:
    """What was said afterwards, and by whom."""

    by: Person
    date: date
    thanks: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """An event's page; `register_link` is there while one can register."""

    card: EventCard
    contact: Person
    closes: date
    tiers: tuple[str, ...]
    skills: tuple[str, ...]
    invited: int
    points: int
    shifts: tuple[ShiftView, ...]
    came: tuple[Person, ...]
    materials: tuple[Link, ...]
    gallery: tuple[str, str] | None
    because: str | None
    recap: RecapView | None
    register_link: str | None
    cancel_link: str | None
    command: str


def make_events_view(context: SiteContext) -> EventsView:
    """Return the page of all events but drafts."""
    shown = [one for one in context.community.events.values() if one.plan.opened]
    cards = sorted((_card(context, one) for one in shown), key=lambda card: (card.date, card.url))
    coming = {str(state) for state in _TO_COME} | {str(EventState.DRAFT)}
    called_off = str(EventState.CALLED_OFF)
    to_come = [
        card
        for card in cards
        if card.state in coming or (card.state == called_off and card.date >= context.as_of)
    ]
    over = [card for card in cards if card not in to_come]
    return EventsView(tuple(to_come), tuple(reversed(over)))


def _card(context: SiteContext, event: Event) -> EventCard:
    plan = event.plan
    placed, waiting = with_places(event), with_places(event, PlaceState.WAITING)
    known = [shift.places for shift in plan.shifts]
    if not known and plan.places is not None:
        known = [plan.places]
    return EventCard(
        title=plan.title,
        url=event_url(event.id),
        kind=plan.kind.value,
        state=event_state(event, context.as_of).value,
        date=plan.date,
        until=plan.until,
        hours=plan.hours,
        place=plan.place,
        summary=plan.summary,
        left=max(0, sum(known) - len(placed)) if known else None,
        waiting=len(waiting),
        came=len(attended(event, context.as_of)),
    )


def make_event_view(context: SiteContext, event: Event) -> EventView:
    """Return an event's page."""
    plan, card = event.plan, _card(context, event)
    settings = context.community.settings
    tiers = {tier.id: context.say(tier.name) for tier in settings.tiers}
    is_open = card.state == EventState.OPEN
    to_come = card.state in {str(state) for state in _TO_COME}
    return EventView(
        card=card,
        contact=show_person(context, plan.contact),
        closes=registration_ends(plan),
        tiers=tuple(tiers.get(tier, tier) for tier in plan.tiers),
        skills=tuple(context.skill_name(skill) for skill in plan.skills),
        invited=len(plan.invited),
        points=plan.points,
        shifts=_shifts(context, event),
        came=tuple(show_person(context, one.member) for one in attended(event, context.as_of)),
        materials=plan.materials,
        gallery=_gallery(context, plan.gallery),
        because=plan.because,
        recap=_recap(context, event),
        register_link=form_link(context, FormName.REGISTER, about=event) if is_open else None,
        cancel_link=form_link(context, FormName.CANCEL, about=event) if to_come else None,
        command=f"koc register {event.id}",
    )


def _shifts(context: SiteContext, event: Event) -> tuple[ShiftView, ...]:
    placings = allot_places(event)
    found = []
    for shift in event.plan.shifts or (None,):
        own = {
            member: one
            for member, one in placings.items()
            if one.registration.shift == (shift.id if shift else None)
        }
        placed = [name for name, one in own.items() if one.state is PlaceState.CONFIRMED]
        waiting = [name for name, one in own.items() if one.state is PlaceState.WAITING]
        found.append(
            ShiftView(
                title=shift.title if shift else None,
                hours=shift.hours if shift else None,
                skills=tuple(context.skill_name(skill) for skill in shift.skills) if shift else (),
                places=shift.places if shift else event.plan.places,
                people=tuple(show_person(context, name) for name in placed),
                waiting=len(waiting),
            )
        )
    return tuple(found)


def _gallery(context: SiteContext, key: str | None) -> tuple[str, str] | None:
    facts = context.facts.get(key or "")
    if facts is None or not has_page(facts):
        return None
    return facts.module.title_in(context.language)[0], module_url(facts.module.key)


def _recap(context: SiteContext, event: Event) -> RecapView | None:
    recap = event.recap
    if recap is None or recap.date > context.as_of:
        return None
    return RecapView(show_person(context, recap.by), recap.date, recap.thanks, recap.links)
