"""Offer a seat to one member, or decline such an offer."""

from __future__ import annotations

from datetime import timedelta

from kocbook.app.write import ActDraft, Writer
from kocbook.base.errors import UsageError


def invite_member(writer: Writer, module: str, seat: str, invited: str, reason: str) -> ActDraft:
    """Draft an invitation; the next person is proposed where it stays unanswered.

    Raises:
        UsageError: there is no such module, seat or member, no reason, or nobody may be invited to it.
    """
    from kocbook.intake.acts.invitations import invitation_files

    session = writer.session
    session.check_names(None, invited)
    person = session.community.members.get(invited)
    if person is None or not reason.strip():
        raise UsageError("errors.invite-whom", member=invited)
    facts, limits = writer.facts(module), session.community.settings.limits
    seat = session.find_seat(facts, seat) or seat
    given = (writer.member, session.day, reason.strip(), limits)
    files = invitation_files(session.folder, facts, seat, person, *given)
    branch = f"invite/{facts.module.handbook}-{facts.module.id}-{seat}"
    until = (session.day + timedelta(days=limits.invitation_days)).isoformat()
    data = {"module": facts.module.key, "seat": seat, "name": person.name, "day": until}
    return ActDraft(branch, files, data)


def decline_invitation(writer: Writer, module: str, seat: str | None) -> ActDraft:
    """Draft that one cannot come; no reason is asked.

    Raises:
        UsageError: there is no such module, or no invitation to it.
    """
    from kocbook.intake.acts.invitations import decline_files, find_own_invitation

    session = writer.session
    facts, limits = writer.facts(module), session.community.settings.limits
    wanted = session.find_seat(facts, seat)
    found = find_own_invitation(facts, writer.member, wanted, limits, session.day)
    files = decline_files(session.folder, found, session.day)
    branch = f"decline/{facts.module.handbook}-{facts.module.id}-{found.seat}"
    return ActDraft(branch, files, {"module": facts.module.key, "seat": found.seat})
