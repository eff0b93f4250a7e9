"""Who may write what stands with a thing that is lent: its record, bookings, and how it went and came."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.insight.candidates import find_borrower
from kocbook.insight.loans import LoanBar, find_clash, find_loan_bar
from kocbook.insight.state import all_facts
from kocbook.model.loan import Booking, Equipment
from kocbook.policy.case import Case
from kocbook.policy.days import judge_day
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_staff_record

_STAFF_MAY_SET = frozenset({"confirmed_by", "cancelled", "because"})
_OWNER_MAY_SET = frozenset({"cancelled", "note"})
_BY_RULE = (LoanBar.ORDER, LoanBar.TOO_LONG)


def judge_equipment(case: Case) -> Iterator[Finding | Need]:
    """What is lent is the staff's to say; what people booked is retired, not removed."""
    thing = _thing(case)
    if not case.actor.is_staff:
        yield case.refuse("policy-staff-only")
    elif case.is_gone and thing and thing.bookings:
        yield case.refuse("policy-loan-relied-on", title=thing.card.title)


def judge_booking(case: Case) -> Iterator[Finding | Need]:
    """A booking is its member's: staff, and never the member, confirm it, and may cancel it with a reason."""
    owner, thing = case.parts["member"], _thing(case)
    if case.is_gone:
        title = thing.card.title if thing else case.parts["equipment"]
        yield case.refuse("policy-loan-relied-on", title=title, variant="booking")
    elif case.actor.id == owner:
        yield from _judge_own(case, thing)
    elif not case.actor.is_staff:
        whose = case.situation.name(owner)
        yield case.refuse("policy-not-yours", owner=whose, variant="booking")
    else:
        yield from _judge_by_staff(case)


def _judge_own(case: Case, thing: Equipment | None) -> Iterator[Finding]:
    before: Booking | None = case.before
    after: Booking = case.after
    if after.member != case.actor.id:
        yield case.refuse("policy-other-name", "member", field="member", member=after.member)
    elif before is None:
        yield from judge_day(case, "date")
        if after.confirmed_by is not None:
            yield case.refuse("policy-own-activity", "confirmed_by", variant="booking")
        yield from _judge_days(case, thing, after)
    else:
        for name in case.changed_fields():
            if name not in _OWNER_MAY_SET or (name == "cancelled" and after.cancelled is None):
                yield case.refuse("policy-field", name, field=name, variant="booking")


def _judge_days(case: Case, thing: Equipment | None, wanted: Booking) -> Iterator[Finding]:
    situation = case.situation
    if thing is None:
        data = {"title": case.parts["equipment"], "variant": "none"}
        yield case.refuse("policy-booking-refused", **data)
        return
    clash = find_clash(thing, wanted)
    if clash is not None:
        held = {"start": clash.start, "end": clash.end}
        title = thing.card.title
        yield case.refuse("policy-booking-refused", "start", title=title, **held, variant="taken")
    asks = thing.card.tiers or thing.card.skills
    facts = all_facts(situation.base, situation.as_of) if asks else {}
    who = find_borrower(situation.base, facts, thing.card, wanted.member, situation.as_of)
    # A request may wait until after its first day; how many days it may take is told by a rule.
    bar = find_loan_bar(thing.card, who, wanted, wanted.date)
    if bar is not None and bar not in _BY_RULE:
        data = {"title": thing.card.title, "variant": str(bar)}
        yield case.refuse("policy-booking-refused", **data)


def _judge_by_staff(case: Case) -> Iterator[Finding | Need]:
    if case.before is None:
        whose = case.situation.name(case.parts["member"])
        yield case.refuse("policy-not-yours", owner=whose, variant="booking")
        return
    for name in case.changed_fields():
        if name not in _STAFF_MAY_SET:
            yield case.refuse("policy-field", name, field=name, variant="booking")
    yield from judge_staff_record(case, "confirmed_by")
    if case.after.cancelled and not case.before.cancelled and not case.after.because:
        yield case.refuse("policy-booking-refused", variant="why", title=case.parts["equipment"])


def judge_loan_record(case: Case) -> Iterator[Finding | Need]:
    """How a thing went out and came back is the staff's to write, each in their own name."""
    yield from judge_staff_record(case, "by")
    if case.actor.is_staff and case.actor.id == case.parts["member"]:
        yield case.refuse("policy-own-activity", variant="loan")


def _thing(case: Case) -> Equipment | None:
    return case.situation.base.equipment.get(case.parts["equipment"])
