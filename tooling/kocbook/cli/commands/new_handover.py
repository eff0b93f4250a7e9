"""`koc new handover`: how a thing that is lent went out."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing


def _thing(answers: WizardState, value: Any) -> str:
    return answers.session.find_equipment(value).id


FIELDS = (
    Field("equipment", is_argument=True, resolve=_thing),
    Field("booking", needed=optional),
    Field("condition"),
    Field("kilometres", AnswerKind.NUMBER, needed=optional),
    Field("licence-seen", AnswerKind.FLAG, needed=optional),
)


@click.command(cls=KocCommand, name="handover")
@wizard_options(FIELDS)
@click.pass_obj
def handover(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write how a thing went out; on a terminal, what is missing is asked."""
    from kocbook.app.loans import draft_handover

    writing = Writing(session, "new.handover", opens, member)
    values = ask_all(WizardState(session, writing.member), "handover", FIELDS, given, yes)
    return writing.submit_act(draft_handover(writing.writer, values))
