"""What a merge would really leave is judged: no shape of history hides a change from the policy."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kocbook.base.errors import KocError
from kocbook.git.changes import Merge, find_merge_bases, merge_revisions, read_changes
from kocbook.policy.judgement import Judgement
from kocbook.policy.request import open_request
from tests.builders import FOLDER, claim
from tests.conftest import Koc
from tests.policy.people import (
    ACCOUNTS,
    AS_OF,
    CLAIM,
    CONTENT,
    GALLERY,
    PAST,
    Files,
    community,
    drop,
    edit,
    fingerprint,
    rules,
)
from tests.policy.test_repository import branch, judge_branch, merges
from tests.records.test_git_tree import commit, git, repository

__all__ = ["repository"]

BASE = community()
CAMERA = f"{FOLDER}/claims/camera.yml"
MINE = "members/passer-by.yml"
ACCOUNT = ACCOUNTS["member"]


@pytest.fixture
def main(repository: Path) -> Path:
    """A repository whose main branch holds the community, with both seats taken."""
    commit(repository, BASE)
    return repository


def judge_and_merge(root: Path, name: str, who: str) -> tuple[Judgement, set[str]]:
    """Return the judgement of a branch, and the paths that the real merge then changed on main."""
    judgement = judge_branch(root, name, who)
    before = git(root, "rev-parse", "main")
    assert merges(root, name)
    changed = git(root, "diff", "--no-renames", "--name-only", before, "main")
    return judgement, set(changed.splitlines())


def refused_paths(judgement: Judgement) -> set[str]:
    return {finding.location.path for finding in judgement.refusals}


def test_a_criss_cross_hides_no_revert(main: Path) -> None:
    """Compared with one of the two common ancestors the thief's branch changes nothing at all."""
    git(main, "checkout", "-q", "-b", "evil")
    commit(main, edit(BASE, MINE, city="成都"), "harmless")
    # The picked ancestor is the one that says it is younger.
    late = ["-c", "user.name=T", "-c", "user.email=t@example.com"]
    subprocess.run(
        [
            "git",
            "-C",
            str(main),
            *late,
            "commit",
            "-q",
            "--amend",
            "--no-edit",
            "--date=2030-01-01",
        ],
        env={"GIT_COMMITTER_DATE": "2030-01-01T00:00:00Z", "PATH": "/usr/bin:/bin"},
        check=True,
    )
    git(main, "checkout", "-q", "main")
    others = commit(main, {CAMERA: {**BASE[CAMERA], "note": "明天就交"}}, "the other's work")
    assert merges(main, "evil")
    git(main, "checkout", "-q", "evil")
    git(main, "merge", "-q", "--no-commit", "--no-ff", others)
    commit(main, {CAMERA: BASE[CAMERA]}, "a merge that takes it back")
    git(main, "checkout", "-q", "main")
    assert len(find_merge_bases(main, "main", "evil")) == 2
    first = git(main, "merge-base", "main", "evil")
    assert git(main, "diff", "--name-only", first, "evil") == ""
    assert CAMERA in {change.path for change in read_changes(main, "main", "evil")}
    judgement, changed = judge_and_merge(main, "evil", "member")
    assert changed == {CAMERA}
    assert refused_paths(judgement) == {CAMERA}


def test_a_change_does_not_follow_a_renamed_record_unseen(main: Path) -> None:
    """The seat was released meanwhile: Git carries an edit of the claim into the past record."""
    held = "".join(f"{key}: '{value}'\n" for key, value in BASE[CLAIM].items()) + "note: 有胎压计\n"
    commit(main, {CLAIM: held})
    branch(main, "late", {CLAIM: f"delivered: 2026-04-10\n{held}"})
    git(main, "rm", "-q", CLAIM)
    commit(main, {PAST: f"{held}released: 2026-04-10\n"}, "released")
    judgement, changed = judge_and_merge(main, "late", "claimant")
    assert changed == {PAST}
    assert refused_paths(judgement) == {PAST}


def test_others_work_that_came_later_is_not_the_heads(main: Path) -> None:
    branch(main, "old", edit(BASE, MINE, city="成都"))
    git(main, "rm", "-q", CLAIM)
    commit(main, {CAMERA: {**BASE[CAMERA], "note": "快好了"}}, "others")
    judgement, changed = judge_and_merge(main, "old", "member")
    assert judgement.allowed
    assert changed == {MINE}


def test_a_head_that_takes_back_what_was_merged_meanwhile(main: Path) -> None:
    git(main, "checkout", "-q", "-b", "evil")
    commit(main, edit(BASE, MINE, city="成都"))
    git(main, "checkout", "-q", "main")
    commit(main, {CAMERA: {**BASE[CAMERA], "note": "快好了"}}, "others")
    git(main, "checkout", "-q", "evil")
    git(main, "merge", "-q", "--no-commit", "main")
    commit(main, {CAMERA: BASE[CAMERA]}, "Merge branch 'main'")
    git(main, "checkout", "-q", "main")
    judgement, changed = judge_and_merge(main, "evil", "member")
    assert changed == {MINE, CAMERA}
    assert refused_paths(judgement) == {CAMERA}


