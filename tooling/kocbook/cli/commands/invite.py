"""`koc invite` and `koc decline`: offer a seat to one member, and say kindly that one cannot come."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MEMBER, MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("seat", metavar="SEAT")
@click.argument("invited", type=MEMBER, metavar="INVITED")
@click.option("--reason", metavar="TEXT", required=True)
@member_option
@open_option
@click.pass_obj
def invite(
    session: Session,
    module: str,
    seat: str,
    invited: str,
    reason: str,
    member: str | None,
    opens: bool,
) -> int:
    """Write an invitation; the next person is proposed where it stays unanswered."""
    from kocbook.app.invitations import invite_member

    writing = Writing(session, "invite", opens, member)
    return writing.submit_act(invite_member(writing.writer, module, seat, invited, reason))


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("seat", required=False, metavar="[SEAT]")
@member_option
@open_option
@click.pass_obj
def decline(
    session: Session, module: str, seat: str | None, member: str | None, opens: bool
) -> int:
    """Decline an invitation; no reason is asked."""
    from kocbook.app.invitations import decline_invitation

    writing = Writing(session, "decline", opens, member)
    return writing.submit_act(decline_invitation(writing.writer, module, seat))
