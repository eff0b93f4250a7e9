"""`koc answer`: what the author of a request reads under it."""

from __future__ import annotations

import click

from kocbook.cli.answer_request import compose_answers
from kocbook.cli.command import KocCommand
from kocbook.cli.session import Session


@click.command(cls=KocCommand)
@click.option("--base", metavar="REV", required=True)
@click.option("--head", metavar="REV", required=True)
@click.option("--actor", metavar="LOGIN[:ID]", required=True)
@click.option("--approved", metavar="LOGIN[:ID]", multiple=True)
@click.option("--edit-base", metavar="URL")
@click.pass_obj
def answer(
    session: Session,
    base: str,
    head: str,
    actor: str,
    approved: tuple[str, ...],
    edit_base: str | None,
) -> int:
    """Print the answer to a request as Markdown; exit with 1 if it cannot be merged as it is."""
    from kocbook.report.answer import check_edit_base, render_answer

    session.revision = base
    edit_base = check_edit_base(edit_base) if edit_base else None
    answers = compose_answers(session, base, head, actor, approved, edit_base)
    click.echo(render_answer(answers))
    return 1 if answers[0].report.errors else 0
