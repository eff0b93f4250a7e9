"""What waits around events: a lead's approval, the sign-in sheet, a recap, and one's own place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kocbook.insight.events import EventState, attended, event_state, with_places
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene
from kocbook.model.enums import StaffRole
from kocbook.model.event import Event

DAYS_BEFORE = 7
"""So long before an event it stands in the inbox of those who have a place."""
ATTENDANCE_DAYS = 2
RECAP_DAYS = 7


def event_waits(scene: WaitScene, event: Event) -> Iterator[Wait]:
    """Yield all that waits around one event on a day."""
    plan, day = event.plan, scene.as_of
    state = event_state(event, day)
    if state is EventState.CALLED_OFF:
        return
    if plan.costs and not plan.approved_by and day <= plan.last_day:
        leads = scene.community.find_staff(StaffRole.PROJECT_LEAD)
        yield _wait(WaitKind.APPROVAL, event, leads, day, f"koc approve {event.id}")
    if state in (EventState.OPEN, EventState.CLOSED) and day >= plan.date - timedelta(DAYS_BEFORE):
        begins = plan.date - timedelta(DAYS_BEFORE)
        for member in with_places(event):
            command = f"koc register {event.id} --cancel"
            yield _wait(WaitKind.EVENT, event, (member,), begins, command, due=plan.date)
    if state is EventState.HELD:
        yield from _afterwards(scene, event)


def _afterwards(scene: WaitScene, event: Event) -> Iterator[Wait]:
    """Yield who has to be ticked off, then the recap."""
    over = event.plan.last_day
    whom = (responsible_staff(scene, event.plan.contact),)
    missing = [one for one in with_places(event) if one not in event.attendances]
    if missing:
        due = over + timedelta(ATTENDANCE_DAYS)
        command = f"koc new attendance {event.id}"
        yield _wait(WaitKind.ATTENDANCE, event, whom, over, command, due, len(missing))
    elif attended(event, scene.as_of):
        due, command = over + timedelta(RECAP_DAYS), f"koc new recap {event.id}"
        came = len(attended(event, scene.as_of))
        yield _wait(WaitKind.RECAP, event, whom, over, command, due, came)


def responsible_staff(scene: WaitScene, contact: str) -> str:
    """Return the contact, or a project lead while that one is away or gone."""
    person = scene.community.members.get(contact)
    if person and not person.has_left and (person.away_until or scene.as_of) <= scene.as_of:
        return contact
    return next(iter(scene.community.find_staff(StaffRole.PROJECT_LEAD)), contact)


def _wait(
    kind: WaitKind,
    event: Event,
    whom: Sequence[str],
    since: date,
    command: str,
    due: date | None = None,
    figure: int | None = None,
) -> Wait:
    place = {"due": due, "figure": figure, "event": event.id, "what": event.plan.title}
    return Wait(kind, tuple(whom), since, event.plan.path, command, **place)  # type: ignore[arg-type]  # fields of Wait
