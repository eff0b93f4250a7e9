"""`koc status`: everything about one module, or the community in a few lines."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE, format_option
from kocbook.cli.ui.output import print_status, print_table, remark_unreadable


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, required=False, metavar="[MODULE]")
@format_option()
@click.pass_obj
def status(session: Session, module: str | None, output: str) -> None:
    """Print the status of a module, or of the whole community."""
    if module is None:
        from kocbook.report.community_table import community_table

        table = community_table(session.community, session.facts, session.day, session.texts)
        print_table(session, table, output)
    else:
        from kocbook.report.module_status import module_status

        facts = session.facts[session.find_module(module).key]
        print_status(
            session, module_status(session.community, facts, session.day, session.texts), output
        )
    remark_unreadable(session)
