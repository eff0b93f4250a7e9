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
    from kocbook.intake.acts.staff_records import reuse_authors, reuse_files

    writing = Writing(session, "new.reuse", opens, member)
    values = ask_all(WizardState(session, writing.member), "reuse", FIELDS, given, yes)
    facts = writing.facts(values["module"])
    found, day, slug = facts.module, values["date"], values["slug"]
    record = {**values, "authors": reuse_authors(session.community, facts)}
    files = reuse_files(session.folder, found, writing.member, day, slug, record)
    names = [session.community.members[one].name for one in record["authors"]]
    say(session, "cli.new.reuse.authors", names=names)
    data = {"module": found.key, "title": values["title"], "channel": values["channel"]}
    return writing.submit(f"reuse/{found.handbook}-{found.id}-{day}-{slug}", files, data)
