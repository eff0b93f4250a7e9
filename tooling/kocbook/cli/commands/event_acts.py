"""`koc approve`: a lead lets an event cost money. `koc call-off`: an event does not take place."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import EVENT
from kocbook.cli.ui.writing import Writing, agree, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("event", type=EVENT, metavar="EVENT")
@member_option
@open_option
@click.pass_obj
def approve(session: Session, event: str, member: str | None, opens: bool) -> int:
    """Approve an event, and open it for registration where it is not yet."""
    from kocbook.app.events import draft_approval

    writing = Writing(session, "approve", opens, member)
    return writing.submit_act(draft_approval(writing.writer, event))


@click.command(cls=KocCommand, name="call-off")
@click.argument("event", type=EVENT, metavar="EVENT")
@click.option("--because", metavar="TEXT", required=True)
@click.option("--yes", is_flag=True)
@member_option
@open_option
@click.pass_obj
def call_off(
    session: Session, event: str, because: str, yes: bool, member: str | None, opens: bool
) -> int:
    """Call an event off, with the reason."""
    from kocbook.app.events import draft_calling_off

    writing = Writing(session, "call-off", opens, member)
    draft = draft_calling_off(writing.writer, event, because)
    agree(session, "cli.call-off.agree", yes)
    return writing.submit_act(draft)
