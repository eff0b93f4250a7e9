"""What waits for the brand's own people: questions, deliveries, what needs their yes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from kocbook.insight.questions import answer_due, iter_waiting
from kocbook.insight.state import ModuleFacts, latest_reviews
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene, is_here, promise_gift
from kocbook.insight.working_days import add_working_days
from kocbook.model.community import Module
from kocbook.model.enums import StaffRole, State

SETTLED = (State.WITHDRAWN, State.SUPERSEDED, State.DECLINED)
"""States in which nothing is waited for any more."""


def find_questions(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield the questions without an answer, from the day they were asked."""
    module = facts.module
    if facts.state in SETTLED:
        return
    for question in iter_waiting(module):
        if question.date <= scene.as_of:
            yield scene.wait(
                WaitKind.QUESTION,
                module,
                (scene.responsible(module),),
                question.date,
                f'koc reply {module.key} "…" --question {question.name}',
                due=answer_due(module, question),
                about=(question.member,),
                path=question.path,
                name=question.name,
            )


def review_start(module: Module, as_of: date) -> date:
    """Return the day from which a delivered module waits for its reviewer."""
    # A part of a review, or an undated text, must not make a delivery look older than it is.
    seen = [review.date for review in module.reviews if review.date <= as_of]
    begun = [claim.delivered or claim.claimed for claim in module.claims.values()]
    return max([*seen, *begun])


def find_deliveries(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield a delivery that waits for its review, due in working days, and for the experts' part of it."""
    module = facts.module
    if facts.state is not State.DELIVERED:
        return
    start, command = review_start(module, scene.as_of), f"koc new review {module.key}"
    due = add_working_days(start, scene.community.settings.limits.review_days)
    told: dict[str, Any] = {"due": due, "about": facts.authors}
    yield scene.wait(WaitKind.REVIEW, module, (scene.responsible(module),), start, command, **told)
    goals = [goal.id for goal in module.brief.goals if goal.safety]
    missing = [goal for goal in goals if goal not in _judged_by_experts(scene, facts)]
    if missing:
        experts = scene.community.find_staff(StaffRole.PRODUCT_EXPERT)
        told |= {"figure": len(missing), "of": len(goals)}
        yield scene.wait(WaitKind.FACT_CHECK, module, experts, start, command, **told)


def _judged_by_experts(scene: WaitScene, facts: ModuleFacts) -> set[str]:
    # With a verdict the round is over: a delivery after it begins another one.
    reviews = [] if facts.verdict else latest_reviews(facts.module, scene.as_of)
    members = scene.community.members
    return {
        goal
        for review in reviews
        if (expert := members.get(review.reviewer)) and StaffRole.PRODUCT_EXPERT in expert.staff
        for goal in review.goals
    }


def find_unconfirmed(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield services and proposed credits that nobody of the staff has confirmed."""
    module = facts.module
    rows = [(WaitKind.SERVICE, one) for one in module.services]
    rows += [(WaitKind.CREDIT, one) for one in module.credits]  # type: ignore[misc]  # alike here
    for kind, record in rows:
        if record.confirmed_by is None and record.date <= scene.as_of:
            name = record.path.rpartition("/")[2].removesuffix(".yml")
            yield scene.wait(
                kind,
                module,
                scene.unless_own(module, record.member),
                record.date,
                f"koc confirm {module.key} {name}",
                about=(record.member,),
                path=record.path,
                name=name,
            )


def find_gifts(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield the gifts that a brief promised to the authors of accepted work, and that nobody gave."""
    module, day = facts.module, facts.finished
    if not module.brief.reward.other or day is None:
        return
    seats = [seat for seat in facts.seats if seat.seat.id in facts.accepted]
    earned = [seat.claim.member for seat in seats if seat.claim]
    for member in dict.fromkeys(earned):
        if is_here(scene, member) and not scene.kept_promise(member, day, module.key):
            command = promise_gift(member, module.key)
            place = (WaitKind.GIFT, module, (scene.responsible(module),), day, command)
            yield scene.wait(*place, about=(member,), what=" · ".join(module.brief.reward.other))
