"""`koc register`: register for an event, or give one's place back."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import EVENT
from kocbook.cli.ui.writing import Writing, member_option, open_option, say


@click.command(cls=KocCommand)
@click.argument("event", type=EVENT, metavar="EVENT")
@click.option("--shift", metavar="ID")
@click.option("--note", metavar="TEXT")
@click.option("--cancel", is_flag=True)
@member_option
@open_option
@click.pass_obj
def register(
    session: Session,
    event: str,
    shift: str | None,
    note: str | None,
    cancel: bool,
    member: str | None,
    opens: bool,
) -> int:
    """Register for an event, or cancel."""
    from kocbook.app.events import draft_cancellation, draft_registration

    if cancel:
        writing = Writing(session, "register.cancel", opens, member)
        return writing.submit_act(draft_cancellation(writing.writer, event))
    writing = Writing(session, "register", opens, member)
    draft, waits = draft_registration(writing.writer, event, shift, (note or "").strip() or None)
    key = "cli.register.waits" if waits else "cli.register.placed"
    return writing.submit_act(draft, lambda: say(session, key, n=waits, **draft.data))
