"""`koc preview`: a text as readers will see it, with what would be found in it."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.options import MODULE, DeliveredFile
from kocbook.cli.ui.output import paint

_FORMATS = ("text", "html")


@click.command(cls=KocCommand)
@click.argument("paths", type=DeliveredFile(), nargs=-1, metavar="FILE...")
@click.option("--module", type=MODULE, metavar="MODULE")
@click.option("--format", "output", type=click.Choice(_FORMATS), default="text")
@click.pass_obj
def preview(session: Session, paths: tuple[Path, ...], module: str | None, output: str) -> int:
    """Show texts, or the page of a module, as readers will see them; nothing is written."""
    from kocbook.app.preview import preview_module

    if not paths and module is None:
        raise UsageError("errors.missing", name="FILE")
    if module is not None:
        click.echo(preview_module(session, module, output))
    return _show_files(session, paths, output)


def _show_files(session: Session, paths: tuple[Path, ...], output: str) -> int:
    from kocbook.app.preview import preview_files
    from kocbook.report.findings_text import render_findings

    errors = 0
    for one in preview_files(session, paths, output):
        click.echo(one.shown)
        for change in one.changes:
            click.echo(session.texts(f"typed.{change}"), err=True)
        if one.report.findings:
            lines = render_findings(one.report, session.texts, paint, terminal_width())
            click.echo("\n".join(lines), err=True)
        errors += one.report.errors
    return 1 if errors else 0
