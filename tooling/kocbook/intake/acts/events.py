"""Events: what is written when one is planned, registered for, held, and looked back on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.events import (
    Applicant,
    find_bar,
    next_order,
    registration_ends,
)
from kocbook.intake.acts.new_id import require_new_id
from kocbook.intake.acts.seats import edit_file, read_text
from kocbook.model.community import Community
from kocbook.model.enums import StaffRole
from kocbook.model.event import Event
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record, set_field

_PLAN_ORDER = (
    *("title", "kind", "summary", "contact", "date", "until", "hours", "place", "opened"),
    *("closes", "places", "shifts", "tiers", "skills", "invited", "points", "materials"),
    *("gallery", "costs", "approved_by", "approved"),
)


def require_new_event(community: Community, event: str) -> str:
    """Return the id of a new event.

    Raises:
        UsageError: it is none, or is taken.
    """
    return require_new_id(event, is_taken=community.knows_event(event))


def event_files(event: str, values: Mapping[str, Any]) -> Files:
    """Return the plan of a new event."""
    path = f"events/{event}/event.yml"
    ordered = {name: values.get(name) or None for name in _PLAN_ORDER}
    return {path: render_record(RecordKind.EVENT, path, ordered).encode()}


def registration_files(
    event: Event,
    who: Applicant,
    day: date,
    shift: str | None = None,
    note: str | None = None,
    number: int = 0,
) -> Files:
    """Return a registration that comes last in the queue; `number` is the least order it has.

    Raises:
        UsageError: the event is not open to this member, or they are registered already.
    """
    before = event.registrations.get(who.member)
    data: dict[str, object] = {"event": event.id, "title": event.plan.title}
    if before and not before.cancelled and before.shift == shift:
        raise UsageError("errors.register-before", **data)
    bar = find_bar(event, who, shift, day)
    if bar is not None:
        shifts = [f"{one.id} {one.title}" for one in event.plan.shifts]
        more = {"day": registration_ends(event.plan), "opens": event.plan.opened or "-"}
        raise UsageError(f"errors.register-{bar}", **data, **more, shifts=shifts)
    path = before.path if before else f"{event.folder}/registrations/{who.member}.yml"
    record = {
        "member": who.member,
        "date": day,
        "order": max(number, next_order(event)),
        "shift": shift,
        "note": note,
    }
    return {path: render_record(RecordKind.REGISTRATION, path, record).encode()}


def cancel_files(root: Path, event: Event, member: Member, day: date) -> Files:
    """Return a registration that gives its place to the next.

    Raises:
        UsageError: there is none, or the event is over.
    """
    own = event.registrations.get(member.id)
    data = {"event": event.id, "title": event.plan.title}
    if own is None or own.cancelled:
        raise UsageError("errors.register-none", **data)
    if day > event.plan.last_day:
        raise UsageError("errors.register-over", **data)
    return dict(edit_file(root, own.path, "cancelled", day))


def attendance_files(
    event: Event, by: Member, day: date, came: Sequence[str], absent: Sequence[str]
) -> Files:
    """Return who came and who did not; what was written down before is written anew.

    Raises:
        UsageError: the event has not begun, is called off, or it is the writer's own attendance.
    """
    if event.plan.cancelled or day < event.plan.date:
        raise UsageError("errors.attendance-early", event=event.id, title=event.plan.title)
    if by.id in (*came, *absent):
        raise UsageError("errors.attendance-own", event=event.id)
    files: dict[str, bytes | None] = {}
    for member in dict.fromkeys((*came, *absent)):
        path = f"{event.folder}/attendance/{member}.yml"
        held = event.registrations.get(member)
        shift = held.shift if held and not held.cancelled else None
        record = {
            "member": member,
            "by": by.id,
            "date": day,
            "came": member in came,
            "shift": shift,
        }
        files[path] = render_record(RecordKind.ATTENDANCE, path, record).encode()
    return files


def recap_files(event: Event, by: Member, day: date, values: Mapping[str, Any]) -> Files:
    """Return what is said after an event; one that stands there is written anew.

    Raises:
        UsageError: it is not over yet, or was called off.
    """
    if event.plan.cancelled or day < event.plan.date:
        raise UsageError("errors.recap-early", event=event.id, title=event.plan.title)
    path = f"{event.folder}/recap.yml"
    record = {"by": by.id, "date": day, "thanks": values["thanks"], "links": values.get("links")}
    return {path: render_record(RecordKind.RECAP, path, record).encode()}


def approval_files(root: Path, event: Event, by: Member, day: date) -> Files:
    """Return a plan that a project lead approves, and that is open from then on.

    Raises:
        UsageError: who is at work is no project lead.
    """
    if StaffRole.PROJECT_LEAD not in by.staff:
        raise UsageError("errors.approve-lead", event=event.id)
    text = read_text(root, event.plan.path)
    for key, value in (("approved_by", by.id), ("approved", day)):
        text = set_field(text, key, value)
    if event.plan.opened is None:
        text = set_field(text, "opened", day)
    return {event.plan.path: text.encode()}


def calling_off_files(root: Path, event: Event, by: Member, day: date, because: str) -> Files:
    """Return a plan that says since when, and why, the event does not take place.

    Raises:
        UsageError: who is at work is none of the staff, or the event is over or called off.
    """
    if not by.is_staff:
        raise UsageError("errors.call-off-staff", event=event.id)
    if event.plan.cancelled or day > event.plan.last_day:
        raise UsageError("errors.call-off-over", event=event.id, title=event.plan.title)
    text = set_field(read_text(root, event.plan.path), "cancelled", day)
    return {event.plan.path: set_field(text, "because", because.strip()).encode()}
