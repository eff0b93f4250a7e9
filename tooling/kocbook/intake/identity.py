"""Which member is at work here."""

from __future__ import annotations

from kocbook.base.errors import UsageError
from kocbook.git.repository import Repository
from kocbook.model.community import Community
from kocbook.model.people import Member


def find_member(community: Community, repository: Repository, asked: str | None) -> Member:
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
            raise UsageError(f"errors.{'no-member' if asked else 'not-joined-yet'}", member=named)
        return known
    login, number = repository.identity.account(community.settings.site.repository)
    for record, member in community.iter_accounts():
        if number is not None and record.github_id == number:
            return member
    for record, member in community.iter_accounts():
        if number is None and login is not None and record.github.casefold() == login.casefold():
            return member
    raise UsageError("errors.who-are-you")
