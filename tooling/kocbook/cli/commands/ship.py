"""`koc ship`: what an activity decided is there for everybody."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("version", metavar="VERSION")
@click.option("--reference", metavar="NUMBER")
@member_option
@open_option
@click.pass_obj
def ship(
    session: Session,
    module: str,
    version: str,
    reference: str | None,
    member: str | None,
    opens: bool,
) -> int:
    """Write in which version a decision is there."""
    from kocbook.app.new_records import draft_shipped

    writing = Writing(session, "ship", opens, member)
    return writing.submit_act(draft_shipped(writing.writer, module, version, reference))
