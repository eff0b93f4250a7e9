"""`koc new review`: goal by goal, what is met, on what evidence, and what comes next."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Choices, Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing
from kocbook.model.enums import Met, Verdict


def _reviewable(answers: WizardState, value: Any) -> str:
    from kocbook.intake.acts.staff_records import require_reviewable

    key = answers.session.find_module(value).key
    require_reviewable(answers.session.facts[key], answers.member, answers.session.day)
    return key


def _goals(answers: WizardState) -> Choices:
    from kocbook.intake.acts.staff_records import goals_to_judge

    module = answers.session.community.modules.get(answers["module"])
    if module is None:
        return []
    goals = goals_to_judge(module, answers.member, answers.session.day)
    return [(goal.id, goal.text + (f" · {goal.measure}" if goal.measure else "")) for goal in goals]


def _wants_more(answers: WizardState) -> bool:
    """True while the work is not accepted: then its author is told what would help."""
    from kocbook.app.new_review import record_of
    from kocbook.intake.acts.staff_records import verdict_of_answers

    module = answers.session.community.modules.get(answers["module"])
    if module is None or not answers["goal"]:
        return False
    return verdict_of_answers(module, record_of(answers.values)) is not Verdict.ACCEPTED


def _is_unmet(answers: WizardState) -> bool:
    return bool(answers["met"] != Met.FULLY)


def _is_team(answers: WizardState) -> bool:
    """True for a team's module: of one who works alone, the goals say what is wanted."""
    module = answers.session.community.modules.get(answers["module"])
    return module is not None and len(module.brief.seats) > 1


GOAL = (
    Field("id"),
    Field("met", choices=Listed("met", Met)),
    Field("evidence", needed=_is_unmet),
    Field("next", needed=_is_unmet, applies=_is_unmet),
)
FIELDS = (
    Field("module", is_argument=True, resolve=_reviewable),
    Field("declined", needed=optional),
    Field("goal", AnswerKind.PARTS, parts=GOAL, each=_goals),
    Field("missing", AnswerKind.LINES, needed=optional, applies=_is_team),
    Field("strength", AnswerKind.LINES),
    Field("improvement", AnswerKind.LINES, needed=_wants_more),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def review(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write a review of what was delivered; on a terminal, what is missing is asked."""
    from kocbook.app.new_review import draft_review

    writing = Writing(session, "new.review", opens, member)
    values = ask_all(WizardState(session, writing.member), "review", FIELDS, given, yes)
    return writing.submit_act(draft_review(writing.writer, values))
