"""Who may write what about gifts: staff promise and give, the member says that it arrived."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.model.gifts import Gift
from kocbook.policy.case import Case
from kocbook.policy.days import judge_day
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_loss, judge_staff_record

_PROMISED = frozenset({"member", "kind", "what", "module", "due", "date", "by"})
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
    if before is None or after is None or not _GIVEN.issuperset(case.changed_fields()):
        yield from judge_staff_record(case, "by")
    elif not case.actor.is_staff:  # any colleague hands over what another one promised
        yield case.refuse("policy-staff-only")
    if not case.actor.is_staff:
        return
    if before is not None and (after is None or not _PROMISED.isdisjoint(case.changed_fields())):
        yield from judge_loss(case, before.member, before.by)
    if after is not None:
        yield from _judge_steps(case, before, after)


def _is_receipt(case: Case, before: Gift) -> bool:
    return case.actor.id == before.member and case.changed_fields() == ["received"]


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
        yield from judge_loss(case, before.member, before.given_by or before.by)


def judge_gift_detail(case: Case) -> Iterator[Finding | Need]:
    """What is private of a gift is written by staff, each in their own name."""
    yield from judge_staff_record(case, "by")
