"""`koc new offer`: something that points can be spent on."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import GiftKind


def _slug(_: WizardState, value: Any) -> str:
    from kocbook.intake.acts.staff_records import require_slug

    return require_slug(value)


FIELDS = (
    Field("offer", is_argument=True, resolve=_slug),
    Field("name"),
    Field("name-en", default=lambda known: known["name"]),
    Field("kind", choices=Listed("gift", GiftKind), default=lambda _: "gift"),
    Field("points", AnswerKind.NUMBER),
    Field("stock", AnswerKind.NUMBER),
    Field("each", AnswerKind.NUMBER, needed=optional),
    Field("opened", AnswerKind.DAY, default=lambda known: known.session.day),
    Field("closes", AnswerKind.DAY, needed=optional),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def offer(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write an offer; on a terminal, what is missing is asked."""
    from kocbook.app.exchange import draft_offer

    writing = Writing(session, "new.offer", opens, member)
    values = ask_all(WizardState(session, writing.member), "offer", FIELDS, given, yes)
    return writing.submit_act(draft_offer(writing.writer, values))
