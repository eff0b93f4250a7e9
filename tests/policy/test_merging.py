"""Three hundred people answer at once: every branch merges in a real repository, and all count."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from kocbook.git.revision_tree import GitTree
from kocbook.insight.responses import count_votes
from kocbook.records.loader import load_community
from tests.builders import BRIEF, base_files, member

PEOPLE = 320
CHANGED = 20  # so many change their mind, in a second branch from the merged state
FOLDER = "modules/guide/vote"


def answer(number: int, option: str) -> bytes:
    text = f"member: koc-{number}\ndate: 2026-05-02\nchoice: {option}\nreason: 第 {number} 个理由\n"
    return text.encode()


def fast_import(folder: Path, stream: bytes) -> None:
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=stream, check=True)


def commit(ref: str, base: str | None, files: dict[str, bytes]) -> bytes:
    """Return a commit for `git fast-import`: its own branch from `base`, as a fork makes it."""
    head = f"commit refs/heads/{ref}\ncommitter K <k@example.com> 1777000000 +0000\ndata 1\nx\n"
    parts = [head.encode(), f"from {base}\n".encode() if base else b""]
    for path, data in files.items():
        parts.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    return b"".join(parts) + b"\n"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def merge_all(folder: Path, branches: list[str]) -> None:
    """Merge the branches one after the other; a conflict makes `git merge-tree` fail."""
    for name in branches:
        tree = git(folder, "merge-tree", "--write-tree", "main", name)
        made = git(folder, "commit-tree", tree, "-p", "main", "-p", name, "-m", f"Merge {name}")
        git(folder, "update-ref", "refs/heads/main", made)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A community with 320 people, an open poll, and a branch with each one's answer."""
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "user.name", "K")
    git(tmp_path, "config", "user.email", "k@example.com")
    brief = {key: value for key, value in BRIEF.items() if key != "seats"}
    options = [{"id": "blue", "text": "蓝"}, {"id": "green", "text": "绿"}]
    records = base_files()
    records["modules/guide/handbook.yml"]["chapters"][0]["modules"].append("vote")
    records[f"{FOLDER}/module.yml"] = {**brief, "form": "poll", "options": options}
    for number in range(PEOPLE):
        records[f"members/koc-{number}.yml"] = member(100 + number, f"友{number}")
    base = {
        path: yaml.safe_dump(value, allow_unicode=True).encode() for path, value in records.items()
    }
    stream = [commit("main", None, base)]
    for number in range(PEOPLE):
        path = f"{FOLDER}/responses/koc-{number}.yml"
        option = "blue" if number % 4 else "green"
        stream.append(commit(f"answer-{number}", "refs/heads/main", {path: answer(number, option)}))
    fast_import(tmp_path, b"".join(stream))
    return tmp_path


def test_three_hundred_answers_in_parallel_branches_merge_and_count(repository: Path) -> None:
    merge_all(repository, [f"answer-{number}" for number in range(PEOPLE)])
    assert counts(repository) == {"blue": PEOPLE * 3 // 4, "green": PEOPLE // 4}
    changes = [
        commit(
            f"again-{number}",
            "refs/heads/main",
            {f"{FOLDER}/responses/koc-{number}.yml": answer(number, "green")},
        )
        for number in range(1, 4 * CHANGED, 4)
    ]
    fast_import(repository, b"".join(changes))
    merge_all(repository, [f"again-{number}" for number in range(1, 4 * CHANGED, 4)])
    assert counts(repository) == {
        "blue": PEOPLE * 3 // 4 - CHANGED,
        "green": PEOPLE // 4 + CHANGED,
    }


def test_the_order_of_merging_changes_nothing(repository: Path) -> None:
    start = git(repository, "rev-parse", "main")
    names = [f"answer-{number}" for number in range(0, PEOPLE, 8)]
    trees = []
    for order in (names, names[::-1]):
        git(repository, "update-ref", "refs/heads/main", start)
        merge_all(repository, order)
        trees.append(git(repository, "rev-parse", "main^{tree}"))
    assert trees[0] == trees[1]


def counts(folder: Path) -> dict[str, int]:
    with GitTree(folder, "main") as tree:
        result = load_community(tree)
    assert result.findings == ()
    assert result.community is not None
    tallies = count_votes(result.community.modules["guide/vote"])
    return {tally.option.id: tally.count for tally in tallies}
