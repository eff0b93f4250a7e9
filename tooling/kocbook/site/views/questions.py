"""What was asked about a module, and what its contact answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.questions import answer_due
from kocbook.model.community import Module
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import Person, show_person


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, or the day until which one was promised."""

    asker: Person
    question: str
    answerer: Person | None
    answer: str | None
    due: date


def show_exchanges(context: SiteContext, module: Module) -> tuple[Exchange, ...]:
    """Return the questions of a module until the day of the site, earliest first."""
    return tuple(
        Exchange(
            show_person(context, question.member),
            question.text,
            show_person(context, answer.by) if (answer := module.answers.get(name)) else None,
            answer.text if answer else None,
            answer_due(module, question),
        )
        for name, question in sorted(module.questions.items())
        if question.date <= context.as_of
    )
