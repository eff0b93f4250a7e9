"""Events: who has a place, who waits for one, who may come, and who came."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kocbook.model.event import Attendance, Event, EventPlan, Registration


class PlaceState(StrEnum):
    """What became of a registration."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Placing:
    """What a registration leads to: a place, or a `number` on the waiting list, from 1."""

    registration: Registration
    state: PlaceState
    number: int = 0


def allot_places(event: Event) -> dict[str, Placing]:
    """Return what each registration leads to, by member.

    Places go by the day of registration and, within a day, by its order: so a later one never takes
    an earlier one's place, and a place that is given back goes to the first who waits.
    """
    found: dict[str, Placing] = {}
    queues: dict[str | None, list[tuple[str, Registration]]] = {}
    for member, one in event.registrations.items():
        if one.cancelled:
            found[member] = Placing(one, PlaceState.CANCELLED)
        else:
            queues.setdefault(one.shift, []).append((member, one))
    for shift, queue in queues.items():
        found.update(_allot(sorted(queue, key=_rank), places_of(event.plan, shift)))
    return {member: found[member] for member in sorted(found)}


def _rank(one: tuple[str, Registration]) -> tuple[date, int, str]:
    return (one[1].date, one[1].order, one[0])


def _allot(
    queue: Iterable[tuple[str, Registration]], places: int | None
) -> Iterator[tuple[str, Placing]]:
    for index, (member, one) in enumerate(queue):
        if places is None or index < places:
            yield member, Placing(one, PlaceState.CONFIRMED)
        else:
            yield member, Placing(one, PlaceState.WAITING, index - places + 1)


def places_of(plan: EventPlan, shift: str | None) -> int | None:
    """Return how many places a shift, or an event without shifts, has; None for no limit."""
    found = plan.find_shift(shift)
    return found.places if found else plan.places


def with_places(event: Event, state: PlaceState = PlaceState.CONFIRMED) -> list[str]:
    """List the members whose registrations are in a state: those who wait in the order of waiting."""
    found = [one for one in allot_places(event).items() if one[1].state is state]
    return [member for member, _ in sorted(found, key=lambda one: (one[1].number, one[0]))]


def moved_up(event: Event) -> list[tuple[str, date]]:
    """List who came from the waiting list to a place, each with the day on which one was given back.

    A place that was given back before somebody registered was free for them from the beginning.
    """
    days = sorted({one.cancelled for one in event.registrations.values() if one.cancelled})
    found: dict[str, date] = {}
    before = allot_places(_as_of_day(event, None))
    for day in days:
        after = allot_places(_as_of_day(event, day))
        for member, one in after.items():
            waited = before[member].state is PlaceState.WAITING and one.registration.date <= day
            if waited and one.state is PlaceState.CONFIRMED:
                found[member] = day
        before = after
    held = allot_places(event)
    return sorted((m, day) for m, day in found.items() if held[m].state is PlaceState.CONFIRMED)


def _as_of_day(event: Event, day: date | None) -> Event:
    """Return an event in which nothing is cancelled that was cancelled after a day; None for never."""
    kept = {
        member: replace(one, cancelled=None)
        if one.cancelled and (day is None or one.cancelled > day)
        else one
        for member, one in event.registrations.items()
    }
    return replace(event, registrations=kept)


def next_order(event: Event) -> int:
    """Return the order that the next registration has."""
    return 1 + max((one.order for one in event.registrations.values()), default=0)


class EventState(StrEnum):
    """How far an event has come."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    HELD = "held"
    RECAPPED = "recapped"
    CALLED_OFF = "called-off"


def event_state(event: Event, as_of: date) -> EventState:
    """Return how far an event has come on a day; it is open until the last day to register."""
    plan = event.plan
    if plan.cancelled and plan.cancelled <= as_of:
        return EventState.CALLED_OFF
    if plan.opened is None or plan.opened > as_of:
        return EventState.DRAFT
    if as_of > plan.last_day:
        told = event.recap is not None and event.recap.date <= as_of
        return EventState.RECAPPED if told else EventState.HELD
    return EventState.OPEN if as_of <= registration_ends(plan) else EventState.CLOSED


def registration_ends(plan: EventPlan) -> date:
    """Return the last day to register: that of the plan, else the day of the event."""
    return plan.closes or plan.date


class Bar(StrEnum):
    """Why somebody cannot register."""

    NOT_OPEN = "not-open"
    CLOSED = "closed"
    CALLED_OFF = "called-off"
    NOT_MEANT = "not-meant"
    WHICH_SHIFT = "which-shift"
    NO_SHIFTS = "no-shifts"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who wants to come: their id, tier, and the skills that they named or showed."""

    member: str
    tier: str
    skills: Collection[str] = ()


def find_bar(event: Event, who: Applicant, shift: str | None, as_of: date) -> Bar | None:
    """Return why somebody cannot register for an event on a day, None where nothing is in the way."""
    by_state: Mapping[EventState, Bar | None] = {
        EventState.DRAFT: Bar.NOT_OPEN,
        EventState.OPEN: None,
        EventState.CALLED_OFF: Bar.CALLED_OFF,
    }
    if bar := by_state.get(event_state(event, as_of), Bar.CLOSED):
        return bar
    if not is_meant(event.plan, who):
        return Bar.NOT_MEANT
    if event.plan.shifts and event.plan.find_shift(shift) is None:
        return Bar.WHICH_SHIFT
    return Bar.NO_SHIFTS if shift and not event.plan.shifts else None


def is_meant(plan: EventPlan, who: Applicant) -> bool:
    """True for whom an event is meant: by name, tier or skill, where it says so."""
    if plan.is_for_all or who.member in plan.invited or who.tier in plan.tiers:
        return True
    return not set(plan.skills).isdisjoint(who.skills)


def attended(event: Event, as_of: date) -> list[Attendance]:
    """List who came, as it was written down up to a day; nobody came to what was called off."""
    if event.plan.cancelled:
        return []
    found = event.attendances.values()
    return sorted(
        (one for one in found if one.came and one.date <= as_of), key=lambda one: one.member
    )
