"""`koc new credit`: help that is no seat, proposed by who helped or written down by staff."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import find_module_key, members, roles
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing

FIELDS = (
    Field("module", is_argument=True, resolve=find_module_key),
    Field("to", choices=members, default=lambda known: known.member.id),
    Field("role", choices=roles),
    Field("evidence"),
    Field("url", needed=optional),
    Field("date", AnswerKind.DAY, default=lambda known: known.session.day),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def credit(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write a credit; on a terminal, what is missing is asked."""
    from kocbook.app.helping import draft_credit

    writing = Writing(session, "new.credit", opens, member)
    values = ask_all(WizardState(session, writing.member), "credit", FIELDS, given, yes)
    return writing.submit_act(draft_credit(writing.writer, values))
