"""Invitations that staff write, and the word of those who cannot come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.insight.invitations import InvitationState, find_waiting, invitation_state
from kocbook.insight.state import ModuleFacts
from kocbook.intake.acts.seats import edit_file
from kocbook.model.enums import Access
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.model.settings import Limits
from kocbook.model.work import Invitation
from kocbook.records.record_text import render_record


def invitation_files(
    root: Path,
    facts: ModuleFacts,
    seat: str,
    invited: Member,
    by: Member,
    day: date,
    reason: str,
    limits: Limits,
) -> Files:
    """Return the record of a new invitation.

    Raises:
        UsageError: `by` is not of the staff, everybody may claim the module, or the seat is not
            free to be offered.
    """
    module, brief = facts.module, facts.module.brief
    found = next((item for item in facts.seats if item.seat.id == seat), None)
    if not by.is_staff:
        raise UsageError("errors.invite-by-staff", member=by.id)
    if brief.access is Access.OPEN:
        raise UsageError("errors.invite-to-open", module=module.key)
    if found is None:
        seats = [item.id for item in brief.seats]
        raise UsageError("errors.no-seat", seat=seat, module=module.key, seats=seats)
    if not found.state.is_claimable:
        raise UsageError("errors.invite-seat-held", seat=seat, module=module.key)
    if waiting := find_waiting(module, seat, limits, day):
        raise UsageError("errors.invite-waiting", seat=seat, member=waiting.member)
    number = 1
    while (root / f"{module.folder}/invitations/{seat}-{number}.yml").exists():
        number += 1
    path = f"{module.folder}/invitations/{seat}-{number}.yml"
    values = {
        "member": invited.id,
        "by": by.id,
        "date": day,
        "reason": reason,
        "terms": terms_fingerprint(brief),
    }
    return {path: render_record(RecordKind.INVITATION, path, values).encode()}


def find_own_invitation(
    facts: ModuleFacts, member: Member, seat: str | None, limits: Limits, day: date
) -> Invitation:
    """Return the invitation of a member that still waits for an answer.

    Raises:
        UsageError: there is none.
    """
    for invitation in facts.module.invitations:
        state = invitation_state(facts.module, invitation, limits, day)
        mine = invitation.member == member.id and seat in (None, invitation.seat)
        if mine and state is InvitationState.WAITING:
            return invitation
    raise UsageError("errors.no-invitation", module=facts.module.key, member=member.id)


def decline_files(root: Path, invitation: Invitation, day: date) -> Files:
    """Return the invitation with the day on which it was declined."""
    return edit_file(root, invitation.path, "declined", day)
