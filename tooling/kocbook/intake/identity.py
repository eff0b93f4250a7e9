"""Which member is at work here, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kocbook.base.errors import UsageError
from kocbook.git.repository import Repository
from kocbook.insight.lookup import look_up, member_names, no_such
from kocbook.model.community import Community
from kocbook.model.people import Member


class KnownBy(StrEnum):
    """What told who is at work."""

    ASKED = "asked"
    CLONE = "clone"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Identity:
    """The member who is at work, and what told that."""

    member: Member
    by: KnownBy


def find_member(community: Community, repository: Repository, asked: str | None) -> Member:
    """Return the member who is at work; see `find_identity`."""
    return find_identity(community, repository, asked).member


def find_identity(community: Community, repository: Repository, asked: str | None) -> Identity:
    """Return the member that was named, that this clone remembers, or whose account Git names.

    The account's number decides where the e-mail address holds one: logins get renamed.

    Raises:
        UsageError: nobody was named and nobody fits, or the one named is not on the roster.
    """
    remembered = repository.identity.setting("koc", "member")
    named = asked or remembered
    if named:
        known = community.members.get(community.find_person(named))
        if known is None or known.has_left:
            if asked is None:
                raise UsageError("errors.not-joined-yet", member=named)
            raise no_such("member", named, look_up(named, member_names(community)).near)
        return Identity(known, KnownBy.ASKED if asked else KnownBy.CLONE)
    login, number = repository.identity.account(community.settings.site.repository)
    for record, member in community.iter_accounts():
        if number is not None and record.github_id == number:
            return Identity(member, KnownBy.ACCOUNT)
    for record, member in community.iter_accounts():
        if number is None and login is not None and record.github.casefold() == login.casefold():
            return Identity(member, KnownBy.ACCOUNT)
    raise UsageError("errors.who-are-you")
