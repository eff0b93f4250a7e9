"""Loans: what is written when a thing is listed, booked, confirmed, handed over and returned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.events import Applicant
from kocbook.insight.loans import find_clash, find_free, find_loan_bar, find_still_out, length
from kocbook.intake.acts.new_id import require_new_id
from kocbook.intake.acts.seats import edit_file, read_text
from kocbook.model.community import Community
from kocbook.model.loan import Booking, Equipment, Handover
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record, set_field

_CARD_ORDER = (
    *("title", "kind", "summary", "contact", "days", "place", "tiers", "skills", "invited"),
    "needs_licence",
)


def require_new_equipment(community: Community, name: str) -> str:
    """Return the id of a new thing that is lent.

    Raises:
        UsageError: it is none, or is taken.
    """
    return require_new_id(name, is_taken=community.knows_equipment(name))


def equipment_files(name: str, values: Mapping[str, Any]) -> Files:
    """Return the record of a new thing that is lent."""
    path = f"equipment/{name}/equipment.yml"
    ordered = {key: values.get(key) or None for key in _CARD_ORDER}
    return {path: render_record(RecordKind.EQUIPMENT, path, ordered).encode()}


def booking_files(thing: Equipment, who: Applicant, day: date, wanted: Booking) -> Files:
    """Return a member's booking, which staff confirm.

    Raises:
        UsageError: the thing is taken or not lent to them then, or the days are none.
    """
    bar = find_loan_bar(thing.card, who, wanted, day)
    data: dict[str, object] = {"equipment": thing.id, "title": thing.card.title}
    if bar is not None:
        more = {"most": thing.card.days, "n": length(wanted), "day": thing.card.retired or "-"}
        raise UsageError(f"errors.book-{bar}", **data, **more)
    clash = find_clash(thing, wanted)
    if clash is not None:
        free = find_free(thing, length(wanted), day, wanted.start)
        raise UsageError("errors.book-taken", **data, start=clash.start, end=clash.end, free=free)
    record = {key: getattr(wanted, key) for key in ("member", "date", "start", "end")}
    record |= {"module": wanted.module, "note": wanted.note}
    return {wanted.path: render_record(RecordKind.BOOKING, wanted.path, record).encode()}


def make_booking(thing: Equipment, member: str, day: date, start: date, end: date) -> Booking:
    """Return what a member asks for, under the name that its records have."""
    name = f"{start.isoformat()}-{member}"
    return Booking(name, f"{thing.folder}/bookings/{name}.yml", member, day, start, end)


def find_booking(thing: Equipment, wanted: str | None, member: str | None = None) -> Booking:
    """Return the booking that is meant: by its name, or its member; else the only one under way.

    With a `member` only theirs count.

    Raises:
        UsageError: there is none, or there are several.
    """
    own = [one for one in thing.bookings.values() if member in (None, one.member)]
    under_way = [one for one in own if not one.cancelled and one.name not in thing.returns]
    named = [one for one in own if one.name == wanted]
    fitting = named or [
        one for one in under_way if wanted in (None, one.member, one.start.isoformat())
    ]
    if len(fitting) == 1:
        return fitting[0]
    known = sorted(one.name for one in fitting or under_way)
    raise UsageError("errors.which-booking", equipment=thing.id, known=known)


def cancel_booking_files(
    root: Path, thing: Equipment, booking: Booking, by: Member, day: date, because: str | None
) -> Files:
    """Return a booking that is given up; staff say why they cancel another's.

    Raises:
        UsageError: the thing is out already, or staff give no reason.
    """
    if booking.name in thing.handovers:
        raise UsageError("errors.book-out", equipment=thing.id, title=thing.card.title)
    if booking.member != by.id and not because:
        raise UsageError("errors.book-why", equipment=thing.id)
    text = set_field(read_text(root, booking.path), "cancelled", day)
    if booking.member != by.id and because:
        text = set_field(text, "because", because)
    return {booking.path: text.encode()}


def confirm_booking_files(root: Path, booking: Booking, by: Member) -> Files:
    """Return a booking with the yes of one of the staff.

    Raises:
        UsageError: it is none of the staff, or their own booking.
    """
    if not by.is_staff:
        raise UsageError("errors.confirm-staff", member=by.id)
    if booking.member == by.id:
        raise UsageError("errors.confirm-own")
    return dict(edit_file(root, booking.path, "confirmed_by", by.id))


def handover_files(
    thing: Equipment, booking: Booking, by: Member, day: date, values: Mapping[str, Any]
) -> Files:
    """Return how a thing went out.

    Raises:
        UsageError: the booking is not confirmed, or nobody saw a licence where one is needed.
    """
    if booking.confirmed_by is None:
        raise UsageError("errors.handover-unconfirmed", equipment=thing.id, name=booking.name)
    if thing.card.needs_licence and not values.get("licence_seen"):
        raise UsageError("errors.handover-licence", title=thing.card.title)
    path = f"{thing.folder}/handovers/{booking.name}.yml"
    other = find_still_out(thing, Handover(booking.name, path, by.id, day, ""))
    if other is not None:
        raise UsageError("errors.handover-out", equipment=thing.id, name=other.name)
    record = {"by": by.id, "date": day, "condition": values["condition"]}
    record |= {
        "kilometres": values.get("kilometres"),
        "licence_seen": values.get("licence_seen") or None,
    }
    return {path: render_record(RecordKind.HANDOVER, path, record).encode()}


def return_files(
    thing: Equipment, booking: Booking, by: Member, day: date, values: Mapping[str, Any]
) -> Files:
    """Return how a thing came back.

    Raises:
        UsageError: it never went out.
    """
    if booking.name not in thing.handovers:
        raise UsageError("errors.return-without", equipment=thing.id, name=booking.name)
    path = f"{thing.folder}/returns/{booking.name}.yml"
    record = {"by": by.id, "date": day, "condition": values["condition"]}
    record |= {"kilometres": values.get("kilometres"), "damage": values.get("damage")}
    return {path: render_record(RecordKind.RETURN, path, record).encode()}


def details_files(
    thing: Equipment, booking: Booking, by: Member, day: date, values: Mapping[str, Any]
) -> Files:
    """Return the private record of a loan: addresses and papers never stand in public."""
    path = f"{thing.folder}/details/{booking.name}.yml"
    record = {"by": by.id, "date": day}
    record |= {key: values.get(key) for key in ("address", "phone", "licence")}
    return {path: render_record(RecordKind.LOAN_DETAILS, path, record).encode()}
