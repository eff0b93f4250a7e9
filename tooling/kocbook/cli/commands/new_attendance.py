"""`koc new attendance`: who came to an event, and who did not."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import members
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing


def _event(answers: WizardState, value: Any) -> str:
    return answers.session.find_event(value).id


def _expected(answers: WizardState) -> list[str]:
    """List those with a place of whom nobody said that they were absent."""
    from kocbook.insight.events import with_places

    event = answers.session.community.events[answers["event"]]
    absent = {*(answers["absent"] or ()), answers.member.id}
    return [one for one in with_places(event) if one not in absent]


FIELDS = (
    Field("event", is_argument=True, resolve=_event),
    Field("absent", AnswerKind.WORDS, choices=members, needed=optional),
    Field("came", AnswerKind.WORDS, choices=members, needed=optional, default=_expected),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def attendance(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write down who came; on a terminal, what is missing is asked."""
    from kocbook.app.events import draft_attendance

    writing = Writing(session, "new.attendance", opens, member)
    values = ask_all(WizardState(session, writing.member), "attendance", FIELDS, given, yes)
    return writing.submit_act(draft_attendance(writing.writer, values))
