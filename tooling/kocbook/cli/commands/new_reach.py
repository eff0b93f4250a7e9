"""`koc new reach`: figures of reach, taken in from a table."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.writing import Writing, member_option, open_option, say


@click.command(cls=KocCommand)
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@member_option
@open_option
@click.pass_obj
def reach(session: Session, table: Path, member: str | None, opens: bool) -> int:
    """Write the figures of a table into the records of the uses."""
    from kocbook.app.reach import draft_reach

    writing = Writing(session, "new.reach", opens, member)
    draft = draft_reach(writing.writer, table)
    if draft.left:
        say(session, "cli.new.reach.left", lines=[str(line) for line in draft.left])
    return writing.submit_act(draft.act)
