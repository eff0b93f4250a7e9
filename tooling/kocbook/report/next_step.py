"""Why a module is in its state, and what should happen next."""

from __future__ import annotations

from kocbook.insight.state import ModuleFacts
from kocbook.model.enums import Met, State, Verdict
from kocbook.report.words import Words


def find_reason(facts: ModuleFacts, words: Words) -> str:
    """Return the records that the state follows from, in one sentence."""
    t, state = words.texts, facts.state
    module, brief = facts.module, facts.module.brief
    held = [seat.claim.member for seat in facts.seats if seat.claim]
    data: dict[str, object] = {
        "members": words.members(list(dict.fromkeys(held))) or "-",
        "open": sum(seat.state.is_claimable for seat in facts.seats),
        "opened": brief.opened or "-",
        "due": facts.due or "-",
        "finished": facts.finished or _last_review(facts) or "-",
        "unsigned": words.members(list(facts.unsigned)),
        "reason": brief.withdrawn.reason if brief.withdrawn else "",
        "successor": brief.superseded_by or "-",
        "closes": brief.closes or "-",
        "n": len(module.responses),
        "taken": brief.inherited.date if brief.inherited else "-",
        "source": brief.inherited.source if brief.inherited else "-",
    }
    return t(f"cli.status.reasons.{_variant(facts, state)}", **data)


def find_next_step(facts: ModuleFacts, words: Words) -> str:
    """Return what should happen next, and who does it."""
    t, brief = words.texts, facts.module.brief
    settings = words.community.settings
    open_goals = [goal for goal in brief.goals if goal.id in _unmet(facts)]
    data: dict[str, object] = {
        "contact": words.member(brief.contact),
        "due": facts.due or "-",
        "days": settings.limits.review_days,
        "reply": brief.reply_within_days,
        "goals": [goal.text for goal in open_goals] or "-",
        "unsigned": words.members(list(facts.unsigned)),
        "url": f"{settings.site.url.rstrip('/')}/{facts.module.key}/",
        "successor": brief.superseded_by or "-",
        "module": facts.module.key,
    }
    return t(f"cli.status.steps.{_variant(facts, facts.state)}", **data)


def _variant(facts: ModuleFacts, state: State) -> str:
    """Return which sentence fits: some states are reached in more than one way."""
    if state in (State.OPEN, State.INVITED) and not facts.seats:
        return f"{state}-responses"
    if state is State.CLOSED:
        return "closed-told" if facts.module.outcome else "closed-untold"
    if state.is_on_site and not facts.seats and state is not State.INHERITED:
        return "closed-responses"
    if state is State.DELIVERED and facts.verdict is Verdict.CHANGES_REQUESTED:
        return "delivered-again"
    if state is State.WITHDRAWN and facts.module.brief.withdrawn is None:
        return "archived"
    if state is State.ACCEPTED and facts.module.text is None:
        return "accepted-no-text"
    return str(state)


def _unmet(facts: ModuleFacts) -> set[str]:
    reviews = facts.module.reviews
    newest = {goal: said for review in reviews for goal, said in review.goals.items()}
    return {goal for goal, said in newest.items() if said.met is not Met.FULLY}


def _last_review(facts: ModuleFacts) -> object:
    return max((review.date for review in facts.module.reviews), default=None)
