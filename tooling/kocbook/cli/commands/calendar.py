"""`koc calendar`: campaigns, holidays and product dates, and what hangs on them."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import format_option
from kocbook.cli.ui.output import print_table, remark_unreadable


@click.command(cls=KocCommand)
@click.option("--all", "everything", is_flag=True)
@format_option()
@click.pass_obj
def calendar(session: Session, everything: bool, output: str) -> None:
    """Print the calendar; without --all, what is over or cancelled is left out."""
    from kocbook.app.calendar import list_dates
    from kocbook.report.calendar_table import calendar_table

    dates = list_dates(session, everything)
    print_table(
        session, calendar_table(session.community, dates, session.day, session.texts), output
    )
    remark_unreadable(session)
