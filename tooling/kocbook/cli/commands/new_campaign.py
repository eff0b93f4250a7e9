"""`koc new campaign`: a date of the calendar that work is planned around."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import CampaignKind


def _free_id(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.calendar import require_new_campaign

    return require_new_campaign(answers.session.community, str(value))


def _suggested_id(answers: WizardState) -> str | None:
    from kocbook.intake.acts.calendar import free_campaign_id

    return free_campaign_id(answers.session.community, answers["title"] or "")


FIELDS = (
    Field("title", is_argument=True),
    Field("id", default=_suggested_id, resolve=_free_id),
    Field("kind", choices=Listed("campaign", CampaignKind)),
    Field("starts", AnswerKind.DAY),
    Field("ends", AnswerKind.DAY, needed=optional),
    Field("lead-days", AnswerKind.NUMBER, needed=optional),
    Field("about", needed=optional),
    Field("url", needed=optional),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def campaign(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write a date into the calendar; on a terminal, what is missing is asked."""
    from kocbook.app.calendar import draft_campaign

    writing = Writing(session, "new.campaign", opens, member)
    values = ask_all(WizardState(session, writing.member), "campaign", FIELDS, given, yes)
    return writing.submit_act(draft_campaign(writing.writer, values))
