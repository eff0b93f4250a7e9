"""Every family of commands that write: on a full disk, or killed, nothing is lost or half there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Koc
from tests.write import pictures
from tests.write.conftest import Clone
from tests.write.test_killed import DONE, shim

COMMANDS = {
    "join": ["join", "--name", "林一", "--id", "lin-yi", "--github", "linyi", "--github-id", "77"],
    "claim": ["claim", "car-wash", "--member", "ma-jun", "--yes"],
    "release": ["release", "night-drive", "--member", "xiao-man"],
    "deliver": ["deliver", "night-drive", "{desk}/text.md", "--member", "xiao-man"],
    "respond": ["respond", "guide/cover-vote", "--member", "xiao-man", "--choice", "green"],
    "forget": ["forget", "xiao-man", "--member", "gu-heng", "--yes"],
}
BLOCKS = 512
"""Bytes that one of the shell's units for the largest file is."""


OFTEN = ("claim", "deliver", "forget")
"""Those that write most; the others are tried weekly."""


@pytest.fixture(
    params=[
        *OFTEN,
        *(pytest.param(one, marks=pytest.mark.slow) for one in COMMANDS if one not in OFTEN),
    ]
)
def words(request: pytest.FixtureRequest, tmp_path: Path, clone: Clone) -> list[str]:
    if request.param == "deliver":
        clone.complete_team()
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "text.md").write_text("## 近光\n\n先调灯。\n\n![灯](lamp.jpg)\n", encoding="utf-8")
    (desk / "lamp.jpg").write_bytes(pictures.jpeg())
    return [word.replace("{desk}", str(desk)) for word in COMMANDS[request.param]]


@pytest.fixture
def outcome(quiet_koc: Koc, clone: Clone, words: list[str]) -> Callable[[], None]:
    """Know what the command makes when nothing happens; ask whether it came to the same."""
    start = clone.git("symbolic-ref", "--short", "HEAD")
    done = quiet_koc.process(*words)
    assert done.code == 0, done.err
    wanted = clone.git("rev-parse", "HEAD^{tree}")
    branch = clone.git("symbolic-ref", "--short", "HEAD")
    clone.git("switch", "-q", start)
    clone.git("branch", "-qD", branch)
    # A run in the same second makes the same commit, and must not be remembered as the first one.
    clone.git("reflog", "expire", "--expire=now", "--all")
    before = clone.snapshot()

    def goes_on() -> None:
        quiet_koc.environment["PATH"] = os.environ["PATH"]
        again = quiet_koc.process(*words)
        assert "Traceback" not in again.err
        if again.code != 0:  # the first had come to its end, so there is nothing left to do
            assert again.code == 2, again.err
        assert clone.git("rev-parse", "HEAD^{tree}") == wanted
        assert clone.git("symbolic-ref", "--short", "HEAD") == branch
        assert clone.git("status", "--porcelain") == ""
        assert clone.git("rev-list", "--count", f"{start}..HEAD") == "1"
        clone.git("fsck", "--strict", "--no-dangling")
        left = {p.name for p in (clone.folder / ".git").glob("koc*")}
        assert left <= {"koc.lock", "koc-memory-seal"}
        clone.git("switch", "-q", start)
        clone.git("branch", "-qD", branch)
        assert clone.snapshot() == before

    return goes_on


@pytest.mark.parametrize("sizes", [(1, 8), pytest.param((0, 2, 4), marks=pytest.mark.slow)])
def test_a_full_disk(
    quiet_koc: Koc,
    clone: Clone,
    words: list[str],
    outcome: Callable[[], None],
    sizes: tuple[int, ...],
) -> None:
    """No file may grow beyond a few bytes: what a full disk is to whoever writes."""
    before, failed = clone.snapshot(), 0
    for blocks in sizes:
        done = subprocess.run(
            ["sh", "-c", f'ulimit -f {blocks}; exec "$0" "$@"', *quiet_koc.command(*words)],
            cwd=clone.folder,
            env=quiet_koc.clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        if done.returncode:
            failed += 1
            assert done.stderr.strip()
        if clone.snapshot() == before:
            assert done.returncode
        outcome()
    assert failed


@pytest.mark.parametrize("work", ["", DONE], ids=["before", "after"])
@pytest.mark.parametrize(
    "nth", [pytest.param(5, marks=pytest.mark.slow), 11, pytest.param(17, marks=pytest.mark.slow)]
)
def test_killed_at_a_call_of_git(
    quiet_koc: Koc,
    words: list[str],
    outcome: Callable[[], None],
    tmp_path: Path,
    nth: int,
    work: str,
) -> None:
    shim(quiet_koc, tmp_path / "shim", nth, work)
    quiet_koc.process(*words)
    outcome()
