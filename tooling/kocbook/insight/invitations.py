"""Invitations to a seat: who was asked, what came of it, and who may claim what is by invitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from kocbook.insight.skills import SkillGraph, has_skills
from kocbook.model.brief import Seat
from kocbook.model.community import Module
from kocbook.model.enums import Access
from kocbook.model.people import Member
from kocbook.model.settings import Limits
from kocbook.model.work import Invitation


class InvitationState(StrEnum):
    """What came of an invitation."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


def last_day(invitation: Invitation, limits: Limits) -> date:
    """Return the last day on which an invitation can be answered."""
    return invitation.date + timedelta(days=limits.invitation_days)


def invitation_state(
    module: Module, invitation: Invitation, limits: Limits, as_of: date
) -> InvitationState:
    """Say what came of an invitation by the day `as_of`; silence lapses, blame-free."""
    if _answer(module, invitation, limits):
        return InvitationState.ACCEPTED
    if invitation.declined and invitation.declined <= as_of:
        return InvitationState.DECLINED
    lapsed = as_of > last_day(invitation, limits)
    return InvitationState.LAPSED if lapsed else InvitationState.WAITING


def find_waiting(module: Module, seat: str, limits: Limits, as_of: date) -> Invitation | None:
    """Return the invitation to a seat that still waits for its answer, or None."""
    for invitation in module.invitations:
        if invitation.seat == seat and invitation.date <= as_of:
            state = invitation_state(module, invitation, limits, as_of)
            if state is InvitationState.WAITING:
                return invitation
    return None


def members_asked(module: Module) -> frozenset[str]:
    """Return everybody who was invited to any seat of a module: nobody is asked twice."""
    return frozenset(invitation.member for invitation in module.invitations)


def ends(module: Module, invitation: Invitation, limits: Limits) -> date:
    """Return the day from which the seat is free for another invitation.

    The day of declining, that of giving an accepted seat back, or the day after the last.
    """
    if invitation.declined:
        return invitation.declined
    answer = _answer(module, invitation, limits)
    if answer is not None:
        return answer
    return last_day(invitation, limits) + timedelta(days=1)


def may_claim(
    module: Module,
    seat: Seat,
    member: Member,
    day: date,
    limits: Limits,
    graph: Callable[[], SkillGraph],
) -> bool:
    """True for those who may claim a seat on `day`.

    In a module by invitation these are the members its brief names, those who hold an invitation
    to this seat that day, and those in its talent pool. A brief that says none of this invites
    whoever declares the skills of the seat. `graph` is asked only where the pool decides.
    """
    brief = module.brief
    if brief.access is Access.OPEN or member.id in brief.invited:
        return True
    for invitation in module.invitations:
        asked = (invitation.seat, invitation.member) == (seat.id, member.id)
        end = invitation.declined or last_day(invitation, limits) + timedelta(days=1)
        if asked and invitation.date <= day < end:
            return True
    if brief.pool:
        return has_skills(graph().get(member.id, {}), brief.pool)
    if brief.invited or module.invitations:
        return False
    return set(seat.skills) <= set(member.skills)


def _answer(module: Module, invitation: Invitation, limits: Limits) -> date | None:
    """Return when the seat that an invitation won was given back; far ahead while it is held.

    None where the one invited never claimed it in time.
    """
    for claim in (*module.past_claims, *module.claims.values()):
        same = (claim.seat, claim.member) == (invitation.seat, invitation.member)
        if same and invitation.date <= claim.claimed <= last_day(invitation, limits):
            return claim.released or date.max
    return None
