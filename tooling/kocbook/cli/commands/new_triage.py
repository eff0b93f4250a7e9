"""`koc new triage`: how far a bug report has come."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed, members
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Choices, Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import ReportState

TriageState = StrEnum(  # type: ignore[misc]  # the states that are written
    "TriageState",
    {state.name: state.value for state in ReportState if state is not ReportState.REPORTED},
)


def _hunt(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.triage import require_triageable

    module = answers.session.find_module(value)
    require_triageable(module, answers.member)
    return module.key


def _reports(answers: WizardState) -> Choices:
    """List the reports, each by its reporter and its first words."""
    from kocbook.intake.acts.triage import report_names

    community = answers.session.community
    module = community.modules.get(answers["module"])
    if module is None:
        return []
    said = {name: (one.text or "").splitlines() for name, one in module.responses.items()}
    return [
        (one.id, f"{''.join(one.names)} {''.join(said[one.id][:1])[:40]}".strip(), *one.names)
        for one in report_names(community, module)
    ]


def _is(state: ReportState) -> Any:
    return lambda answers: str(answers["state"]) == state


FIELDS = (
    Field("module", is_argument=True, resolve=_hunt),
    Field("report", is_argument=True, choices=_reports),
    Field("state", choices=Listed("report", TriageState)),
    Field(
        "duplicate-of",
        choices=_reports,
        needed=_is(ReportState.DUPLICATE),
        applies=_is(ReportState.DUPLICATE),
    ),
    Field("confirmed-by", AnswerKind.WORDS, choices=members, needed=optional),
    Field("adopted", AnswerKind.FLAG, needed=optional),
    Field("fixed-in", needed=optional, applies=_is(ReportState.FIXED)),
    Field("reference", needed=optional),
    Field("note", needed=optional),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def triage(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write how far a report has come; on a terminal, what is missing is asked."""
    from kocbook.app.leading import draft_triage

    writing = Writing(session, "new.triage", opens, member)
    values = ask_all(WizardState(session, writing.member), "triage", FIELDS, given, yes)
    return writing.submit_act(draft_triage(writing.writer, values))
