"""Git as a stranger's computer has it: missing, of another user, or told no name and no address."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.write.conftest import Clone

CLAIM = ("claim", "guide/night-drive", "--member", "old-he", "--yes")
WRITES = (
    CLAIM,
    ("audit", "--head", "HEAD"),
    ("publish", "v1.2", "--member", "gu-heng"),
    ("check", "--head", "HEAD"),
)


def run(clone: Clone, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kocbook", "--root", str(clone.folder), "--lang", "en", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("words", WRITES, ids=" ".join)
def test_without_git_a_command_says_what_to_install(
    clone: Clone, tmp_path: Path, words: tuple[str, ...]
) -> None:
    empty = tmp_path / "bin"
    empty.mkdir()
    done = run(clone, *words, PATH=str(empty))
    assert done.returncode not in (0, 2)
    assert "--debug" not in done.stderr
    assert "Git is not installed here" in " ".join(done.stderr.split())


@pytest.mark.parametrize("words", WRITES, ids=" ".join)
def test_a_repository_of_another_user_is_named_as_that(
    clone: Clone, words: tuple[str, ...]
) -> None:
    # Git's own switch for its tests: every repository counts as somebody else's.
    done = run(clone, *words, GIT_TEST_ASSUME_DIFFERENT_OWNER="1", GIT_CONFIG_GLOBAL="/dev/null")
    said = " ".join(done.stderr.split())
    assert done.returncode not in (0, 2)
    assert "--debug" not in done.stderr
    assert "belongs to another user" in said
    assert "safe.directory" in said


def test_reading_needs_no_git(clone: Clone, tmp_path: Path) -> None:
    empty = tmp_path / "bin"
    empty.mkdir()
    for words in (("check",), ("board",), ("status", "guide/night-drive"), ("credits",)):
        assert run(clone, *words, PATH=str(empty)).returncode == 0
