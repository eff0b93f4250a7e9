"""Prints reports and tables: results to stdout, remarks to stderr."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from kocbook import __version__
from kocbook.app.session import Session
from kocbook.cli.ui.help import terminal_width
from kocbook.report.cells import wrap

if TYPE_CHECKING:
    from kocbook.report.findings import Report
    from kocbook.report.module_status import ModuleStatus
    from kocbook.report.table import Table

_LOOKS: dict[str, dict[str, object]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "good": {"fg": "green"},
    "path": {"fg": "blue"},
    "quiet": {"dim": True},
    "strong": {"bold": True},
}


def paint(text: str, role: str) -> str:
    """Give `text` the look of a role, where stdout shows colours."""
    return click.style(text, **_LOOKS[role]) if has_colour() else text  # type: ignore[arg-type]  # the looks above


def has_colour() -> bool:
    """True on a terminal that knows colours, unless NO_COLOR is set (https://no-color.org)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty()


def remark(session: Session, key: str, **data: object) -> None:
    """Say something beside the result, on stderr."""
    click.echo("\n".join(wrap(session.texts(key, **data), terminal_width())), err=True)


def print_report(session: Session, report: Report, output: str) -> None:
    """Print findings as `output`: text, github, json, sarif or markdown."""
    texts = session.texts
    match output:
        case "json":
            from kocbook.report.findings_json import render_json

            click.echo(render_json(report))
        case "sarif":
            from kocbook.report.findings_sarif import render_sarif

            click.echo(render_sarif(report, __version__, texts.language))
        case "github":
            from kocbook.report.findings_github import render_github
            from kocbook.report.findings_text import summary_sentence

            click.echo(render_github(report), nl=bool(report.findings))
            click.echo(summary_sentence(report, texts), err=True)
        case "markdown":
            from kocbook.report.findings_markdown import render_findings_markdown

            click.echo(render_findings_markdown(report, texts))
        case _:
            from kocbook.report.findings_text import render_text

            click.echo(render_text(report, texts, paint, terminal_width()))


def print_table(session: Session, table: Table, output: str) -> None:
    """Print a table as `output`: table, json, csv or markdown."""
    match output:
        case "json":
            from kocbook.report.table_json import render_table_json

            click.echo(render_table_json(table))
        case "csv":
            from kocbook.report.table_csv import render_table_csv

            click.echo(render_table_csv(table), nl=False)
        case "markdown":
            from kocbook.report.table_markdown import render_table_markdown

            click.echo(render_table_markdown(table, session.texts))
        case _:
            from kocbook.report.table_text import print_table_text

            print_table_text(table, session.texts, sys.stdout)


def print_status(session: Session, status: ModuleStatus, output: str) -> None:
    """Print everything about one module as `output`: table, json, csv or markdown."""
    if output == "json":
        from kocbook.report.json_text import to_json

        click.echo(to_json({"as_of": session.day, "rows": [status.row]}))
    elif output == "table":
        from kocbook.report.module_status import render_status

        click.echo(render_status(status, paint, terminal_width()))
    else:
        print_table(session, status.as_table(session.day), output)


def remark_unreadable(session: Session) -> None:
    """Say that what was shown lacks files with faults, if it does."""
    if session.unreadable:
        remark(session, "cli.unreadable", n=session.unreadable)
