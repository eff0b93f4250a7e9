"""Rules about the roster."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, rules_for

rule = rules_for("member")


@rule("member-duplicate-account", Severity.ERROR)
def member_duplicate_account(context: Context) -> Iterator[Hit]:
    """Two members have one GitHub account, by its number or by its name without regard to case."""
    numbers: dict[int, str] = {}
    logins: dict[str, str] = {}
    for member in sorted(context.community.members.values(), key=lambda one: (one.joined, one.id)):
        if member.github_id is None:
            continue  # who left has no account any more
        login = member.github.casefold()
        if member.github_id in numbers:
            data = {"account": member.github_id, "other": numbers[member.github_id]}
            yield at(member.path, "github_id"), data
        elif login in logins:
            yield at(member.path, "github"), {"account": member.github, "other": logins[login]}
        numbers.setdefault(member.github_id, member.id)
        logins.setdefault(login, member.id)


@rule("member-duplicate-email", Severity.ERROR)
def member_duplicate_email(context: Context) -> Iterator[Hit]:
    """Two members give one hash of an e-mail address for their commits."""
    owners: dict[str, str] = {}
    for member in sorted(context.community.members.values(), key=lambda one: (one.joined, one.id)):
        for index, hashed in enumerate(member.commit_emails):
            other = owners.setdefault(hashed, member.id)
            if other != member.id:
                yield at(member.path, "commit_emails", index), {"hash": hashed, "other": other}
