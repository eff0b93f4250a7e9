"""Who stands behind the name and e-mail address of a commit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from kocbook.git.history import Signature
from kocbook.model.community import Community
from kocbook.model.forges import PrivateMail
from kocbook.records.departure import departed_address

EMAIL_HASH_LENGTH = 16


@dataclass(frozen=True, slots=True, order=True)
class CreditCandidate:
    """Somebody who may have to be credited.

    `key` names them in waivers: a member's id, an account's login, `mail:` and the start of the
    hash of an address, or their name where the commit tells no address. `member` is None for those whom no member record names; then `name`
    and `email_hash` are what the commit says of them.
    """

    key: str
    member: str | None = field(compare=False)
    name: str = field(compare=False)
    login: str | None = field(default=None, compare=False)
    number: int | None = field(default=None, compare=False)
    email_hash: str | None = field(default=None, compare=False)


def hash_email(address: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of an address, in lower case.

    The address itself never has to stand in a record. A hash is no secret: whoever knows the
    address can compute it too.
    """
    digest = hashlib.sha256(address.strip().lower().encode()).hexdigest()
    return digest[:EMAIL_HASH_LENGTH]


EMPTY_ADDRESS = hash_email("")
"""The hash of an address that nobody has: commits without one would all be one member's."""


class AccountBook:
    """Finds the members behind signatures: by account number, login, or a hash that they gave."""

    def __init__(self, community: Community, signatures: Iterable[Signature] = ()) -> None:
        """Index the members' accounts.

        Among all `signatures` of a history, those with an account's number tell its older logins.
        """
        self._members = community.members
        self._private = PrivateMail.of(community.settings.site.repository)
        self._numbers: dict[int, str] = {}
        self._logins: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        for record, member in community.iter_accounts():
            if record.github_id is not None:
                self._numbers[record.github_id] = member.id
                self._logins[record.github.casefold()] = member.id
            else:
                self._hashes[hash_email(departed_address(record.id))] = member.id
            self._hashes.update(dict.fromkeys(record.commit_emails, member.id))
        self._hashes.pop(EMPTY_ADDRESS, None)
        older = find_logins(signatures, self._private)
        self._older = {
            login: self._numbers[number]
            for login, numbers in older.items()
            if len(numbers) == 1 and (number := next(iter(numbers))) in self._numbers
        }

    def find(self, signature: Signature) -> CreditCandidate:
        """Return who signed. The number decides where the address has one: logins are renamed.

        Otherwise a hash that a member gave does, then a login of today, then one of earlier.
        """
        login, number = self._private.read(signature.email) or ("", None)
        hashed = hash_email(signature.email)
        member = self._numbers.get(number) if number is not None else None
        member = member or self._hashes.get(hashed)
        if member is None and login and number is None:
            name = login.casefold()
            member = self._logins.get(name) or self._older.get(name)
        if member is not None:
            return self.member(member)
        if login:
            return CreditCandidate(login, None, signature.name, login, number)
        if hashed == EMPTY_ADDRESS:
            return CreditCandidate(signature.name.strip() or "?", None, signature.name)
        return CreditCandidate(f"mail:{hashed}", None, signature.name, email_hash=hashed)

    def member(self, member: str) -> CreditCandidate:
        """Return a member as a candidate."""
        record = self._members.get(member)
        if record is None:
            return CreditCandidate(member, member, member)
        return CreditCandidate(member, member, record.name, record.github, record.github_id)


def find_logins(signatures: Iterable[Signature], mail: PrivateMail) -> dict[str, set[int]]:
    """Return the numbers with which each login stands in private addresses, in lower case.

    A login with several was given up by one account and taken by another: it is nobody's for sure.
    """
    found: dict[str, set[int]] = {}
    for signature in signatures:
        login, number = mail.read(signature.email) or ("", None)
        if number is not None:
            found.setdefault(login.casefold(), set()).add(number)
    return found
