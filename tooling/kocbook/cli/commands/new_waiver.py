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
    from kocbook.intake.acts.leading import waiver_files

    writing = Writing(session, "new.waiver", opens, member)
    values = ask_all(WizardState(session, writing.member), "waiver", FIELDS, given, yes)
    found, candidate = session.find_module(values["module"]), values["candidate"]
    files = waiver_files(found, writing.member, session.day, candidate, values["reason"])
    number = next(iter(files)).rpartition("/")[2].removesuffix(".yml")
    data = {"module": found.key, "title": found.brief.title, "candidate": candidate}
    known = session.community.members.get(candidate)
    agreeing = [known] if known is not None and known.id != writing.member.id else []
    branch = f"waiver/{found.handbook}-{found.id}-{number}"
    return writing.submit(branch, files, data, agreeing=agreeing)
