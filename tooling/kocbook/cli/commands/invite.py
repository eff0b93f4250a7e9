"""`koc invite` and `koc decline`: offer a seat to one member, and say kindly that one cannot come."""

from __future__ import annotations

from datetime import timedelta

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
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
    from kocbook.intake.acts.invitations import invitation_files

    writing = Writing(session, "invite", opens, member)
    session.check_names(None, invited)
    person = session.community.members.get(invited)
    if person is None or not reason.strip():
        raise UsageError("errors.invite-whom", member=invited)
    facts, limits = writing.facts(module), session.community.settings.limits
    given = (writing.member, session.day, reason.strip(), limits)
    files = invitation_files(session.folder, facts, seat, person, *given)
    branch = f"invite/{facts.module.handbook}-{facts.module.id}-{seat}"
    until = (session.day + timedelta(days=limits.invitation_days)).isoformat()
    data = {"module": facts.module.key, "seat": seat, "name": person.name, "day": until}
    return writing.submit(branch, files, data)


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
    from kocbook.intake.acts.invitations import decline_files, find_own_invitation

    writing = Writing(session, "decline", opens, member)
    facts, limits = writing.facts(module), session.community.settings.limits
    found = find_own_invitation(facts, writing.member, seat, limits, session.day)
    files = decline_files(session.folder, found, session.day)
    branch = f"decline/{facts.module.handbook}-{facts.module.id}-{found.seat}"
    data = {"module": facts.module.key, "seat": found.seat}
    return writing.submit(branch, files, data)
