"""`koc new event`: a preview, a talk, a tour, a live show, shifts at a booth."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed, members, skills, tiers
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.event import EventKind


def _new(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.events import require_new_event

    return require_new_event(answers.session.community, str(value))


def _module(answers: WizardState, value: Any) -> str:
    return answers.session.find_module(value).key


def _has_shifts(answers: WizardState) -> bool:
    return bool(answers["shift"])


_SHIFT = (
    Field("id"),
    Field("title"),
    Field("places", AnswerKind.NUMBER),
    Field("hours", needed=optional),
    Field("skills", AnswerKind.WORDS, choices=skills, needed=optional),
)

FIELDS = (
    Field("event", is_argument=True, resolve=_new),
    Field("title"),
    Field("kind", choices=Listed("event", EventKind)),
    Field("summary"),
    Field("date", AnswerKind.DAY),
    Field("until", AnswerKind.DAY, needed=optional, is_asked=False),
    Field("hours", needed=optional),
    Field("place", needed=optional),
    Field("opened", AnswerKind.DAY, default=lambda known: known.session.day),
    Field("closes", AnswerKind.DAY, needed=optional),
    Field("shift", AnswerKind.PARTS, parts=_SHIFT, needed=optional),
    Field(
        "places", AnswerKind.NUMBER, needed=optional, applies=lambda known: not _has_shifts(known)
    ),
    Field("tiers", AnswerKind.WORDS, choices=tiers, needed=optional),
    Field("skills", AnswerKind.WORDS, choices=skills, needed=optional),
    Field("invited", AnswerKind.WORDS, choices=members, needed=optional),
    Field("points", AnswerKind.NUMBER, needed=optional),
    Field("gallery", needed=optional, resolve=_module),
    Field("costs", AnswerKind.FLAG, needed=optional),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def event(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Plan an event; on a terminal, what is missing is asked."""
    from kocbook.app.events import draft_event

    writing = Writing(session, "new.event", opens, member)
    values = ask_all(WizardState(session, writing.member), "event", FIELDS, given, yes)
    record = {**values, "shifts": values["shift"]}
    return writing.submit_act(draft_event(writing.writer, record))
