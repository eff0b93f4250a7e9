"""Who may write blueprints and briefs."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.model.brief import Brief
from kocbook.model.enums import StaffRole
from kocbook.model.handbook import Handbook
from kocbook.model.paths import parse_record_path
from kocbook.model.payout import Payout
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_staff_record
from kocbook.policy.pin_rows import judge_pins, judge_values
from kocbook.rules.dates import TOLERANCE


def _plans(case: Case) -> bool:
    return case.actor.has_role(StaffRole.CONTENT_PLANNER, StaffRole.PROJECT_LEAD)


def judge_handbook(case: Case) -> Iterator[Finding]:
    """A blueprint is a planner's; what it pays, and its removal, are decided by the lead only."""
    if not _plans(case):
        yield case.refuse("policy-planner-only", variant="handbook")
    elif case.is_gone:
        if not case.actor.is_lead:
            yield case.refuse("policy-lead-only", variant="handbook")
    else:
        for name, usual in (("budget", None), ("holdback", 0)):
            before = getattr(case.before, name) if case.before else usual
            if getattr(case.after, name) != before and not case.actor.is_lead:
                yield case.refuse("policy-field", name, field=name, variant="budget")
        if case.before and case.after.holdback != case.before.holdback:
            yield from _judge_holdback(case)


def _judge_holdback(case: Case) -> Iterator[Finding]:
    """How cash is paid is part of what was agreed: it stays while somebody holds a paid seat."""
    modules = case.situation.base.modules.values()
    bound = {
        claim.member
        for module in modules
        if module.handbook == case.parts["handbook"] and module.brief.reward.pays_cash
        for claim in module.claims.values()
    }
    if bound:
        names = case.situation.names(sorted(bound))
        yield case.refuse("policy-terms-locked", "holdback", members=names, variant="holdback")


def judge_payout(case: Case) -> Iterator[Finding | Need]:
    """Payments are the project lead's; the colleague who is named as approving has to agree.

    What was recorded as paid stays, but for a remark: otherwise it could be paid again. A mistake is
    mended with the yes of those who were paid, and of who approved it.
    """
    if not case.actor.is_lead:
        yield case.refuse("policy-lead-only", variant="payout")
        return
    yield from judge_staff_record(case, "by")
    if case.before is not None and (case.is_gone or set(case.changed_fields()) - {"note"}):
        yield from _judge_paid(case, case.before)
    if case.is_gone:
        return
    yield from judge_values(case)
    approver = case.after.approved_by
    if approver not in (None, case.actor.id):
        yield case.need(approver, "policy-needs-agreement", variant="payout")


def _judge_paid(case: Case, before: Payout) -> Iterator[Need]:
    paid = [line.member for line in before.lines]
    people = [*paid, before.by, *([before.approved_by] if before.approved_by else [])]
    for member in dict.fromkeys(people):
        if member != case.actor.id:
            yield case.need(member, "policy-needs-agreement", variant="paid")


def judge_module(case: Case) -> Iterator[Finding]:
    """A brief is a planner's, but what others rely on changes only together with them."""
    if not _plans(case):
        yield case.refuse("policy-planner-only", variant="module")
        return
    if case.is_gone and _loses_address(case):
        title = case.before.title if case.before else case.module_key
        yield case.refuse("policy-address-lost", title=title, key=case.module_key)
    if case.is_new:
        return
    module = case.module
    claims = module.claims if module else {}
    if case.is_gone:
        held = [claim.member for claim in claims.values()]
        held += module.responses if module else ()
        if held:
            names = case.situation.names(list(dict.fromkeys(held)))
            yield case.refuse("policy-terms-locked", members=names, variant="delete")
        return
    yield from judge_pins(case, case.module_key)
    yield from _judge_ends(case)


def _loses_address(case: Case) -> bool:
    """True where a page that readers can open goes, and nothing in the change takes its address over."""
    facts = case.facts
    if facts is None or not facts.state.is_on_site:
        return False
    for path in case.situation.changes:
        where = parse_record_path(path)
        after = case.situation.outcome.record(path) if where else None
        if isinstance(after, Brief) and case.module_key in after.formerly:
            return False
        if isinstance(after, Handbook) and case.parts["handbook"] in after.formerly:
            return f"modules/{after.id}/{case.parts['module']}/module.yml" not in (
                case.situation.head_side.paths
            )
    return True


def _judge_ends(case: Case) -> Iterator[Finding]:
    """A module is closed or taken back from today on, never for days that are over."""
    before, after = case.before, case.after
    taken = after.withdrawn.date if after.withdrawn and not before.withdrawn else None
    closed = after.closes if after.closes != before.closes else None
    for day, pointer in ((closed, ("closes",)), (taken, ("withdrawn", "date"))):
        if day is not None and day < case.situation.as_of - TOLERANCE:
            data = {"field": pointer[0], "day": day, "wanted": case.situation.as_of}
            yield case.refuse("policy-field", *pointer, **data, variant="ended")
