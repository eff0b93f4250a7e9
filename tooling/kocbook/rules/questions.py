"""Rules about questions and their answers."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("answer")


@rule("answer-without-question", Severity.ERROR, Reach.MODULE)
def answer_without_question(context: Context) -> Iterator[Hit]:
    """An answer has no question of the same name."""
    for module in context.modules:
        for name, answer in module.answers.items():
            path = f"{module.folder}/questions/{name}.yml"
            if name not in module.questions and path not in context.community.unreadable:
                yield at(answer.path), {"path": path}
