"""Whose change it is: an account, found among the members of the base."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kocbook.base.errors import UsageError
from kocbook.model.community import Community
from kocbook.model.enums import StaffRole
from kocbook.model.people import Member

_ACTOR = re.compile(
    r"(?P<login>[A-Za-z0-9][A-Za-z0-9-]{0,99}(?:\[bot\])?)(?::(?P<number>\d{1,18}))?"
)


@dataclass(frozen=True, slots=True)
class Account:
    """An account: its login, and its number where it is known. Logins are renamed and reused."""

    login: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of a change. `member` is None for somebody who is no member on the base.

    `reused` is the member whose login this account has, under another number. `is_proven` is
    False where no number was given, so that the login alone decided.
    """

    account: Account
    member: Member | None
    reused: Member | None = None

    @property
    def is_proven(self) -> bool:
        """True where the account's number decided."""
        return self.account.number is not None

    @property
    def id(self) -> str | None:
        """The member's id."""
        return self.member.id if self.member else None

    @property
    def is_staff(self) -> bool:
        """True for the brand's own people."""
        return self.member is not None and self.member.is_staff

    @property
    def is_lead(self) -> bool:
        """True for a project lead."""
        return self.has_role(StaffRole.PROJECT_LEAD)

    def has_role(self, *roles: StaffRole) -> bool:
        """True for staff who have one of these roles."""
        return self.member is not None and not set(roles).isdisjoint(self.member.staff)


def parse_account(text: str) -> Account:
    """Read LOGIN or LOGIN:NUMBER.

    Raises:
        UsageError: it is neither.
    """
    match = _ACTOR.fullmatch(text.strip())
    if match is None:
        raise UsageError("errors.actor-unclear", actor=text)
    number = match["number"]
    return Account(match["login"], int(number) if number else None)


def resolve_actor(base: Community, account: Account) -> Actor:
    """Find the member whose account this is, on the base.

    The number decides where there is one: a login under another number is somebody else. Where
    two members would fit, it is nobody.
    """
    login = account.login.casefold()
    accounts = list(base.iter_accounts())
    same_login = _people(person for held, person in accounts if held.github.casefold() == login)
    if account.number is None:
        return Actor(account, same_login[0] if len(same_login) == 1 else None)
    mine = _people(person for held, person in accounts if held.github_id == account.number)
    if len(mine) == 1:
        return Actor(account, mine[0])
    return Actor(account, None, same_login[0] if same_login and not mine else None)


def _people(found: Iterable[Member]) -> list[Member]:
    """List members, each once: two merged records may name one account."""
    return list({member.id: member for member in found}.values())
