"""`koc preview`: a text as readers will see it, with what would be found in it."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.cli.command import KocCommand
from kocbook.cli.options import DeliveredFile
from kocbook.cli.session import Session

_FORMATS = ("text", "html")


@click.command(cls=KocCommand)
@click.argument("paths", type=DeliveredFile(), nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "output", type=click.Choice(_FORMATS), default="text")
@click.pass_obj
def preview(session: Session, paths: tuple[Path, ...], output: str) -> int:
    """Show texts as readers will see them; nothing is written."""
    from kocbook.intake.delivery import read_delivered
    from kocbook.report.preview import find_in_text, render_preview

    errors = 0
    for path in paths:
        mended = read_delivered(path)
        click.echo(render_preview(mended.text, path, output, session.texts))
        report = find_in_text(mended.text, path.name, session.texts)
        for change in mended.changes:
            click.echo(session.texts(f"typed.{change}"), err=True)
        for found in report:
            click.echo(
                session.texts(
                    "cli.preview.finding",
                    path=found.path,
                    line=found.line,
                    column=found.column,
                    message=found.message,
                    fix=found.fix,
                ),
                err=True,
            )
        errors += sum(found.is_error for found in report)
    return 1 if errors else 0
