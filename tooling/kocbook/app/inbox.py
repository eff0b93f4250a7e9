"""Everything that waits for one member: what the records tell, and files that are out of step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.insight.waits.wait import Wait, WaitKind

if TYPE_CHECKING:
    from kocbook.intake.identity import Identity
    from kocbook.model.people import Member


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for a member, soonest first."""

    member: Member
    waits: Sequence[Wait]


def find_me(session: Session, asked: str | None) -> Identity:
    """Return who is at work in this clone.

    Raises:
        UsageError: nobody can be told, or the one named is not on the roster.
    """
    from kocbook.git.repository import Repository
    from kocbook.intake.identity import find_identity

    repository = Repository(session.folder)
    try:
        return find_identity(session.community, repository, asked)
    finally:
        repository.close()


def may_tell_who(session: Session) -> bool:
    """True where Git's settings may tell who is at work: asked before anything is read."""
    from kocbook.git.run import read_git
    from kocbook.model.forges import PrivateMail

    if read_git(session.folder, "config", "--get", "koc.member"):
        return True
    address = (read_git(session.folder, "config", "--get", "user.email") or b"").decode().strip()
    home = str(session.settings.get("site", {}).get("repository", ""))
    return PrivateMail.of(home).read(address) is not None


def all_waits(session: Session) -> list[Wait]:
    """List all that waits in the community, for whomever."""
    from kocbook.insight.waits.find import find_waits

    found = find_waits(session.community, session.facts, session.day)
    return [*found, *_stale_files(session)]


def open_inbox(session: Session, member: Member) -> Inbox:
    """Return what waits for a member."""
    from kocbook.insight.waits.find import inbox_of

    return Inbox(member, inbox_of(all_waits(session), member.id))


def _stale_files(session: Session) -> list[Wait]:
    """Return files that a command writes and that are not what it would write now: they are the leads'."""
    from kocbook.app.generated import find_outdated
    from kocbook.model.enums import StaffRole
    from kocbook.records.tree import WorkingTree

    community = session.community
    leads = tuple(community.find_staff(StaffRole.PROJECT_LEAD))
    found = find_outdated(WorkingTree(session.folder), community)
    return [
        Wait(
            WaitKind.STALE_FILE,
            leads,
            session.day,
            finding.location.path,
            str(finding.data["command"]),
            what=finding.location.path,
        )
        for finding in found
    ]
