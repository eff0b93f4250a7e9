"""Who may write blueprints and briefs."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.enums import StaffRole
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_staff_record


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
        if module.handbook == case.parts["handbook"] and module.brief.reward.cash
        for claim in module.claims.values()
    }
    if bound:
        names = case.situation.names(sorted(bound))
        yield case.refuse("policy-terms-locked", "holdback", members=names, variant="holdback")


def judge_payout(case: Case) -> Iterator[Finding | Need]:
    """Payments are the project lead's; the colleague who is named as approving has to agree."""
    if not case.actor.is_lead:
        yield case.refuse("policy-lead-only", variant="payout")
        return
    yield from judge_staff_record(case, "by")
    approver = None if case.is_gone else case.after.approved_by
    if approver not in (None, case.actor.id):
        yield case.need(approver, "policy-needs-agreement", variant="payout")


def judge_module(case: Case) -> Iterator[Finding]:
    """A brief is a planner's, but what claimants agreed to changes only together with them."""
    if not _plans(case):
        yield case.refuse("policy-planner-only", variant="module")
        return
    if case.is_new:
        return
    module = case.module
    claims = module.claims if module else {}
    if case.is_gone:
        if claims:
            names = case.situation.names([claim.member for claim in claims.values()])
            yield case.refuse("policy-terms-locked", members=names, variant="delete")
        return
    wanted = terms_fingerprint(case.after)
    if wanted == terms_fingerprint(case.before):
        return
    # Whoever renews a claim is judged, and asked to agree, where the claim itself is judged.
    bound = [claim for claim in claims.values() if not _is_settled(case, claim.path, wanted)]
    if bound:
        names = case.situation.names([claim.member for claim in bound])
        yield case.refuse("policy-terms-locked", members=names, wanted=wanted)


def _is_settled(case: Case, claim_path: str, wanted: str) -> bool:
    """True where a claim is gone afterwards, or carries the fingerprint of the new terms."""
    outcome = case.situation.outcome
    if not outcome.has(claim_path):
        return True
    claim = outcome.record(claim_path)
    return claim is not None and claim.terms == wanted
