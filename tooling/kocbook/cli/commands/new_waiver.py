"""`koc new waiver`: why somebody who touched a page is not credited for it."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed, find_module_key
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.wizard import Field, WizardState, ask_all, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import WaiverReason


def _candidate(answers: WizardState, value: Any) -> str:
    """Return the member who is meant, or the account or address as it was written."""
    return answers.session.resolve("member", value)


FIELDS = (
    Field("module", is_argument=True, resolve=find_module_key),
    Field("candidate", resolve=_candidate),
    Field("reason", choices=Listed("waiver", WaiverReason)),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def waiver(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write a waiver; on a terminal, what is missing is asked."""
    from kocbook.app.leading import draft_waiver

    writing = Writing(session, "new.waiver", opens, member)
    values = ask_all(WizardState(session, writing.member), "waiver", FIELDS, given, yes)
    return writing.submit_act(draft_waiver(writing.writer, values))
