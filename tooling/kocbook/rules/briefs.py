"""Rules about what a brief says: whether people can work from it."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.brief_quality import Weakness, iter_weaknesses
from kocbook.model.enums import State
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("module")


@rule("brief-goal-vague", Severity.WARNING, Reach.MODULE)
def brief_goal_vague(context: Context) -> Iterator[Hit]:
    """A goal is put in words that everybody understands differently, and nothing measures it."""
    vague = {Weakness.GOAL_VAGUE: "text", Weakness.MEASURE_VAGUE: "measure"}
    for facts in context.facts.values():
        module, state = facts.module, facts.state
        if not (state is State.DRAFT or state.is_claimable or state.is_under_way):
            continue  # what is settled was judged already
        for weak in iter_weaknesses(module.brief):
            key = vague.get(weak.weakness)
            if key and weak.goal is not None:
                goal = module.brief.goals[weak.goal]
                data = {"goal": goal.id, "words": list(weak.words)}
                yield at(module.path, "goals", weak.goal, key), data
