"""Who may write what happens in a module: responses, sign-offs, questions, reviews and thanks."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.insight.credits import signers
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.model.brief import Brief
from kocbook.model.enums import Form, StaffRole
from kocbook.model.work import Claim
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_staff_record
from kocbook.policy.renewal import is_renewed_mark


def _judge_owner(case: Case, variant: str) -> Iterator[Finding]:
    """Refuse somebody else than the member in the path, or a record in another's name."""
    owner = case.parts["member"]
    if case.actor.id != owner:
        yield case.refuse("policy-not-yours", owner=case.situation.name(owner), variant=variant)
    elif not case.is_gone and case.after.member != owner:
        yield case.refuse("policy-other-name", "member", field="member", member=case.after.member)


def judge_response(case: Case) -> Iterator[Finding]:
    """A response is its member's."""
    yield from _judge_owner(case, "response")
    if case.actor.id == case.parts["member"] and not case.is_gone:
        yield from _judge_open(case)


def _judge_open(case: Case) -> Iterator[Finding]:
    """Once a module is closed nothing is added to it, and no vote in it changes."""
    facts = case.facts
    if facts is None:
        yield case.refuse("policy-response-closed", title=case.module_key, variant="none")
    elif not facts.seats and not facts.state.is_claimable:
        brief = facts.module.brief
        votes = brief.form is Form.POLL and not case.is_new
        if case.is_new or (votes and case.before.choice != case.after.choice):
            yield case.refuse("policy-response-closed", title=brief.title, state=facts.state)


def judge_question(case: Case) -> Iterator[Finding]:
    """A question is its member's."""
    yield from _judge_owner(case, "question")


def judge_signoff(case: Case) -> Iterator[Finding | Need]:
    """A sign-off is its member's, who had a part in the work, and names the words that will stand there.

    Staff may prepare one together with the words; then the member's approval is needed.
    """
    owner = case.parts["member"]
    if is_renewed_mark(case):
        return
    if case.actor.id != owner and (case.is_gone or not case.actor.is_staff):
        yield from _judge_owner(case, "signoff")
        return
    if case.is_gone:
        return
    if case.after.member != owner:
        yield case.refuse("policy-other-name", "member", field="member", member=case.after.member)
        return
    if case.module is None or owner not in signers(case.module):
        yield case.refuse("policy-signoff-no-seat", member=case.situation.name(owner))
    after = case.situation.module_after(case.module_key)
    wanted = page_fingerprint(after) if after else None
    if case.after.text != wanted:
        variant = "no-text" if wanted is None else ""
        yield case.refuse("policy-signoff-text", "text", wanted=wanted, variant=variant)
    elif case.actor.id != owner:
        yield case.need(owner, "policy-needs-agreement", variant="signoff")


def judge_by_staff(case: Case) -> Iterator[Finding | Need]:
    """Answers, waivers and reuse are staff's, each in their own name."""
    yield from judge_staff_record(case, "by")


def judge_invitation(case: Case) -> Iterator[Finding | Need]:
    """Staff invite and take invitations back; only the member who is invited may decline."""
    if case.is_new or case.is_gone:
        yield from judge_staff_record(case, "by")
        fixed = {"declined"} if case.is_new and case.after.declined else set()
    elif case.actor.id == case.before.member:
        fixed = {"member", "by", "date", "reason"}
    elif case.actor.is_staff:
        yield from judge_staff_record(case, "by")
        fixed = {"member", "date", "declined"}
    else:
        owner = case.situation.name(case.before.member)
        yield case.refuse("policy-not-yours", owner=owner, variant="invitation")
        return
    changed = ["declined"] if case.is_new else [] if case.is_gone else case.changed_fields()
    for name in changed:
        if name in fixed:
            yield case.refuse("policy-field", name, field=name, variant="invitation")


def judge_credit(case: Case) -> Iterator[Finding | Need]:
    """Credits are staff's; a member may propose one of their own, which others confirm."""
    if not case.actor.is_staff:
        if not case.is_new:
            yield case.refuse("policy-staff-only", variant="credit")
            return
        yield from _judge_owner(case, "credit")
        if case.after.confirmed_by is not None:
            field = "confirmed_by"
            yield case.refuse("policy-field", field, field=field, variant="credit")
        return
    yield from judge_staff_record(case, "confirmed_by")
    if case.is_gone:
        return
    confirmed = case.before.confirmed_by if case.before is not None else None
    own = case.actor.id == case.after.member
    if own and case.after.confirmed_by is not None and case.after.confirmed_by != confirmed:
        yield case.refuse("policy-own-credit", "confirmed_by")


def judge_review(case: Case) -> Iterator[Finding]:
    """A review is added by staff in their own name, never of their own work, and stays.

    It names the text that it judges.
    """
    if not case.actor.is_staff:
        yield case.refuse("policy-staff-only", variant="review")
    elif is_renewed_mark(case):
        return
    elif not case.is_new or case.is_gone:
        yield case.refuse("policy-review-final")
    elif case.actor.id != case.parts["member"] or case.after.reviewer != case.actor.id:
        member = case.after.reviewer
        yield case.refuse("policy-other-name", "reviewer", field="reviewer", member=member)
    else:
        if case.actor.id in _workers(case):
            yield case.refuse("policy-review-own-work")
        page = case.situation.module_after(case.module_key)
        wanted = page_fingerprint(page) if page else None
        if case.after.text is None and wanted is not None:
            yield case.refuse("policy-review-text", wanted=wanted)
        if not case.actor.has_role(StaffRole.PRODUCT_EXPERT):
            for goal in sorted(_safety_goals(case) & case.after.goals.keys()):
                yield case.refuse("policy-review-safety", "goals", goal, goal=goal)


def _workers(case: Case) -> set[str]:
    """Return who holds or held a seat of the module, on the base or by this very change."""
    module = case.module
    claims = [*module.claims.values(), *module.past_claims] if module else []
    folder = f"modules/{case.module_key}/claims/"
    situation = case.situation
    added = [
        situation.outcome.record(path) for path in situation.changes if path.startswith(folder)
    ]
    return {claim.member for claim in (*claims, *added) if isinstance(claim, Claim)}


def _safety_goals(case: Case) -> set[str]:
    """Return the goals marked `safety` before or after: the mark cannot be dropped on the way."""
    after = case.situation.outcome.record(f"modules/{case.module_key}/module.yml")
    briefs = [case.module.brief if case.module else None, after]
    return {
        goal.id
        for brief in briefs
        if isinstance(brief, Brief)
        for goal in brief.goals
        if goal.safety
    }
