"""Events: plan them, register for them, and write down who came and what is said afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kocbook.app.write import ActDraft, Writer

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.model.event import Event


def draft_event(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft an event; a project lead approves at once what costs money.

    Raises:
        UsageError: the id is none, or is taken.
    """
    from kocbook.intake.acts.events import event_files, require_new_event
    from kocbook.model.enums import StaffRole

    session, by = writer.session, writer.member
    name = require_new_event(session.community, values["event"])
    record = {**values, "closes": values.get("closes"), "contact": values.get("contact") or by.id}
    if values.get("costs") and StaffRole.PROJECT_LEAD in by.staff:
        record |= {"approved_by": by.id, "approved": session.day}
    elif values.get("costs"):
        record["opened"] = None  # nobody registers for what may not be approved
    files = event_files(name, record)
    return ActDraft(f"event/{name}", files, {"event": name, "title": values["title"]})


def draft_registration(
    writer: Writer, name: str, shift: str | None, note: str | None
) -> tuple[ActDraft, int]:
    """Draft a registration of who is at work; return also their place on the waiting list, 0 for a place.

    Raises:
        UsageError: there is no such event, it is not open to them, or they are registered already.
    """
    from kocbook.insight.candidates import find_candidate
    from kocbook.intake.acts.events import registration_files

    session, member = writer.session, writer.member
    event = session.find_event(name)
    facts = {} if event.plan.is_for_all else session.facts
    who = find_candidate(session.community, facts, event.plan, member.id, session.day)
    files = registration_files(event, who, session.day, shift, note)
    waits = waiting_number(event, files, member.id)
    return _act("register", event, files, member.id), waits


def waiting_number(event: Event, files: Files, member: str) -> int:
    """Return the place on the waiting list to which a registration just written leads, 0 for a place."""
    from dataclasses import replace

    import msgspec

    from kocbook.insight.events import allot_places
    from kocbook.model.event import Registration
    from kocbook.records.yaml_reader import read_yaml

    path, data = next(iter(files.items()))
    value = read_yaml((data or b"").decode())[0]
    made = msgspec.convert({**value, "path": path}, Registration)
    joined = {**event.registrations, member: made}
    return allot_places(replace(event, registrations=joined))[member].number


def draft_cancellation(writer: Writer, name: str) -> ActDraft:
    """Draft that who is at work does not come; their place goes to the next.

    Raises:
        UsageError: there is no such event or registration, or it is over.
    """
    from kocbook.intake.acts.events import cancel_files

    session, member = writer.session, writer.member
    event = session.find_event(name)
    files = cancel_files(session.folder, event, member, session.day)
    return _act("register", event, files, member.id)


def draft_attendance(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft who came to an event, and who did not.

    Raises:
        UsageError: there is no such event, or it has not begun.
    """
    from kocbook.intake.acts.events import attendance_files

    session = writer.session
    event = session.find_event(values["event"])
    came, absent = values.get("came") or (), values.get("absent") or ()
    files = attendance_files(event, writer.member, session.day, came, absent)
    return _act("attendance", event, files, str(session.day), n=len(came))


def draft_recap(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft what is said after an event.

    Raises:
        UsageError: there is no such event, or it is not over.
    """
    from kocbook.intake.acts.events import recap_files

    session = writer.session
    event = session.find_event(values["event"])
    files = recap_files(event, writer.member, session.day, values)
    return _act("recap", event, files)


def _act(kind: str, event: Event, files: Files, about: str = "", **more: object) -> ActDraft:
    branch = "-".join(filter(None, (f"{kind}/{event.id}", about)))
    return ActDraft(branch, files, {"event": event.id, "title": event.plan.title, **more})


def draft_approval(writer: Writer, name: str) -> ActDraft:
    """Draft a project lead's approval; what is not open for registration yet is opened today.

    Raises:
        UsageError: there is no such event, or who is at work is no project lead.
    """
    from kocbook.intake.acts.events import approval_files

    session = writer.session
    event = session.find_event(name)
    return _act("approve", event, approval_files(session.folder, event, writer.member, session.day))


def draft_calling_off(writer: Writer, name: str, because: str) -> ActDraft:
    """Draft that an event does not take place.

    Raises:
        UsageError: there is no such event, it is over or called off, or who is at work is no staff.
    """
    from kocbook.intake.acts.events import calling_off_files

    session = writer.session
    event = session.find_event(name)
    files = calling_off_files(session.folder, event, writer.member, session.day, because)
    return _act("call-off", event, files)
