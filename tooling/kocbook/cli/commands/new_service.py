"""`koc new service`: guiding newcomers, hosting an event, a day as ambassador."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed, members, skills
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import ServiceKind


def _collecting(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.helping import require_services

    module = answers.session.find_module(value)
    require_services(module)
    return module.key


def _is_mentor(answers: WizardState) -> bool:
    return str(answers["kind"]) == ServiceKind.MENTOR


FIELDS = (
    Field("module", is_argument=True, resolve=_collecting),
    Field("kind", choices=Listed("service", ServiceKind)),
    Field("to", choices=members, default=lambda known: known.member.id),
    Field("date", AnswerKind.DAY, default=lambda known: known.session.day),
    Field("helped", AnswerKind.WORDS, choices=members, needed=_is_mentor),
    Field("event", needed=lambda known: not _is_mentor(known), applies=lambda k: not _is_mentor(k)),
    Field("evidence"),
    Field("hours", AnswerKind.NUMBER, needed=optional),
    Field("url", needed=optional),
    Field("skills", AnswerKind.WORDS, choices=skills, needed=optional),
    Field("note", needed=optional),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def service(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write a service; on a terminal, what is missing is asked."""
    from kocbook.app.helping import draft_service

    writing = Writing(session, "new.service", opens, member)
    values = ask_all(WizardState(session, writing.member), "service", FIELDS, given, yes)
    return writing.submit_act(draft_service(writing.writer, values))
