"""A check that remembers says what a check that reads everything says."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from kocbook.app import gates
from kocbook.base import tool_key
from kocbook.base.memory import FOLDER, SEAL_FILE, Memory
from kocbook.git.index_state import find_tree_state
from kocbook.report.findings import Report
from tests.conftest import Koc, Result

MEMBER = "members/old-he.yml"


@pytest.fixture(autouse=True)
def _not_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that the rules are asked."""
    count: list[int] = []
    ask = gates.ask_gates

    def ask_and_count(matter: gates.Matter) -> gates.Passed:
        count.append(1)
        return ask(matter)

    monkeypatch.setattr(gates, "ask_gates", ask_and_count)
    return count


def cold(koc: Koc, *words: str) -> Result:
    return Koc(koc.folder, {"CI": "true"})("check", *words)


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@club.example"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def test_nothing_is_asked_where_nothing_changed(koc: Koc, reads: list[int]) -> None:
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


def test_the_day_is_part_of_the_question_and_the_language_of_the_answer(
    koc: Koc, reads: list[int]
) -> None:
    koc("check", "--as-of", "2026-06-30")
    koc("check", "--as-of", "2026-07-30")
    assert len(reads) == 2
    assert "record" in koc("--lang", "en", "check", "--as-of", "2026-07-30").out
    assert len(reads) == 2


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


@pytest.mark.parametrize("harm", [b"", b"{}", b"cos\nsystem\n.", b"\x00", "cut", "other", "turned"])
def test_a_broken_memory_is_none(koc: Koc, reads: list[int], harm: bytes | str) -> None:
    first = koc("check")
    folder = koc.folder / ".koc/memory"
    for file in folder.iterdir():
        sound = file.read_bytes()
        match harm:
            case "cut":
                file.write_bytes(sound[: len(sound) // 2])
            case "other":
                file.write_bytes((folder / "files").read_bytes())
            case "turned":
                file.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
            case bytes():
                file.write_bytes(harm)
    assert koc("check").out == first.out
    assert len(reads) == 2


def test_a_memory_that_was_brought_is_none(koc: Koc, reads: list[int]) -> None:
    """What another clone kept, or a branch holds, was sealed with another secret."""
    koc("check")
    secret = koc.folder / ".git" / SEAL_FILE
    assert secret.stat().st_mode & 0o077 == 0
    secret.write_bytes(bytes(32))
    koc("check")
    assert len(reads) == 2
    git(koc.folder, "add", "-f", ".koc")
    assert SEAL_FILE not in subprocess.check_output(["git", "ls-files"], cwd=koc.folder, text=True)


def test_the_memory_may_be_deleted_at_any_time(koc: Koc) -> None:
    first = koc("check")
    shutil.rmtree(koc.folder / ".koc")
    assert koc("check").out == first.out


def test_a_memory_from_elsewhere_is_not_believed_in_ci(koc: Koc) -> None:
    path = koc.folder / MEMBER
    text = path.read_text("utf-8")
    path.write_text("name: 何\n", "utf-8")
    assert koc("check").code == 1
    memory = Memory(koc.folder / FOLDER, koc.folder / ".git")
    kept = memory.recall("report", Report)
    assert kept is not None
    assert memory.keep("report", kept.trace, Report((), 1))
    assert koc("check").code == 0  # whoever has the secret has the clone
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
