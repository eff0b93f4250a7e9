"""`koc agreements`: who agreed to what and when, by which commit, and does it still hold?"""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE)
@format_option()
@click.pass_obj
def agreements(session: Session, module: str, output: str) -> None:
    """List who relied on what in one module, from its records and from Git's history."""
    from kocbook.app.agreements import list_agreements
    from kocbook.report.agreements_table import agreements_table

    session = session.with_private_if_here()
    lines = list_agreements(session, module)
    table = agreements_table(session.community, lines, session.day, session.texts)
    print_table(session, table, output)
    remark_unreadable(session)
