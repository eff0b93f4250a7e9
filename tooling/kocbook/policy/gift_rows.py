"""Who may write what about gifts: staff promise and give, the member says that it arrived."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.insight.exchange import is_open, stock_left
from kocbook.model.gifts import Gift
from kocbook.policy.case import Case
from kocbook.policy.days import judge_day
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_loss, judge_staff_record

_PROMISED = frozenset(
    {"member", "kind", "what", "module", "due", "date", "by", "offer", "points", "agreed"}
)
_ANSWER = frozenset({"by", "agreed", "declined", "due", "note"})
_GIVEN = frozenset({"given", "given_by"})


def judge_gift(case: Case) -> Iterator[Finding | Need]:
    """A gift is promised by staff, each in their own name; the receipt is its member's to write.

    A promise is taken back, or becomes another, with the member's yes alone.
    """
    before: Gift | None = case.before
    after: Gift | None = None if case.is_gone else case.after
    if before is not None and after is not None and _is_receipt(case, before):
        yield from judge_day(case, "received")
        return
    if _is_request(before, after):
        yield from _judge_request(case, before, after)
        return
    if before is None or after is None or not _GIVEN.issuperset(case.changed_fields()):
        yield from judge_staff_record(case, "by")
    elif not case.actor.is_staff:  # any colleague hands over what another one promised
        yield case.refuse("policy-staff-only")
    if not case.actor.is_staff:
        return
    if before is not None and (after is None or not _PROMISED.isdisjoint(case.changed_fields())):
        yield from judge_loss(case, before.member, before.by or before.member)
    if after is not None:
        yield from _judge_steps(case, before, after)


def _is_receipt(case: Case, before: Gift) -> bool:
    return case.actor.id == before.member and case.changed_fields() == ["received"]


def _is_request(before: Gift | None, after: Gift | None) -> bool:
    """True for a change of what a member asks for in exchange for points, and nobody agreed to yet."""
    first = before or after
    return first is not None and first.offer is not None and first.by is None


def _judge_request(case: Case, before: Gift | None, after: Gift | None) -> Iterator[Finding | Need]:
    """The member asks, and may take the request back; staff answer it and change nothing of it."""
    member = before.member if before else after.member if after else ""
    if case.actor.id == member:
        if before is not None and after is not None and case.changed_fields():
            yield case.refuse("policy-exchange", variant="answered")
        elif before is None and after is not None:
            yield from _judge_price(case, after)
    elif before is None or after is None:
        owner = case.situation.name(member)
        yield case.refuse("policy-not-yours", owner=owner, variant="exchange")
    else:
        yield from judge_staff_record(case, "by")
        if case.actor.is_staff and not _ANSWER.issuperset(case.changed_fields()):
            yield case.refuse("policy-exchange", variant="answer")
        for key in ("agreed", "declined"):
            if case.actor.is_staff and getattr(after, key) is not None:
                yield from judge_day(case, key)


def _judge_price(case: Case, after: Gift) -> Iterator[Finding | Need]:
    """A request is for an offer that is open today, at its price."""
    base = case.situation.base
    offer = base.offers.get(after.offer or "")
    yield from judge_day(case, "date")
    if offer is None or not is_open(base, offer, case.situation.as_of):
        yield case.refuse("policy-exchange", "offer", variant="closed", offer=after.offer)
    elif (after.points, after.kind) != (offer.points, offer.kind):
        yield case.refuse("policy-exchange", "points", variant="price", points=offer.points)
    elif stock_left(base, offer, case.situation.as_of) < 1:
        yield case.refuse("policy-exchange", "offer", variant="gone", offer=after.offer)


def judge_offer(case: Case) -> Iterator[Finding | Need]:
    """What points buy is the project lead's to say."""
    if not case.actor.is_lead:
        yield case.refuse("policy-lead-only", variant="offer")
        return
    yield from judge_staff_record(case, "by")


def _judge_steps(case: Case, before: Gift | None, after: Gift) -> Iterator[Finding | Need]:
    """Judge the days of a gift: staff hand over in their own name, and write no receipt."""
    if before is None:
        yield from judge_day(case, "date")
    if after.received != (before.received if before else None):
        yield case.refuse("policy-field", "received", field="received", variant="receipt")
    given = (before.given, before.given_by) if before else (None, None)
    if (after.given, after.given_by) == given:
        return
    if after.given_by not in (None, given[1], case.actor.id):
        member = after.given_by
        yield case.refuse("policy-other-name", "given_by", field="given_by", member=member)
    elif before is not None and before.received is not None:
        yield from judge_loss(case, before.member, before.given_by or before.by or before.member)


def judge_gift_detail(case: Case) -> Iterator[Finding | Need]:
    """What is private of a gift is written by staff, each in their own name."""
    yield from judge_staff_record(case, "by")
