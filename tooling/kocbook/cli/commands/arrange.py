"""`koc arrange`: the parts of a team, put in order for the page."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("steps", nargs=-1, required=True, metavar="STEP...")
@member_option
@open_option
@click.pass_obj
def arrange(
    session: Session, module: str, steps: tuple[str, ...], member: str | None, opens: bool
) -> int:
    """Arrange the parts of all seats into one page."""
    from kocbook.app.arrange import arrange_parts

    writing = Writing(session, "arrange", opens, member)
    return writing.submit_act(arrange_parts(writing.writer, writing.facts(module), steps))
