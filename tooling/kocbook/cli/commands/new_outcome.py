"""`koc new outcome`: what came of an activity, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Choices, Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing


class Reached(StrEnum):
    """Whether the goals that must be met are."""

    YES = "yes"
    NO = "no"


def _module(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.staff_records import require_over

    found = answers.session.find_module(value)
    facts = answers.session.facts[found.key]
    require_over(facts, closing=bool(answers["close"]))
    return found.key


def _options(answers: WizardState) -> Choices:
    found = answers.session.community.modules.get(answers["module"])
    return [(option.id, option.text) for option in found.brief.options] if found else []


def _is_poll(answers: WizardState) -> bool:
    return bool(_options(answers))


def _must(answers: WizardState) -> bool:
    found = answers.session.community.modules.get(answers["module"])
    return found is not None and any(goal.must for goal in found.brief.goals)


FIELDS = (
    Field("close", AnswerKind.FLAG, needed=optional, is_asked=False),
    Field("module", is_argument=True, resolve=_module),
    Field("decided"),
    Field("because"),
    Field("chosen", AnswerKind.WORDS, choices=_options, needed=optional, applies=_is_poll),
    Field("reached", choices=Listed("reached", Reached), needed=_must, applies=_must),
    Field("next", needed=optional),
    Field("url", needed=optional),
    Field("reference", needed=optional),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def outcome(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write the outcome of an activity; on a terminal, what is missing is asked."""
    from kocbook.app.new_records import draft_outcome

    writing = Writing(session, "new.outcome", opens, member)
    values = ask_all(WizardState(session, writing.member), "outcome", FIELDS, given, yes)
    return writing.submit_act(draft_outcome(writing.writer, values))
