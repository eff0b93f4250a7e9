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
    if not paths and module is None:
        raise UsageError("errors.missing", name="FILE")
    if module is not None:
        _show_module(session, module, output)
    return _show_files(session, paths, output)


def _show_module(session: Session, key: str, output: str) -> None:
    """Show the page of a module: of a team, what all seats have delivered by now."""
    from kocbook.report.preview import render_preview

    module = session.find_module(key)
    if module.text is None:
        raise UsageError("errors.no-text", module=module.key)
    path = session.folder / f"content/{module.key}/index.md"
    click.echo(render_preview(module.text, path, output, session.texts))


def _show_files(session: Session, paths: tuple[Path, ...], output: str) -> int:
    from kocbook.intake.acts.delivery import read_delivered
    from kocbook.records.brief_beside import find_brief
    from kocbook.report.findings_text import render_findings
    from kocbook.report.preview import render_preview, report_text

    errors = 0
    for path in paths:
        mended = read_delivered(path)
        click.echo(render_preview(mended.text, path, output, session.texts))
        for change in mended.changes:
            click.echo(session.texts(f"typed.{change}"), err=True)
        report = report_text(mended.text, path.name, session.texts, find_brief(path))
        if report.findings:
            lines = render_findings(report, session.texts, paint, terminal_width())
            click.echo("\n".join(lines), err=True)
        errors += report.errors
    return 1 if errors else 0
