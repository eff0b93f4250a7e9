"""`koc check` of a revision and of a request reads Git objects and judges on the base."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.conftest import Koc

THIEF = "thief:999999"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit_on_branch(folder: Path, branch: str, path: str, text: str) -> None:
    git(folder, "switch", "-q", "-c", branch)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", "--", path)
    git(folder, "commit", "-q", "-m", branch)
    git(folder, "switch", "-q", "-")


def account_of(folder: Path, member: str) -> str:
    lines = (folder / f"members/{member}.yml").read_text(encoding="utf-8").splitlines()
    values = dict(
        line.split(": ", 1) for line in lines if ": " in line and not line.startswith("#")
    )
    return f"{values['github']}:{values['github_id']}"


def first_member(folder: Path) -> str:
    owners = sorted((folder / "members").glob("*.yml"))
    return next(path.stem for path in owners if "staff" not in path.read_text(encoding="utf-8"))


def test_a_revision_is_checked_without_a_checkout(koc: Koc, sample_repo: Path) -> None:
    commit_on_branch(sample_repo, "bad", "members/new.yml", "name: 新\n")
    before = git(sample_repo, "status", "--porcelain")
    assert koc("check", "--head", "HEAD").code == 0
    result = koc("check", "--head", "bad", "--format", "json")
    assert result.code == 1
    assert {row["path"] for row in json.loads(result.out)["findings"]} == {"members/new.yml"}
    assert git(sample_repo, "status", "--porcelain") == before
    assert not (sample_repo / "members/new.yml").exists()


def test_a_member_may_change_their_own_record_and_nobody_elses(koc: Koc, sample_repo: Path) -> None:
    member = first_member(sample_repo)
    path = f"members/{member}.yml"
    text = (sample_repo / path).read_text(encoding="utf-8")
    commit_on_branch(sample_repo, "intro", path, text.rstrip() + "\nvehicle: 启程 E5\n")
    request = ("check", "--base", "HEAD", "--head", "intro", "--format", "json", "--actor")
    assert koc(*request, account_of(sample_repo, member)).code == 0
    refused = koc(*request, THIEF)
    assert refused.code == 1
    rules = {row["rule"] for row in json.loads(refused.out)["findings"]}
    assert all(rule.startswith("policy-") for rule in rules)


def test_a_request_needs_all_three_options(koc: Koc) -> None:
    assert koc("check", "--base", "HEAD").code == 2
    assert koc("check", "--actor", THIEF, "--head", "HEAD").code == 2
    assert koc("check", "--base", "HEAD", "--head", "nowhere", "--actor", THIEF).code == 2
