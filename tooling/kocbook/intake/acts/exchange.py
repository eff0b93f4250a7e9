"""Points for what the community offers: asked for by a member, answered by staff."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.exchange import PointsBalance, find_purses, is_open, stock_left
from kocbook.insight.gifts import gift_state
from kocbook.insight.lookup import NamedThing, find_id
from kocbook.insight.state import ModuleFacts
from kocbook.intake.acts.seats import read_text
from kocbook.intake.acts.staff_records import free_path
from kocbook.model.community import Community
from kocbook.model.enums import GiftState
from kocbook.model.gifts import Gift, Offer
from kocbook.model.paths import MAX_ID, RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record, set_field

_OFFER_ORDER = ("name", "kind", "points", "stock", "by", "opened", "closes", "each")


def offer_files(root: Path, by: Member, values: Mapping[str, Any]) -> Files:
    """Return the record of a new offer; `values` are those of `koc new offer`.

    Raises:
        UsageError: it is no project lead, or there is one of that id.
    """
    if "project-lead" not in by.staff:
        raise UsageError("errors.offer-not-lead", member=by.id)
    path = f"members/offers/{values['offer']}.yml"
    if (root / path).exists():
        raise UsageError("errors.id-taken", id=values["offer"])
    name = {"zh": values["name"], "en": values["name-en"]}
    record = {**values, "name": name, "by": by.id}
    ordered = {key: record.get(key) for key in _OFFER_ORDER}
    return {path: render_record(RecordKind.OFFER, path, ordered).encode()}


def choose_offer(community: Community, name: str, day: date) -> Offer:
    """Return the offer that is meant, by its id or by what it is called.

    Raises:
        UsageError: points are an honour only, there is no such offer today, or none of it is left.
    """
    if community.settings.points.spending != "offers":
        raise UsageError("errors.points-honour")
    known = [one for one in community.offers.values() if is_open(community, one, day)]
    refused = UsageError("errors.offer-unknown", known=[one.name.zh for one in known])
    named = [NamedThing(one.id, (one.name.zh, one.name.en)) for one in known]
    offer = community.offers[find_id(name, named, lambda _: refused)]
    if stock_left(community, offer, day) < 1:
        raise UsageError("errors.offer-gone", name=offer.name.zh)
    return offer


def require_points(
    community: Community, facts: Mapping[str, ModuleFacts], member: Member, offer: Offer, day: date
) -> None:
    """Refuse a request for which too few points are left.

    Raises:
        UsageError: it is so.
    """
    purse = find_purses(community, facts, day).get(member.id, PointsBalance(member.id, 0, 0))
    if purse.left < offer.points:
        data = {"left": max(purse.left, 0), "points": offer.points}
        raise UsageError("errors.points-short", name=offer.name.zh, **data)


def request_files(root: Path, member: Member, offer: Offer, day: date) -> Files:
    """Return the record of a member's request."""
    slug = f"{offer.id}-{member.id}"[: MAX_ID - 14].strip("-")
    path = free_path(root, f"members/gifts/{day:%Y}/{day.isoformat()}-", slug)
    record = {
        "member": member.id,
        "date": day,
        "kind": str(offer.kind),
        "what": offer.name.zh,
        "offer": offer.id,
        "points": offer.points,
    }
    return {path: render_record(RecordKind.GIFT, path, record).encode()}


def choose_asked(community: Community, name: str, day: date) -> Gift:
    """Return the request that is meant, by its id or by its member's where there is but one.

    Raises:
        UsageError: no such request waits, or several do.
    """
    waiting = [one for one in community.gifts if gift_state(one, day) is GiftState.ASKED]
    named = [one for one in waiting if name in (one.id, one.member)]
    if len(named) != 1:
        listed = [f"{one.id} ({one.what})" for one in named or waiting]
        raise UsageError("errors.gift-which" if listed else "errors.gift-nothing", known=listed)
    return named[0]


def answer_files_of(
    root: Path, gift: Gift, by: Member, day: date, *, declines: bool, note: str | None
) -> Files:
    """Return a request with the answer of a colleague.

    Raises:
        UsageError: it is nobody of the staff, or their own.
    """
    if not by.is_staff:
        raise UsageError("errors.gift-not-staff", member=by.id)
    if by.id == gift.member:
        raise UsageError("errors.gift-own")
    text = set_field(read_text(root, gift.path), "by", by.id)
    text = set_field(text, "declined" if declines else "agreed", day)
    return {gift.path: (set_field(text, "note", note) if note else text).encode()}
