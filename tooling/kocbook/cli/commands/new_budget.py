"""`koc new budget`: the money that a project lead approves for a handbook."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import handbooks
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, wizard_options
from kocbook.cli.ui.writing import Writing

FIELDS = (
    Field("handbook", is_argument=True, choices=handbooks),
    Field("cash", AnswerKind.NUMBER),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def budget(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write a handbook's budget; on a terminal, what is missing is asked."""
    from kocbook.app.leading import draft_budget

    writing = Writing(session, "new.budget", opens, member)
    values = ask_all(WizardState(session, writing.member), "budget", FIELDS, given, yes)
    return writing.submit_act(draft_budget(writing.writer, values))
