"""`koc new judging`: entry by entry, the scores for each criterion, and what is good about it."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Choices, Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing


def _judged(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.judging import require_judgeable

    module = answers.session.find_module(value)
    require_judgeable(module, answers.member)
    return module.key


def _entries(answers: WizardState) -> Choices:
    """List the entries, each with its words; their order tells nothing."""
    module = answers.session.community.modules.get(answers["module"])
    found = sorted(module.responses.items()) if module else []
    return [(name, said.text or said.reason or ", ".join(said.media)) for name, said in found]


ENTRY = (
    Field("id"),
    Field("scores", AnswerKind.LEVELS),
    Field("words", needed=optional),
)
FIELDS = (
    Field("module", is_argument=True, resolve=_judged),
    Field("entry", AnswerKind.PARTS, parts=ENTRY, each=_entries),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def judging(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write a judge's scores; on a terminal, what is missing is asked."""
    from kocbook.app.new_records import draft_judging

    writing = Writing(session, "new.judging", opens, member)
    values = ask_all(WizardState(session, writing.member), "judging", FIELDS, given, yes)
    return writing.submit_act(draft_judging(writing.writer, values))
