"""`koc new staff`: who of the brand's own people does what."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed, members
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import StaffRole

FIELDS = (
    Field("person", is_argument=True, choices=members),
    Field("none", AnswerKind.FLAG, needed=optional, is_asked=False),
    Field(
        "role",
        AnswerKind.WORDS,
        choices=Listed("staff", StaffRole),
        needed=lambda known: not known["none"],
        applies=lambda known: not known["none"],
    ),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def staff(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write who is of the staff, and for what; on a terminal, what is missing is asked."""
    from kocbook.app.leading import draft_staff

    writing = Writing(session, "new.staff", opens, member)
    values = ask_all(WizardState(session, writing.member), "staff", FIELDS, given, yes)
    return writing.submit_act(draft_staff(writing.writer, values))
