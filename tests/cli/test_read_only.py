"""A community's folder that nothing can be written to: reading goes on, writing says what is missing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Koc, Result

# Root may write anywhere; without these capabilities it may do what its files allow.
PLAINLY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if not os.getuid() else []


@pytest.fixture
def locked(sample_repo: Path, koc: Koc) -> Koc:
    koc.environment.update(GIT_CONFIG_GLOBAL="/dev/null")
    for path in [sample_repo, *sample_repo.rglob("*")]:
        path.chmod(path.stat().st_mode & 0o555)
    return koc


def run(koc: Koc, *words: str) -> Result:
    done = subprocess.run(
        [*PLAINLY, *koc.command(*words)],
        cwd="/",
        env={**koc.clean_environment(), "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("words", ["check", "board", "status guide/night-drive", "credits"])
def test_reading_goes_on(locked: Koc, words: str) -> None:
    done = run(locked, "--root", str(locked.folder), *words.split())
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        "claim night-drive writer --member old-he --yes",
        "build",
        "assemble --out OUT",
        "forms",
        "codeowners",
    ],
)
def test_writing_says_what_is_missing(locked: Koc, tmp_path: Path, words: str) -> None:
    given = words.replace("OUT", str(tmp_path / "out")).split()
    done = run(locked, "--root", str(locked.folder), *given)
    said = "".join(done.err.split())
    assert done.code not in (0, 2)
    assert "没有读写" in said
    assert ".part" not in said
    assert "--debug" not in said
