"""`koc rewards`: what was earned, paid, and is still owed; for an accountant as CSV."""

from __future__ import annotations

from datetime import date

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import Day, filter_options, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable


@click.command(cls=KocCommand)
@filter_options
@click.option("--from", "since", type=Day(), metavar="DATE")
@click.option("--to", "until", type=Day(), metavar="DATE")
@click.option("--unpaid", is_flag=True)
@format_option()
@click.pass_obj
def rewards(
    session: Session,
    handbook: str | None,
    member: str | None,
    since: date | None,
    until: date | None,
    unpaid: bool,
    output: str,
) -> None:
    """Print the ledger."""
    from kocbook.report.rewards_table import rewards_table

    session = session.with_private_if_here()
    session.check_names(handbook, member)
    table = rewards_table(session.community, session.facts, session.day, session.texts)
    table = table.only(handbook=handbook, member=member).between("earned", since, until)
    print_table(session, table.without_zero("balance_minor") if unpaid else table, output)
    remark_unreadable(session)
    if session.community.hides_payments:
        click.echo(session.texts("cli.rewards.hidden"), err=True)
