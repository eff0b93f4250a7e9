"""`koc new recognition`: praise, coaching, access or an honour, given to a member."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed, find_module_key, members, skills
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Choices, Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import RecognitionKind


def _is_access(answers: WizardState) -> bool:
    return str(answers["kind"]) == RecognitionKind.ACCESS


def _names_event(answers: WizardState) -> bool:
    return _is_access(answers) and bool(answers["event"])


def _is_honour(answers: WizardState) -> bool:
    return str(answers["kind"]) == RecognitionKind.HONOUR


def _has_title(answers: WizardState) -> bool:
    return _is_honour(answers) and bool(answers["title"])


def _titles(answers: WizardState) -> Choices:
    """Name the yearly titles that the community has."""
    settings, language = answers.session.community.settings, answers.session.language
    named = [tier for tier in settings.tiers if tier.named]
    return [(tier.id, tier.name.in_language(language)) for tier in named]


def _slug(_: WizardState, value: Any) -> str:
    from kocbook.intake.acts.staff_records import require_slug

    return require_slug(value)


FIELDS = (
    Field("to", choices=members),
    Field("kind", choices=Listed("recognition", RecognitionKind)),
    Field("reason"),
    Field("module", resolve=find_module_key, needed=optional),
    Field("event", needed=optional, applies=_is_access),
    Field("held", AnswerKind.DAY, needed=optional, applies=_names_event),
    Field("title", choices=_titles, needed=optional, applies=_is_honour),
    Field(
        "year", AnswerKind.NUMBER, default=lambda known: known.session.day.year, applies=_has_title
    ),
    Field("nominated-by", AnswerKind.WORDS, choices=members, needed=optional, applies=_has_title),
    Field("skills", AnswerKind.WORDS, choices=skills, needed=optional),
    Field("points", AnswerKind.NUMBER, needed=optional),
    Field("private", AnswerKind.FLAG, needed=optional),
    Field("slug", resolve=_slug, default=lambda known: known["kind"]),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def recognition(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write a recognition; on a terminal, what is missing is asked."""
    from kocbook.app.new_records import draft_recognition

    writing = Writing(session, "new.recognition", opens, member)
    values = ask_all(WizardState(session, writing.member), "recognition", FIELDS, given, yes)
    return writing.submit_act(draft_recognition(writing.writer, values))