def test_a_merge_commit_hides_no_theft(main: Path) -> None:
    """Neither parent of the merge has the theft: only the merge itself does."""
    git(main, "checkout", "-q", "-b", "side")
    commit(main, edit(BASE, MINE, city="成都"))
    git(main, "checkout", "-q", "-b", "evil", "main")
    commit(main, {f"{CONTENT}/note.png": b"x"}, "one")
    git(main, "rm", "-q", f"{CONTENT}/note.png")
    git(main, "commit", "-q", "-m", "and back")
    git(main, "merge", "-q", "--no-commit", "--no-ff", "side")
    commit(main, {CLAIM: {**BASE[CLAIM], "member": "passer-by"}}, "Merge branch 'side'")
    git(main, "checkout", "-q", "main")
    judgement, changed = judge_and_merge(main, "evil", "member")
    assert changed == {MINE, CLAIM}
    assert refused_paths(judgement) == {CLAIM}


def test_nothing_comes_of_an_empty_commit(main: Path) -> None:
    git(main, "checkout", "-q", "-b", "empty")
    git(main, "commit", "-q", "--allow-empty", "-m", "nothing")
    git(main, "checkout", "-q", "main")
    with open_request(main, "main", "empty") as request:
        assert request.changes == ()
        assert request.judge(ACCOUNTS["outsider"], AS_OF).findings == ()


def test_histories_that_share_nothing_are_refused(main: Path) -> None:
    git(main, "checkout", "-q", "--orphan", "alien")
    commit(main, {MINE: BASE[MINE]}, "alien")
    git(main, "checkout", "-q", "-f", "main")
    with pytest.raises(KocError) as caught, open_request(main, "main", "alien"):
        pass
    assert caught.value.key == "errors.git-no-merge-base"
    with pytest.raises(KocError):
        merge_revisions(main, "main", "alien")


def test_a_conflict_names_its_paths_and_the_head_is_judged(main: Path) -> None:
    branch(main, "topic", {CLAIM: {**BASE[CLAIM], "note": "甲"}})
    commit(main, {CLAIM: {**BASE[CLAIM], "note": "乙"}})
    assert merge_revisions(main, "main", "topic") == Merge(None, (CLAIM,))
    with open_request(main, "main", "topic") as request:
        assert request.conflicts == (CLAIM,)
        assert [change.path for change in request.changes] == [CLAIM]
        assert rules(request.judge(ACCOUNTS["claimant"], AS_OF)) == {"policy-conflict"}
        others = rules(request.judge(ACCOUNT, AS_OF))
        assert others
        assert "policy-conflict" not in others  # one fault is told once


def test_neither_settings_nor_attributes_of_the_clone_decide(main: Path) -> None:
    """Attributes that join both sides would unlock every seat."""
    free = drop(BASE, CLAIM)
    git(main, "rm", "-q", CLAIM)
    commit(main, free)
    for name, who in (("first", "owner-a"), ("second", "passer-by")):
        lock = {CLAIM: claim(who, "2026-04-10"), ".gitattributes": "* merge=union\n"}
        branch(main, name, lock)
    assert merges(main, "first")
    git(main, "rm", "-q", ".gitattributes")
    git(main, "commit", "-q", "-m", "clean")
    git(main, "config", "merge.renames", "false")
    git(main, "config", "merge.conflictStyle", "diff3")
    assert CLAIM in merge_revisions(main, "main", "second").conflicts


def test_merging_in_objects_moves_nothing(main: Path) -> None:
    branch(main, "topic", edit(BASE, MINE, city="成都"))
    before = (
        git(main, "for-each-ref"),
        git(main, "status", "--porcelain"),
        git(main, "stash", "list"),
    )
    assert merge_revisions(main, "main", "topic").tree == git(main, "rev-parse", "topic^{tree}")
    after = (
        git(main, "for-each-ref"),
        git(main, "status", "--porcelain"),
        git(main, "stash", "list"),
    )
    assert before == after


def test_a_git_that_cannot_try_a_merge_says_so(main: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    branch(main, "topic", edit(BASE, MINE, city="成都"))
    monkeypatch.setattr("kocbook.git.changes._NAMES_ONLY", ("--no-such-option",))
    with pytest.raises(KocError) as caught:
        merge_revisions(main, "main", "topic")
    assert caught.value.key == "errors.git-too-old"


# ---- limits hold over several requests by one person


def two_free_modules() -> Files:
    """Two modules with a free seat each, for a newcomer who may hold one."""
    files = drop(BASE, CLAIM, CAMERA, f"{CONTENT}/index.md")
    brief = {**files[f"{GALLERY}/module.yml"], "form": "article", "type": "precision"}
    seat = {"id": "writer", "role": "writing", "share": 10000, "duty": "写"}
    return {**files, f"{GALLERY}/module.yml": {**brief, "seats": [seat]}}


def test_limits_hold_over_requests_that_are_merged_one_after_the_other(repository: Path) -> None:
    files = two_free_modules()
    commit(repository, files)
    koc = Koc(repository)
    for name, folder in (("one", FOLDER), ("two", GALLERY)):
        terms = fingerprint(files[f"{folder}/module.yml"])
        mine = claim("passer-by", "2026-04-10", terms=terms)
        branch(repository, name, {f"{folder}/claims/writer.yml": mine})
    request = ("--actor", f"{ACCOUNT.login}:{ACCOUNT.number}", "--base", "main", "--format", "json")

    def check(head: str) -> tuple[int, str]:
        done = koc("--as-of", "2026-04-10", "check", *request, "--head", head)
        return done.code, done.out

    assert check("one")[0] == check("two")[0] == 0
    assert merges(repository, "one")
    code, out = check("two")  # its branch knows nothing of the first claim
    assert (code, "claim-over-limit" in out) == (1, True)
    assert merges(repository, "two")  # a lock of Git's it is not: the publish job finds it again
    merged = koc("--as-of", "2026-04-10", "check", "--format", "json")
    assert (merged.code, "claim-over-limit" in merged.out) == (1, True)
