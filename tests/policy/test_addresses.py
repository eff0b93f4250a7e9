"""Old addresses of an account are its owner's by the account's number, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from kocbook.insight.accounts import hash_email
from kocbook.policy.request import open_request
from tests.policy.people import ACCOUNTS, AS_OF, community
from tests.records.test_git_tree import commit, git, repository

__all__ = ["repository"]

ME = ACCOUNTS["member"]
NOREPLY = "users.noreply.github.com"
RECORD = "members/passer-by.yml"
OTHER = "members/lead.yml"


def judge(root: Path, seen: list[str], listed: str, committed_as: str) -> bool:
    """Say whether a member may list an address; `seen` stand in the base already."""
    files = community()
    commit(root, files)
    for email in seen:
        git(root, "-c", f"user.email={email}", "commit", "-q", "--allow-empty", "-m", "x")
    git(root, "switch", "-qc", "topic")
    git(root, "config", "user.email", committed_as)
    commit(root, {RECORD: {**files[RECORD], "commit_emails": [hash_email(listed)]}})
    found = []
    for accounts in (None, [ME]):
        with open_request(root, "main", "topic", accounts) as request:
            judgement = request.judge(ME, AS_OF)
            rules = {finding.rule for finding in judgement.refusals}
            assert rules <= {"policy-join-address"}
            found.append(judgement.allowed)
    assert found[0] == found[1]
    return found[0]


def mine(login: str) -> str:
    return f"{ME.number}+{login}@{NOREPLY}"


@pytest.mark.parametrize(
    ("seen", "listed", "allowed"),
    [
        ([mine("old-name")], f"old-name@{NOREPLY}", True),
        ([mine("Old-Name"), f"old-name@{NOREPLY}"], f"old-name@{NOREPLY}", True),
        ([mine("old-name")], mine("old-name"), True),
        ([], f"old-name@{NOREPLY}", False),
        ([f"old-name@{NOREPLY}"], f"old-name@{NOREPLY}", False),
        ([f"9+old-name@{NOREPLY}"], f"old-name@{NOREPLY}", False),
        ([mine("old-name"), f"9+old-name@{NOREPLY}"], f"old-name@{NOREPLY}", False),
    ],
    ids=["renamed", "both", "numbered", "unseen", "plain", "anothers", "two-accounts"],
)
def test_a_number_tells_whose_an_older_login_is(
    repository: Path, seen: list[str], listed: str, allowed: bool
) -> None:
    assert judge(repository, seen, listed, "me@home.example") == allowed


@pytest.mark.parametrize("login", ["somebody-else", "account1"])
def test_a_commit_under_anothers_account_is_no_proof(repository: Path, login: str) -> None:
    address = f"{login}@{NOREPLY}"
    assert not judge(repository, [], address, address)


def test_todays_login_of_a_member_is_not_taken_by_a_number(repository: Path) -> None:
    login = community()[OTHER]["github"]
    assert not judge(repository, [mine(login)], f"{login}@{NOREPLY}", "me@home.example")


def test_the_numbered_address_of_another_is_no_proof(repository: Path) -> None:
    address = f"9+old-name@{NOREPLY}"
    assert not judge(repository, [], address, address)


def test_only_a_lead_says_whose_addresses_are_one(repository: Path) -> None:
    commit(repository, community())
    git(repository, "switch", "-qc", "topic")
    commit(repository, {".mailmap": b"Me <me@home.example> <victim@home.example>\n"})
    for name, allowed in (("member", False), ("operator", False), ("lead", True)):
        with open_request(repository, "main", "topic", [ACCOUNTS[name]]) as request:
            assert request.judge(ACCOUNTS[name], AS_OF).allowed == allowed
