"""`koc remind`: who is to be reminded of what, today or since the last time."""

from __future__ import annotations

from datetime import date

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import Day, filter_options, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable


@click.command(cls=KocCommand)
@click.option("--on", type=Day(), metavar="DATE")
@click.option("--since", type=Day(), metavar="DATE")
@filter_options
@format_option()
@click.pass_obj
def remind(
    session: Session,
    on: date | None,
    since: date | None,
    handbook: str | None,
    member: str | None,
    output: str,
) -> None:
    """Print the reminders of a day, or of all days since the last run."""
    from kocbook.insight.news import find_news
    from kocbook.insight.reminders import find_reminders
    from kocbook.report.reminders_table import reminders_table

    session.as_of = on or session.as_of
    if since is not None and since > session.day:
        raise UsageError("errors.since-after", since=since, day=session.day)
    asked = (session.community, session.facts, session.day, since)
    found = [*find_reminders(*asked), *find_news(*asked)]
    session.check_names(handbook, member)
    table = reminders_table(session.community, found, session.day, session.texts)
    print_table(session, table.only(handbook=handbook, member=member), output)
    remark_unreadable(session)
