"""`kill -9` at any moment: nothing is lost, nothing is half there, and `koc` runs again."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.conftest import Koc
from tests.killing import kill_during
from tests.write.conftest import Clone

CLAIM = ["claim", "night-drive", "writer", "--yes"]
TAKE_OVER = ["claim", "car-wash", "--member", "ma-jun", "--yes"]
BRANCH = "claim/guide-car-wash-writer"

# Counts its calls, and at the wanted one kills `koc`, with or without doing Git's work before.
SHIM = """#!/bin/sh
n=$(($(cat {folder}/calls) + 1)); echo $n > {folder}/calls
if [ $n -eq {nth} ]; then
    {work}
    kill -9 $PPID
    exit 1
fi
exec {git} "$@"
"""


@pytest.fixture
def alone(quiet_koc: Koc) -> Koc:
    return quiet_koc


def shim(koc: Koc, folder: Path, nth: int, work: str) -> None:
    """Put a `git` first on the path that kills `koc` at its `nth` call, after `work`."""
    folder.mkdir(exist_ok=True)
    real = shutil.which("git")
    script = SHIM.format(folder=folder, nth=nth, git=real, work=work.replace("GIT", str(real)))
    (folder / "git").write_text(script)
    (folder / "git").chmod(0o755)
    (folder / "calls").write_text("0")
    koc.environment["PATH"] = f"{folder}:{os.environ['PATH']}"


def goes_on(koc: Koc, clone: Clone, words: list[str]) -> None:
    """After the kill nothing that was there is lost, and the same command comes to its end."""
    koc.environment["PATH"] = os.environ["PATH"]
    result = koc.process(*words)
    if result.code == 2:  # the killed run had come to its end: the seat is taken already
        assert "您的" in result.err
    else:
        assert (result.code, result.err) == (0, "")
    assert clone.git("status", "--porcelain") == ""
    assert clone.git("symbolic-ref", "--short", "HEAD").startswith("claim/")
    assert clone.git("rev-list", "--count", "main..HEAD") == "1"
    assert clone.git("rev-list", "--count", "main") == "1"
    assert clone.git("branch", "--list", "*-2") == ""
    clone.git("fsck", "--strict", "--no-dangling")
    left = [path.name for path in (clone.folder / ".git").glob("koc*")]
    assert set(left) <= {"koc.lock", "koc-memory-seal"}
    assert koc("check").code == 0


DONE = 'case "$*" in cat-file*) ;; *) GIT "$@" >/dev/null ;; esac'


# Each call of Git, killed before its work and after it; three of four are slow.
EVERY_CALL = [
    pytest.param(
        *(nth, work),
        marks=() if nth % 4 == early else (pytest.mark.slow,),
        id=f"{nth}-{'before' if work == '' else 'after'}",
    )
    for nth in range(1, 22)
    for work, early in (("", 1), (DONE, 3))
]


@pytest.mark.parametrize(("nth", "work"), EVERY_CALL)
def test_killed_at_a_call_of_git(
    alone: Koc, clone: Clone, tmp_path: Path, nth: int, work: str
) -> None:
    shim(alone, tmp_path / "shim", nth, work)
    alone.process(*TAKE_OVER)
    goes_on(alone, clone, TAKE_OVER)


def half_switched(clone: Clone) -> str:
    """What a switch does until the power goes: its lock, one file in part, one taken away."""
    claims = clone.folder / "modules/guide/car-wash/claims"
    return (
        f"touch {clone.folder}/.git/index.lock; mkdir {claims}/past;"
        f" head -c 9 {claims}/writer.yml > {claims}/past/writer-1.yml; rm {claims}/writer.yml"
    )


def call_of_switch(koc: Koc, clone: Clone, folder: Path) -> int:
    """Find out which call of Git switches, on a copy."""
    copy = Clone(Path(shutil.copytree(clone.folder, folder / "copy")))
    koc.folder = copy.folder
    log = folder / "log"
    shim(koc, folder / "shim", 999, "")
    script = (folder / "shim/git").read_text()
    (folder / "shim/git").write_text(script.replace("exec", f'echo "$*" >> {log}; exec'))
    assert koc.process(*TAKE_OVER).code == 0
    koc.folder = clone.folder
    calls = log.read_text().splitlines()
    return next(number for number, call in enumerate(calls, 1) if " switch " in call)


def test_killed_in_the_middle_of_the_switch(alone: Koc, clone: Clone, tmp_path: Path) -> None:
    clone.complete_team()
    before = clone.snapshot()
    nth = call_of_switch(alone, clone, tmp_path)
    shim(alone, tmp_path / "shim", nth, half_switched(clone))
    alone.process(*TAKE_OVER)
    assert clone.snapshot() != before
    assert (clone.folder / ".git/index.lock").exists()
    alone.environment["PATH"] = os.environ["PATH"]
    # Somebody else's next command undoes the half, before it looks whether everything is clean.
    assert alone.process("extend", "night-drive", "--member", "xiao-man").code == 0
    clone.git("switch", "-q", "main")
    clone.git("branch", "-qD", "extend/guide-night-drive-photographer")
    assert clone.snapshot() == before


def test_what_somebody_wrote_after_the_kill_is_kept(
    alone: Koc, clone: Clone, tmp_path: Path
) -> None:
    nth = call_of_switch(alone, clone, tmp_path)
    shim(alone, tmp_path / "shim", nth, half_switched(clone))
    alone.process(*TAKE_OVER)
    alone.environment["PATH"] = os.environ["PATH"]
    own = clone.folder / "modules/guide/car-wash/claims/writer.yml"
    own.write_text("mine\n")
    assert alone.process(*TAKE_OVER).code == 2  # kindly: it is in no commit
    assert own.read_text() == "mine\n"


def test_a_branch_that_somebody_left_by_hand_is_kept(alone: Koc, clone: Clone) -> None:
    assert alone.process(*TAKE_OVER).code == 0
    start, made = clone.git("rev-parse", "main"), clone.git("rev-parse", "HEAD")
    note = f'{{"start": "{start}", "commit": "{made}", "branch": "{BRANCH}", "paths": []}}'
    (clone.folder / ".git/koc-switch.json").write_text(note)
    clone.git("switch", "-q", "main")
    assert alone.process("release", "night-drive", "--member", "xiao-man").code == 0
    assert clone.git("rev-parse", BRANCH) == made


@pytest.mark.slow
def test_killed_at_any_time(alone: Koc, clone: Clone) -> None:
    began = time.monotonic()
    alone.process("claim", "night-drive", "writer", "--member", "gu-heng", "--yes")
    whole = time.monotonic() - began
    clone.git("switch", "-q", "main")
    clone.git("branch", "-qD", "claim/guide-night-drive-writer")
    killed = 0
    for number in range(100):
        killed += kill_during(alone, CLAIM, whole * (0.2 + 0.8 * (number % 40) / 40))
        if clone.git("branch", "--list", "claim/*"):
            goes_on(alone, clone, CLAIM)
            clone.git("switch", "-q", "main")
            clone.git("branch", "-qD", "claim/guide-night-drive-writer")
        assert clone.git("rev-list", "--count", "main") == "1"
        if killed == 40:
            break
    assert killed >= 30
    goes_on(alone, clone, CLAIM)
