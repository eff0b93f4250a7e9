"""`koc new loan-details`: what only staff may know of a loan, for the private repository."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing


def _thing(answers: WizardState, value: Any) -> str:
    return answers.session.find_equipment(value).id


FIELDS = (
    Field("equipment", is_argument=True, resolve=_thing),
    Field("booking", needed=optional),
    Field("address", needed=optional),
    Field("phone", needed=optional),
    Field("licence", needed=optional),
)


@click.command(cls=KocCommand, name="loan-details")
@wizard_options(FIELDS)
@click.pass_obj
def loan_details(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write what is private of a loan; on a terminal, what is missing is asked."""
    from kocbook.app.loans import draft_details

    writing = Writing(session, "new.loan-details", opens, member)
    values = ask_all(WizardState(session, writing.member), "loan-details", FIELDS, given, yes)
    return writing.submit_act(draft_details(writing.writer, values))
