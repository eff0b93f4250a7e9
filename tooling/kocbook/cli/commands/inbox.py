"""`koc inbox`: everything that waits for one person, soonest first, with what deals with it."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MEMBER, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable
from kocbook.cli.ui.who import remark_who


@click.command(cls=KocCommand)
@click.option("--for", "asked", type=MEMBER, metavar="MEMBER")
@format_option()
@click.pass_obj
def inbox(session: Session, asked: str | None, output: str) -> None:
    """Print what waits for whoever is at work here, or for a member who is named."""
    from kocbook.app.inbox import find_me, open_inbox
    from kocbook.report.inbox_table import inbox_table

    me = find_me(session, asked)
    found = open_inbox(session, me.member)
    remark_who(session, me)
    table = inbox_table(session.community, found.waits, session.day, session.texts)
    print_table(session, table, output)
    remark_unreadable(session)
