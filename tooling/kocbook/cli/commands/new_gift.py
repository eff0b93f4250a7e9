"""`koc new gift`: something promised to a member, tracked until it has arrived."""

from __future__ import annotations

import re
from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed, find_module_key, members
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import GiftKind


def _promised(answers: WizardState) -> object:
    """Return what the module's brief promised beside points, where it did."""
    module = answers.session.community.modules.get(str(answers["module"]))
    return "、".join(module.brief.reward.other) or None if module else None


def _slug(_: WizardState, value: Any) -> str:
    from kocbook.intake.acts.staff_records import require_slug

    return require_slug(value)


def _default_slug(answers: WizardState) -> str:
    member = re.sub(r"[^a-z0-9-]", "", str(answers["to"] or ""))
    return f"{answers['kind']}-{member}"[:40].strip("-")


def _is_sent(answers: WizardState) -> bool:
    return str(answers["kind"]) == GiftKind.GIFT


def _is_fee(answers: WizardState) -> bool:
    return str(answers["kind"]) == GiftKind.FEE


FIELDS = (
    Field("to", choices=members),
    Field("module", resolve=find_module_key, needed=optional),
    Field("kind", choices=Listed("gift", GiftKind), default=lambda _: "gift"),
    Field("what", default=_promised),
    Field("due", AnswerKind.DAY, needed=optional),
    Field("cash", AnswerKind.NUMBER, needed=optional, applies=_is_fee),
    Field("address", needed=optional, applies=_is_sent),
    Field("tracking", needed=optional, applies=_is_sent),
    Field("handed", AnswerKind.FLAG, needed=optional),
    Field("note", needed=optional),
    Field("slug", resolve=_slug, default=_default_slug),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def gift(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write a promise; on a terminal, what is missing is asked."""
    from kocbook.app.gifts import draft_gift

    writing = Writing(session, "new.gift", opens, member)
    values = ask_all(WizardState(session, writing.member), "gift", FIELDS, given, yes)
    return writing.submit_act(draft_gift(writing.writer, values))
