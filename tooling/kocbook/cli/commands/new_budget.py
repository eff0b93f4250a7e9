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
    from kocbook.base.money import show_money, to_minor
    from kocbook.intake.acts.leading import budget_files

    writing = Writing(session, "new.budget", opens, member)
    values = ask_all(WizardState(session, writing.member), "budget", FIELDS, given, yes)
    community, who, cash = session.community, writing.member, values["cash"]
    book, currency = community.handbooks[values["handbook"]], community.settings.currency
    files = budget_files(session.folder, who, book, cash, currency, session.day)
    total = show_money(to_minor(cash, currency), currency, session.language)
    data = {"handbook": book.id, "title": book.title, "total": total}
    return writing.submit(f"budget/{book.id}", files, data)
