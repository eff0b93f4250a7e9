"""Who stands behind the name and e-mail address of a commit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from kocbook.load.departure import farewell_address
from kocbook.load.history import Signature
from kocbook.model.community import Community
from kocbook.model.forges import PrivateMail

EMAIL_HASH_LENGTH = 16


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Somebody who may have to be credited.

    `key` names them in waivers: a member's id, an account's login, or `mail:` and the start of
    the hash of an address. `member` is None for those whom no member record names; then `name`
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


class AccountBook:
    """Finds the members behind signatures: by account number, login, or a hash that they gave."""

    def __init__(self, community: Community) -> None:
        """Index the members' accounts."""
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
                self._hashes[hash_email(farewell_address(record.id))] = member.id
            self._hashes.update(dict.fromkeys(record.commit_emails, member.id))

    def find(self, signature: Signature) -> Candidate:
        """Return who signed. The number decides where the address has one: logins are renamed."""
        account = self._private.read(signature.email)
        hashed = hash_email(signature.email)
        if account is None:
            member = self._hashes.get(hashed)
            stranger = Candidate(f"mail:{hashed}", None, signature.name, email_hash=hashed)
            return self.member(member) if member else stranger
        login, number = account
        by_login = self._logins.get(login.casefold())
        member = by_login if number is None else self._numbers.get(number)
        return (
            self.member(member) if member else Candidate(login, None, signature.name, login, number)
        )

    def member(self, member: str) -> Candidate:
        """Return a member as a candidate."""
        record = self._members.get(member)
        if record is None:
            return Candidate(member, member, member)
        return Candidate(member, member, record.name, record.github, record.github_id)
