"""`koc reach`: how many saw the work elsewhere."""

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
def reach(session: Session, member: str | None, output: str) -> None:
    """Print every use elsewhere with its newest figures."""
    from kocbook.report.reach_table import reach_table

    session.check_names(None, member)
    table = reach_table(session.community, session.day, session.texts, member=member)
    print_table(session, table, output)
    remark_unreadable(session)
