"""Rules about outcomes: what came of an activity."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.model.activity import Outcome
from kocbook.model.community import Module
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("outcome")


def _all(context: Context) -> Iterator[tuple[Module, Outcome]]:
    for module in context.modules:
        if module.outcome:
            yield module, module.outcome


@rule("outcome-not-wanted", Severity.ERROR, Reach.MODULE)
def outcome_not_wanted(context: Context) -> Iterator[Hit]:
    """An outcome stands in a module with seats, of which the review tells how it ended."""
    for module, outcome in _all(context):
        if module.brief.seats:
            yield at(outcome.path), {"title": module.brief.title}


@rule("outcome-unknown-option", Severity.ERROR, Reach.MODULE)
def outcome_unknown_option(context: Context) -> Iterator[Hit]:
    """An outcome chooses an option that the brief does not offer."""
    for module, outcome in _all(context):
        options = [option.id for option in module.brief.options]
        for index, choice in enumerate(outcome.chosen):
            if choice not in options:
                data = {"choice": choice, "options": options}
                yield at(outcome.path, "chosen", index), data


@rule("outcome-without-verdict", Severity.ERROR, Reach.MODULE)
def outcome_without_verdict(context: Context) -> Iterator[Hit]:
    """An outcome does not say whether the goals that must be met are, and no review does."""
    for module, outcome in _all(context):
        goals = [goal.text for goal in module.brief.goals if goal.must]
        if goals and outcome.reached is None and not module.reviews:
            yield at(outcome.path), {"goals": goals}


@rule("outcome-half-shipped", Severity.ERROR, Reach.MODULE)
def outcome_half_shipped(context: Context) -> Iterator[Hit]:
    """An outcome names the version in which it is there, or the day, but not both in their order."""
    for _, outcome in _all(context):
        has_version, has_day = outcome.shipped_in is not None, outcome.shipped is not None
        is_early = outcome.shipped is not None and outcome.shipped < outcome.date
        if has_version is not has_day or is_early:
            yield at(outcome.path, "shipped" if has_day else "shipped_in"), {"date": outcome.date}
