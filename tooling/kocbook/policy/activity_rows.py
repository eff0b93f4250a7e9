"""Who may write what activities need: triage of reports, services, and judges' scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kocbook.base.finding import Finding
from kocbook.model.activity import Service, Triage
from kocbook.model.brief import Brief
from kocbook.model.enums import ReportState as State
from kocbook.model.enums import StaffRole
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_loss, judge_staff_record
from kocbook.policy.pin_rows import judge_values
from kocbook.policy.renewal import is_renewal, judge_renewal

STEPS: Mapping[State, tuple[State, ...]] = {
    State.REPORTED: (State.NEEDS_INFO, State.CONFIRMED, State.DUPLICATE),
    State.NEEDS_INFO: (State.CONFIRMED, State.DUPLICATE, State.REPORTED),
    State.CONFIRMED: (State.FORWARDED, State.DUPLICATE, State.NEEDS_INFO),
    State.DUPLICATE: (State.NEEDS_INFO, State.CONFIRMED, State.REPORTED),
    State.FORWARDED: (State.FIXED, State.CONFIRMED),
    State.FIXED: (State.CONFIRMED,),
}
"""Which state of a report may follow which; what is taken back goes one step back, too."""

_SHIPPING = frozenset({"reference", "shipped_in", "shipped"})
_STAFF_MAY_SET = frozenset({"confirmed_by", "skills", "hours"})


def judge_triage(case: Case) -> Iterator[Finding | Need]:
    """Staff say how far a report has come, step by step; what is real, product experts say."""
    before: Triage | None = case.before
    after: Triage | None = None if case.is_gone else case.after
    yield from judge_staff_record(case, "by")
    if not case.actor.is_staff:
        return
    if case.actor.id == case.parts["member"]:
        yield case.refuse("policy-own-activity", variant="triage")
    old = before.state if before else State.REPORTED
    new = after.state if after else State.REPORTED
    if new is not old and new not in STEPS[old]:
        pointer = ("state",) if after else ()
        yield case.refuse("policy-triage-step", *pointer, old=old.value, new=new.value)
    if old.is_real or new.is_real:
        roles = (StaffRole.PRODUCT_EXPERT, StaffRole.PROJECT_LEAD)
        if not any(case.actor.has_role(role) for role in roles):
            yield case.refuse("policy-triage-expert")


def judge_service(case: Case) -> Iterator[Finding | Need]:
    """A service is its member's until staff, and never the member, confirm it."""
    before: Service | None = case.before
    owner = case.parts["member"]
    if not case.actor.is_staff:
        if case.actor.id != owner:
            name = case.situation.name(owner)
            yield case.refuse("policy-not-yours", owner=name, variant="service")
        elif before is not None and before.confirmed_by:
            yield case.refuse("policy-staff-only", variant="service")
        elif not case.is_gone and case.after.member != owner:
            member = case.after.member
            yield case.refuse("policy-other-name", "member", field="member", member=member)
        elif not case.is_gone and case.after.confirmed_by is not None:
            field = "confirmed_by"
            yield case.refuse("policy-field", field, field=field, variant="service")
        return
    yield from judge_staff_record(case, "confirmed_by")
    confirmed = before.confirmed_by if before else None
    if before and confirmed and (case.is_gone or case.after.confirmed_by is None):
        yield from judge_loss(case, before.member, confirmed)
    if case.is_gone:
        return
    if case.actor.id == owner:
        if case.after.confirmed_by not in (None, confirmed):
            yield case.refuse("policy-own-activity", "confirmed_by", variant="service")
    elif before is not None:
        for name in case.changed_fields():
            if name not in _STAFF_MAY_SET:
                whose = case.situation.name(owner)
                yield case.refuse(
                    "policy-field", name, field=name, owner=whose, variant="service-words"
                )


def judge_judging(case: Case) -> Iterator[Finding | Need]:
    """Scores are staff's, each in their own name, and never of those who have an entry there themselves."""
    if is_renewal(case):
        yield from judge_renewal(case, case.before.judge)
    elif not case.actor.is_staff:
        yield case.refuse("policy-staff-only", variant="judging")
    elif case.actor.id != case.parts["member"]:
        owner = case.situation.name(case.parts["member"])
        yield case.refuse("policy-not-yours", owner=owner, variant="judging")
    elif not case.is_gone and case.after.judge != case.actor.id:
        yield case.refuse("policy-other-name", "judge", field="judge", member=case.after.judge)
    elif not case.is_gone:
        if _has_entry(case):
            yield case.refuse("policy-own-activity", variant="judging")
        yield from judge_values(case)


def _has_entry(case: Case) -> bool:
    """True where the actor takes part in what they judge, also by this very change."""
    path = f"modules/{case.module_key}/responses/{case.actor.id}.yml"
    responses = case.module.responses if case.module else {}
    return case.actor.id in responses or case.situation.outcome.has(path)


def _closes_now(case: Case, path: str) -> bool:
    """True where the brief, as this change leaves it, has its last day today."""
    brief = case.situation.outcome.record(path) if path in case.situation.changes else None
    return (
        isinstance(brief, Brief)
        and brief.closes is not None
        and brief.closes <= case.situation.as_of
    )


def judge_outcome(case: Case) -> Iterator[Finding | Need]:
    """What came of an activity is told by staff, each in their own name, once it is over.

    A change that closes it today may tell it too. In which version it is there, any of them may add.
    """
    is_changed = case.before is not None and not case.is_gone
    if case.actor.is_staff and is_changed and {*case.changed_fields()} <= _SHIPPING:
        return
    yield from judge_staff_record(case, "by")
    facts = case.facts
    if case.actor.is_staff and not case.is_gone and facts is not None and facts.state.is_claimable:
        if _closes_now(case, facts.module.path):
            return
        title = facts.module.brief.title
        yield case.refuse("policy-response-closed", title=title, variant="outcome")
