"""Who may write what is planned ahead: the calendar, proposals, and advice on them."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.model.enums import StaffRole
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_staff_record


def judge_campaign(case: Case) -> Iterator[Finding | Need]:
    """Dates of the calendar are the planners'; who changes a colleague's asks, or signs it."""
    if not case.actor.has_role(StaffRole.CONTENT_PLANNER, StaffRole.PROJECT_LEAD):
        yield case.refuse("policy-planner-only", variant="campaign")
        return
    yield from judge_staff_record(case, "by")


def judge_proposal(case: Case) -> Iterator[Finding | Need]:
    """A proposal is its member's; one that became a brief stays, for the brief names it."""
    owner = case.parts["member"]
    if case.actor.id != owner:
        yield case.refuse("policy-not-yours", owner=case.situation.name(owner), variant="proposal")
    elif not case.is_gone and case.after.member != owner:
        member = case.after.member
        yield case.refuse("policy-other-name", "member", field="member", member=member)


def judge_advice(case: Case) -> Iterator[Finding | Need]:
    """Advice is staff's, each in their own name, and never on a proposal of their own."""
    yield from judge_staff_record(case, "by")
    if case.actor.is_staff and case.actor.id == case.parts["member"]:
        yield case.refuse("policy-own-activity", variant="advice")
