"""`koc respond`: take part in an activity with a choice, a line or a picture."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.app.delegation import Delegation
from kocbook.app.session import Session
from kocbook.cli.commands.deliver import tell_files
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.delegation import delegation_options
from kocbook.cli.ui.options import MODULE, DeliveredFile
from kocbook.cli.ui.writing import Writing, is_interactive, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("photos", type=DeliveredFile(), nargs=-1, metavar="[PHOTO...]")
@click.option("--choice", multiple=True, metavar="ID")
@click.option("--reason", metavar="TEXT")
@click.option("--text", metavar="TEXT")
@click.option("--alt", multiple=True, metavar="TEXT")
@click.option("--without", multiple=True, metavar="NAME")
@click.option("--report", type=click.IntRange(min=1), metavar="NUMBER")
@member_option
@delegation_options
@open_option
@click.pass_obj
def respond(
    session: Session,
    module: str,
    photos: tuple[Path, ...],
    choice: tuple[str, ...],
    reason: str | None,
    text: str | None,
    alt: tuple[str, ...],
    without: tuple[str, ...],
    report: int | None,
    member: str | None,
    opens: bool,
    delegation: Delegation,
) -> int:
    """Write one's response to an activity."""
    from kocbook.app.respond import draft_response
    from kocbook.intake.acts.response import ResponseDraft, require_open

    writing = Writing(session, "respond", opens, member)
    facts = writing.facts(module)
    require_open(facts)
    alt = _ask_alt(session, photos, alt)
    answer = ResponseDraft(choice, _clean(reason), _clean(text), photos, alt, without)
    response = draft_response(writing.writer, facts, answer, report, delegation)
    owner = delegation.owner(writing.writer)
    branch = f"respond/{facts.module.handbook}-{facts.module.id}-{owner.id}"
    data = {"module": facts.module.key, "title": facts.module.brief.title}
    return writing.submit(branch, response.files, data, tell=lambda: tell_files(session, response))


def _ask_alt(session: Session, photos: tuple[Path, ...], alt: tuple[str, ...]) -> tuple[str, ...]:
    """Ask for a description of each picture that has none yet, where somebody can be asked."""
    if not is_interactive():
        return alt
    missing = photos[len(alt) :]
    asked = [click.prompt(session.texts("cli.respond.alt", name=path.name)) for path in missing]
    return (*alt, *asked)


def _clean(words: str | None) -> str | None:
    return (words or "").strip() or None
