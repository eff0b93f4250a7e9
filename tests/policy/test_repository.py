"""The policy on a real Git repository: locks that hold, merges that conflict, merges that do not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kocbook.policy.judgement import Judgement
from kocbook.policy.request import open_request
from tests.builders import FOLDER, claim, member
from tests.policy.people import ACCOUNTS, AS_OF, CLAIM, GALLERY, Files, community, drop, rules
from tests.records.test_git_tree import commit, commit_entries, git, repository

__all__ = ["repository"]


@pytest.fixture
def main(repository: Path) -> Path:
    """A repository whose main branch holds the community, with the seat `writer` free."""
    commit(repository, drop(community(), CLAIM))
    return repository


def branch(root: Path, name: str, files: Files, *removed: str) -> None:
    git(root, "checkout", "-q", "-b", name, "main")
    for path in removed:
        git(root, "rm", "-q", path)
    commit(root, files, name)
    git(root, "checkout", "-q", "main")


def judge_branch(root: Path, name: str, who: str) -> Judgement:
    with open_request(root, "main", name) as request:
        return request.judge(ACCOUNTS[who], AS_OF)


def merges(root: Path, name: str) -> bool:
    """Merge a branch as a hosting service does; say whether it went without a conflict."""
    command = ["git", "-C", str(root), "merge", "-q", "--no-ff", "-m", "merge", name]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        git(root, "merge", "--abort")
    return done.returncode == 0


def test_the_second_claim_on_a_seat_conflicts_and_is_refused(main: Path) -> None:
    branch(main, "first", {CLAIM: claim("owner-a", "2026-04-10")})
    branch(main, "second", {CLAIM: claim("passer-by", "2026-04-10")})
    assert judge_branch(main, "first", "claimant").allowed
    assert judge_branch(main, "second", "member").allowed
    assert merges(main, "first")
    assert rules(judge_branch(main, "second", "member")) == {"policy-claim-taken"}
    assert not merges(main, "second")


def test_an_identical_claim_would_merge_and_is_refused(main: Path) -> None:
    """Git merges the same bytes silently: that the content names the claimant is the lock."""
    same = {CLAIM: claim("owner-a", "2026-04-10")}
    branch(main, "first", same)
    branch(main, "copy", same)
    assert rules(judge_branch(main, "copy", "member")) == {"policy-other-name"}
    assert merges(main, "first")
    # It would change nothing any more; whoever copied still has to hear that the seat is taken.
    assert rules(judge_branch(main, "copy", "member")) == {"policy-claim-taken"}
    assert judge_branch(main, "copy", "claimant").allowed
    assert merges(main, "copy")
    assert git(main, "log", "-1", "--format=%s", "--", CLAIM) in ("first", "copy")


def test_twenty_responses_merge_without_a_conflict(main: Path) -> None:
    people = {f"members/koc-{n}.yml": member(100 + n, f"车主{n}") for n in range(20)}
    commit(main, people)
    for n in range(20):
        answer = {"member": f"koc-{n}", "date": "2026-04-09", "text": "海边"}
        branch(main, f"answer-{n}", {f"{GALLERY}/responses/koc-{n}.yml": answer})
    for n in range(20):
        assert merges(main, f"answer-{n}"), n
    assert len(git(main, "ls-files", f"{GALLERY}/responses").splitlines()) == 20


def test_a_renamed_folder_is_judged_under_both_names(main: Path) -> None:
    git(main, "checkout", "-q", "-b", "theft", "main")
    git(main, "mv", f"{FOLDER}/claims/camera.yml", f"{FOLDER}/claims/writer.yml")
    git(main, "commit", "-qm", "theft")
    git(main, "checkout", "-q", "main")
    for who in ("member", "claimant", "planner", "lead"):
        judgement = judge_branch(main, "theft", who)
        refused = {finding.location.path for finding in judgement.refusals}
        assert refused == {f"{FOLDER}/claims/camera.yml", f"{FOLDER}/claims/writer.yml"}


def test_links_programs_and_odd_names_in_real_objects(main: Path) -> None:
    git(main, "checkout", "-q", "-b", "odd", "main")
    head = git(main, "rev-parse", "HEAD")
    entries = [
        ("120000", CLAIM.encode(), b"camera.yml"),
        ("160000", b"content/guide/tyres/sub", head.encode()),
        ("100755", b"content/guide/tyres/run.png", b"\x89PNG\r\n\x1a\n"),
        ("100644", b"content/guide/tyres/\xff.png", b"\x89PNG\r\n\x1a\n"),
        ("100644", b"content/guide/tyres/a b\n\xe7\x85\xa7.png", b"\x89PNG\r\n\x1a\n"),
        ("100644", b"Content/guide/tyres/index.md", b"x"),
    ]
    commit_entries(main, entries)
    for who in ACCOUNTS:
        refused = {f.location.path for f in judge_branch(main, "odd", who).refusals}
        assert refused >= {name.decode("utf-8", "replace") for _, name, _ in entries}
    git(main, "update-ref", "refs/heads/odd", head)


def test_a_head_without_settings_is_a_finding(main: Path) -> None:
    branch(main, "gone", {}, "community.yml")
    with open_request(main, "main", "gone") as request:
        assert [finding.rule for finding in request.head.findings] == ["policy-unreadable"]
        assert not request.judge(ACCOUNTS["member"], AS_OF).allowed


def test_roles_are_read_from_the_base_revision(main: Path) -> None:
    evil = {"members/passer-by.yml": member(11, "路人", staff=["project-lead"]), "README.md": "x"}
    branch(main, "evil", evil)
    assert rules(judge_branch(main, "evil", "member")) == {"policy-field", "policy-lead-only"}
    assert judge_branch(main, "evil", "lead").allowed


def test_findings_are_placed_at_their_lines(main: Path) -> None:
    branch(main, "copy", {CLAIM: "claimed: 2026-04-10\nterms: '000000000000'\nmember: owner-a\n"})
    with open_request(main, "main", "copy") as request:
        judgement = request.judge(ACCOUNTS["member"], AS_OF)
        found = request.head.place_all(judgement.refusals)
        placed = [finding.location for finding in found]
    assert [(where.line, where.column) for where in placed] == [(3, 9)]
