"""Gifts: promised, handed over, and confirmed by the member to whom they went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.gifts import gift_state
from kocbook.intake.acts.seats import edit_file, read_text
from kocbook.intake.acts.staff_records import free_path
from kocbook.model.community import Community
from kocbook.model.enums import GiftState
from kocbook.model.gifts import Gift
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record, set_field

_GIFT_ORDER = (
    *("member", "by", "date", "kind", "what", "module", "due"),
    *("given", "given_by", "note"),
)
_DETAIL_ORDER = ("by", "date", "cash", "currency", "address", "tracking")
_DETAILS = ("cash", "address", "tracking")


def require_giver(actor: Member, member: str | None = None) -> None:
    """Refuse gifts by who is not of the staff, and to oneself.

    Raises:
        UsageError: it is so.
    """
    if not actor.is_staff:
        raise UsageError("errors.gift-not-staff", member=actor.id)
    if actor.id == member:
        raise UsageError("errors.gift-own")


def gift_files(
    root: Path, by: Member, day: date, values: Mapping[str, Any], currency: str
) -> tuple[Files, Files]:
    """Return the record of a promise, and the private one of its amount and address where told.

    `values` are member, kind, what, slug, and what is optional; `handed` says that it is given today.

    Raises:
        UsageError: it is nobody of the staff, or their own.
    """
    require_giver(by, values["member"])
    path = free_path(root, f"members/gifts/{day:%Y}/{day.isoformat()}-", values["slug"])
    handed = {"given": day, "given_by": by.id} if values.get("handed") else {}
    record = {**values, "by": by.id, "date": day, **handed}
    text = render_record(
        RecordKind.GIFT, path, {name: record.get(name) or None for name in _GIFT_ORDER}
    )
    if not any(values.get(name) for name in _DETAILS):
        return {path: text.encode()}, {}
    private = path.replace("/gifts/", "/gift-details/", 1)
    detail = {**record, "currency": currency if values.get("cash") else None}
    kept = {name: detail.get(name) or None for name in _DETAIL_ORDER}
    said = render_record(RecordKind.GIFT_DETAIL, private, kept)
    return {path: text.encode()}, {private: said.encode()}


def choose_promised(community: Community, name: str, day: date) -> Gift:
    """Return the promise that is meant: by its id, or by its member's where there is but one.

    Raises:
        UsageError: no such promise waits, or several do.
    """
    waiting = [one for one in community.gifts if gift_state(one, day) is GiftState.PROMISED]
    return _choose(waiting, name)


def choose_arrived(community: Community, member: Member, name: str | None, day: date) -> Gift:
    """Return what was given to a member without a receipt; `name` is needed where it is several.

    Raises:
        UsageError: nothing of that name waits, or several things do.
    """
    mine = [one for one in community.gifts if one.member == member.id]
    return _choose([one for one in mine if gift_state(one, day) is GiftState.GIVEN], name)


def _choose(waiting: Iterable[Gift], name: str | None) -> Gift:
    known = list(waiting)
    named = [one for one in known if name in (None, one.id, one.member, one.what)]
    if len(named) == 1:
        return named[0]
    if not known:
        raise UsageError("errors.gift-nothing")
    listed = [f"{one.id} ({one.what})" for one in named or known]
    raise UsageError("errors.gift-which", known=listed)


def handover_files(root: Path, gift: Gift, by: Member, day: date) -> Files:
    """Return a promise with the day on which it was kept, and by whom.

    Raises:
        UsageError: it is nobody of the staff, or their own.
    """
    require_giver(by, gift.member)
    text = set_field(read_text(root, gift.path), "given", day)
    return {gift.path: set_field(text, "given_by", by.id).encode()}


def receipt_files(root: Path, gift: Gift, day: date) -> Files:
    """Return a gift with its member's word that it has arrived."""
    return dict(edit_file(root, gift.path, "received", day))
