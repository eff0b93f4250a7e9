"""Loans: list what is lent, book it, confirm, hand over, take back, and keep what is private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kocbook.app.write import ActDraft, Writer

if TYPE_CHECKING:
    from datetime import date

    from kocbook.git.commit_draft import Files
    from kocbook.model.loan import Booking, Equipment


def draft_equipment(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a thing that is lent from now on.

    Raises:
        UsageError: the id is none, or is taken.
    """
    from kocbook.intake.acts.loans import equipment_files, require_new_equipment

    name = require_new_equipment(writer.session.community, values["equipment"])
    record = {**values, "contact": values.get("contact") or writer.member.id}
    record["needs_licence"] = values.get("needs-licence")
    data = {"equipment": name, "title": values["title"]}
    return ActDraft(f"equipment/{name}", equipment_files(name, record), data)


def draft_booking(
    writer: Writer, name: str, start: date, end: date, module: str | None, note: str | None
) -> ActDraft:
    """Draft a booking of who is at work.

    Raises:
        UsageError: there is no such thing, or it cannot be booked so.
    """
    from kocbook.insight.candidates import find_borrower
    from kocbook.intake.acts.loans import booking_files, make_booking

    session, member = writer.session, writer.member
    thing = session.find_equipment(name)
    key = session.find_module(module).key if module else None
    made = make_booking(thing, member.id, session.day, start, end)
    wanted = replace(made, module=key, note=note)
    facts = session.facts if thing.card.tiers or thing.card.skills else {}
    who = find_borrower(session.community, facts, thing.card, member.id, session.day)
    return _act("book", thing, wanted, booking_files(thing, who, session.day, wanted))


def draft_booking_cancelled(
    writer: Writer, name: str, booking: str | None, because: str | None
) -> ActDraft:
    """Draft that a booking is given up: one's own, or with a reason by staff.

    Raises:
        UsageError: there is no such booking, or the thing is out.
    """
    from kocbook.intake.acts.loans import cancel_booking_files, find_booking

    session, by = writer.session, writer.member
    thing = session.find_equipment(name)
    found = find_booking(thing, booking, None if by.is_staff else by.id)
    files = cancel_booking_files(session.folder, thing, found, by, session.day, because)
    return _act("unbook", thing, found, files)


def draft_booking_confirmed(writer: Writer, name: str, booking: str | None) -> ActDraft:
    """Draft the yes of one of the staff to a booking.

    Raises:
        UsageError: there is no such booking, or it is not theirs to confirm.
    """
    from kocbook.intake.acts.loans import confirm_booking_files, find_booking

    session = writer.session
    thing = session.find_equipment(name)
    found = find_booking(thing, booking)
    files = confirm_booking_files(session.folder, found, writer.member)
    return _act("confirm-booking", thing, found, files)


def draft_handover(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft how a thing went out.

    Raises:
        UsageError: there is no such booking, or it may not go out.
    """
    from kocbook.intake.acts.loans import find_booking, handover_files

    session = writer.session
    thing = session.find_equipment(values["equipment"])
    found = find_booking(thing, values.get("booking"))
    record = {**values, "licence_seen": values.get("licence-seen")}
    files = handover_files(thing, found, writer.member, session.day, record)
    return _act("handover", thing, found, files)


def draft_return(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft how a thing came back.

    Raises:
        UsageError: there is no such booking, or it never went out.
    """
    from kocbook.intake.acts.loans import find_booking, return_files

    session = writer.session
    thing = session.find_equipment(values["equipment"])
    found = find_booking(thing, values.get("booking"))
    files = return_files(thing, found, writer.member, session.day, values)
    return _act("return", thing, found, files)


def draft_details(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft what only staff may know of a loan, for the private repository.

    Raises:
        UsageError: there is no private repository here, or no such booking.
    """
    from kocbook.intake.acts.loans import details_files, find_booking

    session = writer.session
    session.private_folder  # noqa: B018 (refuses at once)
    thing = session.find_equipment(values["equipment"])
    found = find_booking(thing, values.get("booking"))
    files = details_files(thing, found, writer.member, session.day, values)
    act = _act("loan-details", thing, found, files)
    return replace(act, files={}, private=act.files)


def _act(kind: str, thing: Equipment, booking: Booking, files: Files) -> ActDraft:
    data = {"equipment": thing.id, "title": thing.card.title}
    data |= {"start": booking.start.isoformat(), "end": booking.end.isoformat()}
    return ActDraft(f"{kind}/{thing.id}-{booking.name}", files, data)
