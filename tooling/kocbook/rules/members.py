"""Rules about the roster."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("member")


@rule(
    "member-duplicate-account",
    Severity.ERROR,
    Reach.MEMBER,
    moved_by={RecordKind.MEMBER: Reach.MEMBER},
)
def member_duplicate_account(context: Context) -> Iterator[Hit]:
    """Two members have one GitHub account, by its number or by its name without regard to case."""
    numbers: dict[int, str] = {}
    logins: dict[str, str] = {}
    for record, person in _accounts(context):
        if record.github_id is None:
            continue  # who left has no account any more
        login = record.github.casefold()
        number = numbers.setdefault(record.github_id, person.id)
        owner = logins.setdefault(login, person.id)
        if number != person.id:
            yield at(record.path, "github_id"), {"account": record.github_id, "other": number}
        elif owner != person.id:
            yield at(record.path, "github"), {"account": record.github, "other": owner}


@rule(
    "member-duplicate-email",
    Severity.ERROR,
    Reach.MEMBER,
    moved_by={RecordKind.MEMBER: Reach.MEMBER},
)
def member_duplicate_email(context: Context) -> Iterator[Hit]:
    """Two members give one hash of an e-mail address for their commits."""
    owners: dict[str, str] = {}
    for record, person in _accounts(context):
        for index, hashed in enumerate(record.commit_emails):
            other = owners.setdefault(hashed, person.id)
            if other != person.id:
                yield at(record.path, "commit_emails", index), {"hash": hashed, "other": other}


@rule("member-same-as", Severity.ERROR, Reach.MODULE)
def member_same_as(context: Context) -> Iterator[Hit]:
    """A record is merged into itself, into nobody, or into a record that is merged itself."""
    for member in context.community.members.values():
        if member.same_as is not None:
            yield at(member.path, "same_as"), {"member": member.same_as}


def _accounts(context: Context) -> list[tuple[Member, Member]]:
    """List records with the people whose they are, those who joined first in front."""
    accounts = context.community.iter_accounts()
    return sorted(accounts, key=lambda pair: (pair[0].joined, pair[0].id))
