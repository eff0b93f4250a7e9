"""`koc new reuse`: where the work was used, with every author named."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import Choices, Field, WizardState, ask_all, optional, wizard_options
from kocbook.cli.ui.writing import Writing, say


def _module(answers: WizardState, value: Any) -> str:
    return answers.session.find_module(value).key


def _agreed(answers: WizardState) -> Choices:
    found = answers.session.community.modules.get(answers["module"])
    return [(word, word) for word in found.brief.terms.channels] if found else []


def _files(answers: WizardState) -> Choices:
    from kocbook.insight.assets import asset_names

    found = answers.session.community.modules.get(answers["module"])
    return [(name, name) for name in sorted(asset_names(found))] if found else []


def _slug(_: WizardState, value: Any) -> str:
    from kocbook.intake.acts.staff_records import require_slug

    return require_slug(value)


def _usual_slug(answers: WizardState) -> str:
    from kocbook.intake.acts.staff_records import suggest_slug

    return suggest_slug(answers.session.community, answers["channel"])


FIELDS = (
    Field("module", is_argument=True, resolve=_module),
    Field("channel", choices=_agreed),
    Field("title"),
    Field("file", AnswerKind.LINES, choices=_files, needed=optional, is_asked=False),
    Field("url", needed=optional),
    Field("note", needed=optional),
    Field("date", AnswerKind.DAY, default=lambda known: known.session.day),
    Field("slug", resolve=_slug, default=_usual_slug),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def reuse(session: Session, /, member: str | None, opens: bool, yes: bool, **given: object) -> int:
    """Write a reuse record; on a terminal, what is missing is asked."""
    from kocbook.app.new_records import draft_reuse

    writing = Writing(session, "new.reuse", opens, member)
    values = ask_all(WizardState(session, writing.member), "reuse", FIELDS, given, yes)
    draft = draft_reuse(writing.writer, values)
    say(session, "cli.new.reuse.authors", names=draft.authors)
    return writing.submit_act(draft.act)
