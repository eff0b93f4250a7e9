"""`koc answer`: what the author of a request reads under it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kocbook.app.answer import compose_answers
from kocbook.app.session import Session
from kocbook.base.errors import KocError, UsageError
from kocbook.cli.ui.command import KocCommand


@click.command(cls=KocCommand)
@click.option("--base", metavar="REV", required=True)
@click.option("--head", metavar="REV")
@click.option("--actor", metavar="LOGIN[:ID]")
@click.option("--approved", metavar="LOGIN[:ID]", multiple=True)
@click.option("--edit-base", metavar="URL")
@click.option("--each", type=click.Path(path_type=Path), metavar="FILE")
@click.pass_obj
def answer(
    session: Session,
    base: str,
    head: str | None,
    actor: str | None,
    approved: tuple[str, ...],
    edit_base: str | None,
    each: Path | None,
) -> int:
    """Print the answer to a request as Markdown; exit with 1 if it cannot be merged as it is."""
    session.revision = base
    if each is not None:
        return _answer_each(session, base, each)
    if head is None or actor is None:
        raise UsageError("errors.answer-what")
    code, text = _answer(session, base, head, actor, approved, edit_base)
    click.echo(text)
    return code


def _answer_each(session: Session, base: str, each: Path) -> int:
    """Print a line of JSON for each request of a file, as soon as it is judged; main is read once."""
    from kocbook.git.revision_cache import remember_base
    from kocbook.git.revision_tree import resolve_revision

    worst, commit = 0, resolve_revision(session.folder, base)
    with remember_base(session.folder, commit):
        for row in _read_requests(each):
            try:
                code, text = _answer(session, commit, **row)
                line: dict[str, Any] = {"code": code, "text": text}
                worst = max(worst, code)
            except KocError as error:
                line = {"error": session.texts(error.key, **error.data)}
            click.echo(json.dumps(line, ensure_ascii=False))
    return worst


def _answer(
    session: Session,
    base: str,
    head: str,
    actor: str,
    approved: tuple[str, ...],
    edit_base: str | None,
) -> tuple[int, str]:
    from kocbook.report.answer import check_edit_base, render_answer

    edit_base = check_edit_base(edit_base) if edit_base else None
    answers = compose_answers(session, base, head, actor, approved, edit_base)
    return int(bool(answers[0].report.errors)), render_answer(answers)


def _read_requests(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the requests of a JSON list: head, actor, approved and edit_base of each.

    Raises:
        UsageError: it is no such file.
    """
    try:
        for row in json.loads(path.read_text(encoding="utf-8")):
            yield {
                "head": str(row["head"]),
                "actor": str(row["actor"]),
                "approved": tuple(map(str, row["approved"])),
                "edit_base": row["edit_base"] and str(row["edit_base"]),
            }
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError("errors.bad-requests", path=path) from None
