"""`koc new handbook`: a blueprint with its chapters."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import languages, staff
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing


def _free_id(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.staff_records import require_new_handbook

    return require_new_handbook(answers.session.community, value)


FIELDS = (
    Field("handbook", is_argument=True, resolve=_free_id),
    Field("title"),
    Field("summary"),
    Field("audience"),
    Field("goal"),
    Field("lead", choices=staff, default=lambda known: known.member.id),
    Field(
        "chapter",
        AnswerKind.PARTS,
        parts=(Field("title"), Field("summary", needed=optional)),
    ),
    Field("cash", AnswerKind.NUMBER, needed=optional),
    Field("opened", AnswerKind.DAY, needed=optional),
    Field("language", choices=languages, default=lambda _: "zh"),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def handbook(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write a blueprint; on a terminal, what is missing is asked."""
    from kocbook.app.new_records import draft_handbook

    writing = Writing(session, "new.handbook", opens, member)
    values = ask_all(WizardState(session, writing.member), "handbook", FIELDS, given, yes)
    return writing.submit_act(draft_handbook(writing.writer, values))
