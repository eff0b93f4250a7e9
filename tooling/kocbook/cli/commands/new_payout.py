"""`koc new payout`: a payment of everything that a handbook owes, to the last cent."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import handbooks, staff
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Choices, Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing, say


def _colleagues(answers: WizardState) -> Choices:
    """Name the staff who may approve: anybody but the one who pays."""
    return [one for one in staff(answers) if one[0] != answers.member.id]


def _slug(_: WizardState, value: Any) -> str:
    from kocbook.intake.acts.staff_records import require_slug

    return require_slug(value)


FIELDS = (
    Field("handbook", is_argument=True, choices=handbooks),
    Field("reference"),
    Field("approved-by", choices=_colleagues),
    Field("date", AnswerKind.DAY, default=lambda known: known.session.day),
    Field("note", needed=optional),
    Field("slug", resolve=_slug, default=lambda _: "payment"),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def payout(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write a payment; on a terminal, what is missing is asked."""
    from kocbook.app.new_records import draft_payout

    writing = Writing(session, "new.payout", opens, member)
    values = ask_all(WizardState(session, writing.member), "payout", FIELDS, given, yes)
    draft = draft_payout(writing.writer, values)
    say(session, "cli.new.payout.lines", n=draft.lines, total=draft.total)
    return writing.submit_act(draft.act)
