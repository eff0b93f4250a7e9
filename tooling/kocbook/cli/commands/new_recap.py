"""`koc new recap`: what is said after an event."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing


def _event(answers: WizardState, value: Any) -> str:
    return answers.session.find_event(value).id


FIELDS = (
    Field("event", is_argument=True, resolve=_event),
    Field("thanks"),
    Field("links", AnswerKind.PARTS, parts=(Field("title"), Field("url")), needed=optional),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def recap(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write the recap of an event; on a terminal, what is missing is asked."""
    from kocbook.app.events import draft_recap

    writing = Writing(session, "new.recap", opens, member)
    values = ask_all(WizardState(session, writing.member), "recap", FIELDS, given, yes)
    return writing.submit_act(draft_recap(writing.writer, values))
