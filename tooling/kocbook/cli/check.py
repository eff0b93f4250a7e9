"""`koc check`: is everything in order?"""

from __future__ import annotations

import click

from kocbook.cli.command import KocCommand
from kocbook.cli.full_check import check_everything
from kocbook.cli.options import format_option
from kocbook.cli.output import print_report
from kocbook.cli.session import Session


@click.command(cls=KocCommand)
@format_option(("text", "github", "json", "sarif", "markdown"))
@click.pass_obj
def check(session: Session, output: str) -> int:
    """Check every record, page and picture; exit with 1 if there are errors."""
    report = check_everything(session)
    print_report(session, report, output)
    return 1 if report.errors else 0
