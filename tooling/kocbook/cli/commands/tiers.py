"""`koc tiers`: every member's points, tier, and what the next one asks."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MEMBER, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable


@click.command(cls=KocCommand)
@click.option("--member", type=MEMBER, metavar="MEMBER")
@format_option()
@click.pass_obj
def tiers(session: Session, member: str | None, output: str) -> None:
    """Print the tiers."""
    from kocbook.report.tiers_table import tiers_table

    table = tiers_table(session.community, session.facts, session.day, session.texts)
    session.check_names(None, member)
    print_table(session, table.only(member=member), output)
    remark_unreadable(session)
