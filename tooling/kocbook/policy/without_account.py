"""Members without an account: those of the base, and those whom the change itself takes in."""

from __future__ import annotations

from kocbook.model.people import Member
from kocbook.policy.case import Situation


def find_member(situation: Situation, member: str) -> Member | None:
    """Return a member of the base, or one without an account whom this very change takes in."""
    known = situation.base.members.get(member)
    if known is not None:
        return None if known.has_left else known
    path = f"members/{member}.yml"
    joins = situation.outcome.record(path) if path in situation.changes else None
    return joins if isinstance(joins, Member) and joins.is_carried else None


def find_carried(situation: Situation, member: str) -> Member | None:
    """Return the same, where they have no account."""
    found = find_member(situation, member)
    return found if found is not None and found.is_carried else None
