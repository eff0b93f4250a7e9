"""Who may write the calendar."""

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
