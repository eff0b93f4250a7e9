"""A check that remembers says what a check that reads everything says."""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path

import pytest

from kocbook.app import check as full_check
from kocbook.base import tool_key
from kocbook.git.index_state import find_tree_state
from tests.conftest import Koc, Result

MEMBER = "members/old-he.yml"


@pytest.fixture(autouse=True)
def _not_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that everything is read."""
    count: list[int] = []
    check = full_check._check

    def check_and_count(*arguments: object) -> object:
        count.append(1)
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(full_check, "_check", check_and_count)
    return count


def cold(koc: Koc, *words: str) -> Result:
    return Koc(koc.folder, {"CI": "true"})("check", *words)


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@club.example"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def test_nothing_is_read_where_nothing_changed(koc: Koc, reads: list[int]) -> None:
    first, second = koc("check"), koc("check")
    assert len(reads) == 1
    assert (first.code, first.out) == (second.code, second.out)
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=koc.folder, capture_output=True, check=True
    )
    assert status.stdout == b""


def test_faults_are_remembered_in_every_format(koc: Koc, reads: list[int]) -> None:
    path = koc.folder / MEMBER
    path.write_text(path.read_text("utf-8") + "colour: red\n", "utf-8")
    for form in ("text", "json", "sarif", "github", "markdown"):
        fresh = cold(koc, "--format", form)
        assert koc("check", "--format", form).out == fresh.out
        assert fresh.code == 1
    assert len(reads) == 6  # five cold ones, and one that the other four recall


@pytest.mark.parametrize("change", ["edit", "add", "remove", "ignored", "link", "commit", "twice"])
def test_every_change_is_seen(koc: Koc, reads: list[int], change: str) -> None:
    koc("check")
    path = koc.folder / MEMBER
    match change:
        case "edit":
            path.write_text("name: 何\n", "utf-8")
        case "add":
            (koc.folder / "members/new-one.yml").write_text("name: 新\n", "utf-8")
        case "remove":
            path.unlink()
        case "ignored":
            (koc.folder / ".git/info/exclude").parent.mkdir(exist_ok=True)
            (koc.folder / ".git/info/exclude").write_text("members/new-one.yml\n", "utf-8")
            (koc.folder / "members/new-one.yml").write_text("name: 新\n", "utf-8")
        case "link":
            path.unlink()
            path.symlink_to("gu-heng.yml")
        case "commit":
            path.write_text("name: 何\n", "utf-8")
            git(koc.folder, "commit", "-qam", "Broken")
        case "twice":
            before = path.stat()
            text = path.read_text("utf-8")
            path.write_text(text.replace("name", "nama"), "utf-8")
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = koc("check")
    assert after.code == 1
    assert after.out == cold(koc).out


def test_day_and_language_are_part_of_the_question(koc: Koc, reads: list[int]) -> None:
    koc("check", "--as-of", "2026-06-30")
    koc("check", "--as-of", "2026-07-30")
    assert len(reads) == 2
    assert "record" in koc("--lang", "en", "check", "--as-of", "2026-07-30").out
    assert len(reads) == 3


def test_another_tool_checks_anew(
    koc: Koc, reads: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "tool"
    (tool / "rules/__pycache__").mkdir(parents=True)
    (tool / "rules/claims.py").write_text("a = 1\n", "utf-8")
    monkeypatch.setattr(tool_key, "TOOL", tool)
    koc("check")
    (tool / "rules/__pycache__/claims.pyc").write_bytes(b"")
    koc("check")
    assert len(reads) == 1
    for change in (
        lambda: (tool / "rules/claims.py").write_text("a = 2\n", "utf-8"),
        lambda: (tool / "rules/claims.py").rename(tool / "rules/seats.py"),
        lambda: (tool / "words.yml").write_text("", "utf-8"),
        (tool / "words.yml").unlink,
        lambda: monkeypatch.setattr(tool_key, "list_libraries", lambda: ["msgspec-9.dist-info"]),
    ):
        change()
        known = len(reads)
        koc("check")
        assert len(reads) == known + 1


@pytest.mark.parametrize("harm", ["", "{}", '{"key": 1}', "\x00"])
def test_a_broken_memory_is_none(koc: Koc, reads: list[int], harm: str) -> None:
    first = koc("check")
    (koc.folder / ".koc/cache/report.json").write_text(harm)
    assert koc("check").out == first.out
    assert len(reads) == 2


def test_a_memory_from_elsewhere_is_not_believed_in_ci(koc: Koc) -> None:
    path = koc.folder / MEMBER
    text = path.read_text("utf-8")
    path.write_text("name: 何\n", "utf-8")
    assert koc("check").code == 1
    kept = koc.folder / ".koc/cache/report.json"
    forged = json.loads(kept.read_text("utf-8"))
    forged["report"]["findings"] = []
    kept.write_text(json.dumps(forged), "utf-8")
    assert cold(koc).code == 1
    path.write_text(text, "utf-8")


def test_git_that_cannot_tell_is_not_asked(koc: Koc, reads: list[int]) -> None:
    (koc.folder / ".gitattributes").write_text("*.webp filter=lfs\n", "utf-8")
    koc("check")
    koc("check")
    assert len(reads) == 2


def test_random_edits_change_the_state_and_taking_them_back_restores_it(koc: Koc) -> None:
    draw = random.Random(7)
    files = sorted(
        path
        for name in ("members", "modules", "content")
        for path in (koc.folder / name).rglob("*.*")
    )
    known = find_tree_state(koc.folder)
    assert known is not None
    for _ in range(40):
        path = draw.choice(files)
        before = path.read_bytes()
        place = draw.randrange(len(before) + 1)
        path.write_bytes(before[:place] + b"x" + before[place:])
        assert find_tree_state(koc.folder) not in (known, None)
        path.write_bytes(before)
        assert find_tree_state(koc.folder) == known
