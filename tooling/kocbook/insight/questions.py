"""Questions that wait for an answer, and the day until which it was promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kocbook.model.community import Module
from kocbook.model.work import Question


def answer_due(module: Module, question: Question) -> date:
    """Return the last day on which the contact's answer is in time: `reply_within_days` after."""
    return question.date + timedelta(days=module.brief.reply_within_days)


def iter_waiting(module: Module) -> Iterator[Question]:
    """Yield the questions without an answer, earliest first."""
    for name, question in sorted(module.questions.items()):
        if name not in module.answers:
            yield question
