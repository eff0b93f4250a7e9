"""Rules about events: places, who may come, what was written down and when."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.model.event import Event
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("event")
of_registration = rules_for("registration")
of_attendance = rules_for("attendance")
of_recap = rules_for("recap")


def _all(context: Context) -> Iterator[Event]:
    yield from context.community.events.values()


@rule("event-places-twice", Severity.ERROR, Reach.MODULE)
def event_places_twice(context: Context) -> Iterator[Hit]:
    """An event has shifts with places, and a number of places beside them."""
    for event in _all(context):
        if event.plan.shifts and event.plan.places is not None:
            yield at(event.plan.path, "places"), {"title": event.plan.title}


@rule("event-not-approved", Severity.WARNING, Reach.MODULE)
def event_not_approved(context: Context) -> Iterator[Hit]:
    """People can register for an event that costs money, and no project lead approved it."""
    for event in _all(context):
        plan = event.plan
        if plan.costs and plan.opened and not plan.approved_by and not plan.cancelled:
            yield at(plan.path, "costs"), {"title": plan.title}


@rule("event-without-reason", Severity.ERROR, Reach.MODULE)
def event_without_reason(context: Context) -> Iterator[Hit]:
    """An event is called off and does not say why."""
    for event in _all(context):
        if event.plan.cancelled and not event.plan.because:
            yield at(event.plan.path, "cancelled"), {"title": event.plan.title}


@rule("event-unknown-tier", Severity.ERROR, Reach.MODULE)
def event_unknown_tier(context: Context) -> Iterator[Hit]:
    """An event is for a tier that community.yml does not list."""
    known = [tier.id for tier in context.community.settings.tiers]
    for event in _all(context):
        for index, tier in enumerate(event.plan.tiers):
            if tier not in known:
                yield at(event.plan.path, "tiers", index), {"tier": tier, "tiers": known}


@of_registration("registration-shift", Severity.ERROR, Reach.MODULE)
def registration_shift(context: Context) -> Iterator[Hit]:
    """A registration names a shift that the event does not have, or none where it has shifts."""
    for event in _all(context):
        shifts = [one.id for one in event.plan.shifts]
        for one in event.registrations.values():
            fits = one.shift in shifts if shifts else one.shift is None
            if one.cancelled or fits:
                continue
            data = {"shifts": shifts, "shift": one.shift or ""}
            if not shifts:
                yield at(one.path, "shift"), {**data, "variant": "none"}
            elif one.shift is None:
                yield at(one.path), {**data, "variant": "missing"}
            else:
                yield at(one.path, "shift"), data


@of_registration("registration-late", Severity.ERROR, Reach.MODULE)
def registration_late(context: Context) -> Iterator[Hit]:
    """Somebody registered before an event was open, or after the last day to register."""
    for event in _all(context):
        plan = event.plan
        last = plan.closes or plan.date
        for one in event.registrations.values():
            if plan.opened is None or one.date < plan.opened:
                yield at(one.path, "date"), {"title": plan.title, "variant": "early"}
            elif one.date > last:
                yield at(one.path, "date"), {"title": plan.title, "day": last}


@of_attendance("attendance-early", Severity.ERROR, Reach.MODULE)
def attendance_early(context: Context) -> Iterator[Hit]:
    """Attendance is written down before the event, or of one that was called off."""
    for event in _all(context):
        for one in event.attendances.values():
            if event.plan.cancelled:
                yield at(one.path), {"title": event.plan.title, "variant": "called-off"}
            elif one.date < event.plan.date:
                yield at(one.path, "date"), {"title": event.plan.title, "day": event.plan.date}


@of_attendance("attendance-of-oneself", Severity.ERROR, Reach.MODULE)
def attendance_of_oneself(context: Context) -> Iterator[Hit]:
    """Somebody wrote down their own attendance."""
    for event in _all(context):
        for one in event.attendances.values():
            if one.by == one.member:
                yield at(one.path, "by"), {"member": one.member}


@of_attendance("attendance-shift", Severity.ERROR, Reach.MODULE)
def attendance_shift(context: Context) -> Iterator[Hit]:
    """Attendance names a shift that the event does not have."""
    for event in _all(context):
        shifts = [one.id for one in event.plan.shifts]
        for one in event.attendances.values():
            if one.shift is not None and one.shift not in shifts:
                yield at(one.path, "shift"), {"shift": one.shift, "shifts": shifts}


@of_recap("recap-early", Severity.ERROR, Reach.MODULE)
def recap_early(context: Context) -> Iterator[Hit]:
    """An event is looked back on before it took place, or although it was called off."""
    for event in _all(context):
        recap, plan = event.recap, event.plan
        if recap is not None and plan.cancelled:
            yield at(recap.path), {"title": plan.title, "variant": "called-off"}
        elif recap is not None and recap.date < plan.date:
            yield at(recap.path, "date"), {"title": plan.title, "day": plan.date}
