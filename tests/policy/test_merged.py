"""What was merged is judged once more: pushes past the requests are seen, ordinary merges are not."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from kocbook.policy.actor import Account
from kocbook.policy.merged import judge_merged
from tests.builders import FOLDER, claim
from tests.policy.people import ACCOUNTS, AS_OF, CLAIM, Files, community, drop
from tests.records.test_git_tree import commit, git, repository

__all__ = ["repository"]

PRAISE = "members/recognition/2026/2026-04-09-thanks.yml"
GIVEN = {
    "member": "owner-a",
    "by": "expert",
    "date": "2026-04-09",
    "kind": "praise",
    "reason": "好",
}
SITE = {"url": "https://example.com/", "repository": "https://github.com/club/book"}


def sign(root: Path, account: Account) -> None:
    """Let the next commits be those of an account, under its private address."""
    address = f"{account.number}+{account.login}@users.noreply.github.com"
    git(root, "config", "user.email", address)
    git(root, "config", "user.name", account.login)


@pytest.fixture
def main(repository: Path) -> Path:
    files: Files = drop({**community(), PRAISE: GIVEN}, CLAIM)
    files["community.yml"]["site"] = SITE
    commit(repository, files)
    git(repository, "tag", "published")
    return repository


def told(root: Path, *approved: Account) -> list[tuple[str, list[str]]]:
    found = list(judge_merged(root, "published", "HEAD", AS_OF, approved))
    assert {one.rule for one in found} <= {"policy-merged-effect"}
    return [(one.location.path, cast("list[str]", one.data["members"])) for one in found]


def test_praise_that_is_pushed_away_is_seen(main: Path) -> None:
    sign(main, ACCOUNTS["operator"])
    git(main, "rm", "-q", PRAISE)
    commit(main, {}, "Tidy up")
    assert told(main) == [(PRAISE, ["甲"])]
    assert told(main, ACCOUNTS["claimant"]) == []


def test_who_wrote_it_may_be_who_it_is_about(main: Path) -> None:
    sign(main, ACCOUNTS["claimant"])
    git(main, "rm", "-q", PRAISE)
    commit(main, {}, "Mine")
    assert told(main) == []


def test_an_ordinary_merge_says_nothing(main: Path) -> None:
    git(main, "checkout", "-q", "-b", "claim")
    sign(main, ACCOUNTS["member"])
    commit(main, {CLAIM: claim("passer-by", "2026-04-10")}, "Claim")
    git(main, "checkout", "-q", "main")
    sign(main, ACCOUNTS["lead"])
    git(main, "merge", "-q", "--no-ff", "-m", "Merge", "claim")
    assert told(main) == []


def test_a_stranger_is_heard_as_nobody(main: Path) -> None:
    sign(main, Account("stranger", 9999))
    commit(main, {f"{FOLDER}/claims/writer.yml": claim("owner-a", "2026-04-10")}, "Claim")
    assert told(main) == [(CLAIM, ["甲"])]
