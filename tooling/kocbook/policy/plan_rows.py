"""Who may write blueprints and briefs."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.enums import StaffRole
from kocbook.policy.case import Case


def _plans(case: Case) -> bool:
    return case.actor.has_role(StaffRole.CONTENT_PLANNER, StaffRole.PROJECT_LEAD)


def judge_handbook(case: Case) -> Iterator[Finding]:
    """A blueprint is a planner's; its budget, and the whole, are removed by the lead only."""
    if not _plans(case):
        yield case.refuse("policy-planner-only", variant="handbook")
    elif not case.actor.is_lead:
        if case.is_gone:
            yield case.refuse("policy-lead-only", variant="handbook")
        elif case.after.budget != (case.before.budget if case.before else None):
            yield case.refuse("policy-field", "budget", field="budget", variant="budget")


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
