"""Rules about reviews: every goal judged, with reasons, by somebody who may."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at, at_key
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.state import latest_reviews
from kocbook.model.community import Module
from kocbook.model.enums import Met, ModuleForm, StaffRole, Verdict
from kocbook.model.work import Review
from kocbook.rules.context import Context
from kocbook.rules.references import near
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("review")


def _latest(context: Context) -> Iterator[tuple[Module, Review]]:
    """Yield the reviews of each module's latest round: goals may change after older ones."""
    for module in context.modules:
        for review in latest_reviews(module, context.as_of):
            yield module, review


def _all(context: Context) -> Iterator[tuple[Module, Review]]:
    for module in context.modules:
        for review in module.reviews:
            yield module, review


def _is_expert(context: Context, member_id: str) -> bool:
    """True for a product expert, and for somebody whose record could not be read."""
    member = context.community.members.get(member_id)
    return member is None or StaffRole.PRODUCT_EXPERT in member.staff


@rule("review-unknown-goal", Severity.ERROR, Reach.MODULE)
def review_unknown_goal(context: Context) -> Iterator[Hit]:
    """A review judges a goal that the brief does not have."""
    for module, review in _latest(context):
        known = [goal.id for goal in module.brief.goals]
        for goal in review.goals:
            if goal not in known:
                yield at_key(review.path, "goals", goal), {"goal": goal, "near": near(goal, known)}


@rule("review-misses-goal", Severity.ERROR, Reach.MODULE)
def review_misses_goal(context: Context) -> Iterator[Hit]:
    """A review leaves a goal of the brief unjudged."""
    for module, review in _latest(context):
        missing = _missing_goals(context, module, review)
        if missing and not review.declined:
            yield at_key(review.path, "goals"), {"goals": missing, "module": module.key}


def _missing_goals(context: Context, module: Module, review: Review) -> list[str]:
    """List what a review still has to judge.

    Safety goals may be left to a product expert's own review of the round, and that review may
    hold nothing but them.
    """
    safety = [goal.id for goal in module.brief.goals if goal.safety]
    others = [goal.id for goal in module.brief.goals if not goal.safety]
    if review.goals and all(goal in safety for goal in review.goals) and others:
        others = []
    if not _is_expert(context, review.reviewer):
        safety = []
    same_round = [one for one in module.reviews if one.round == review.round and one is not review]
    elsewhere = {goal for one in same_round for goal in one.goals}
    judged = set(review.goals) | (elsewhere & set(safety))
    return [goal for goal in (*others, *safety) if goal not in judged]


@rule("review-without-comment", Severity.ERROR, Reach.MODULE)
def review_without_comment(context: Context) -> Iterator[Hit]:
    """A goal is called partly met or not met, without evidence and without a next step."""
    for _, review in _all(context):
        for goal, judgement in review.goals.items():
            silent = not judgement.evidence and not judgement.next
            if judgement.met is not Met.FULLY and silent:
                variant = "not" if judgement.met is Met.NOT else "partly"
                yield at(review.path, "goals", goal, "met"), {"goal": goal, "variant": variant}


@rule("review-of-own-work", Severity.ERROR, Reach.MODULE)
def review_of_own_work(context: Context) -> Iterator[Hit]:
    """A reviewer holds a seat in the module, or delivered an earlier version of it."""
    for module, review in _all(context):
        authors = {claim.member for claim in module.claims.values()}
        authors |= {claim.member for claim in module.past_claims if claim.delivered}
        if review.reviewer in authors:
            yield at(review.path, "reviewer"), {"member": review.reviewer, "module": module.key}


@rule("review-safety-not-expert", Severity.ERROR, Reach.MODULE, tells=True)
def review_safety_not_expert(context: Context) -> Iterator[Hit]:
    """A safety goal is judged by somebody who is no product expert."""
    for module, review in _all(context):
        if _is_expert(context, review.reviewer):
            continue
        for goal in module.brief.goals:
            if goal.safety and goal.id in review.goals:
                experts = context.community.find_staff(StaffRole.PRODUCT_EXPERT)
                data = {"goal": goal.id, "member": review.reviewer, "experts": experts}
                yield at_key(review.path, "goals", goal.id), data


@rule("review-seat-empty", Severity.ERROR, Reach.MODULE)
def review_seat_empty(context: Context) -> Iterator[Hit]:
    """A module was accepted while nobody holds one of its seats: that share would be nobody's."""
    for module, review in _latest(context):
        empty = [seat.id for seat in module.brief.seats if seat.id not in module.claims]
        settled = module.brief.withdrawn or module.brief.superseded_by
        accepted = context.facts[module.key].verdict is Verdict.ACCEPTED
        if empty and accepted and not settled and not context.is_unreadable_below(module.folder):
            yield at(review.path), {"seats": empty, "title": module.brief.title}


@rule("review-without-content", Severity.ERROR, Reach.MODULE)
def review_without_content(context: Context) -> Iterator[Hit]:
    """A module was reviewed, but its text is not there."""
    for module, review in _latest(context):
        # A claim that says "delivered" is found by content-missing already.
        said = any(claim.delivered for claim in module.claims.values())
        wants_text = bool(module.brief.seats) and module.brief.form is not ModuleForm.SERVICE
        if wants_text and not said and not review.declined and context.misses_text(module):
            yield at(review.path), {"path": f"content/{module.key}/index.md"}


@rule("review-without-text", Severity.WARNING, Reach.MODULE, words=True)
def review_without_text(context: Context) -> Iterator[Hit]:
    """A review does not name the text that it judges; a new one without it is refused."""
    for module, review in _latest(context):
        wanted = page_fingerprint(module)
        if review.text is None and wanted is not None:
            yield at(review.path), {"wanted": wanted}
