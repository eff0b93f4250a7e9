"""`koc new equipment`: a thing that is lent."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed, members, skills, tiers
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.loan import EquipmentKind


def _new(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.loans import require_new_equipment

    return require_new_equipment(answers.session.community, str(value))


FIELDS = (
    Field("equipment", is_argument=True, resolve=_new),
    Field("title"),
    Field("kind", choices=Listed("equipment", EquipmentKind)),
    Field("summary"),
    Field("days", AnswerKind.NUMBER),
    Field("place", needed=optional),
    Field("tiers", AnswerKind.WORDS, choices=tiers, needed=optional),
    Field("skills", AnswerKind.WORDS, choices=skills, needed=optional),
    Field("invited", AnswerKind.WORDS, choices=members, needed=optional),
    Field("needs-licence", AnswerKind.FLAG, needed=optional),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def equipment(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """List a thing that is lent; on a terminal, what is missing is asked."""
    from kocbook.app.loans import draft_equipment

    writing = Writing(session, "new.equipment", opens, member)
    values = ask_all(WizardState(session, writing.member), "equipment", FIELDS, given, yes)
    return writing.submit_act(draft_equipment(writing.writer, values))
