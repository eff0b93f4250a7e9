"""A community with its private repository beside it, made through the real commands."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import AUTHOR, Koc, lay_sample

ADDRESS = "https://club.example/private"
OPEN = "public_amounts: [briefs, budgets, payouts]\n"


def git(folder: Path, *words: str) -> str:
    environment = {**os.environ, **AUTHOR, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "More")


def merge(folder: Path) -> None:
    """Take the branch that `koc` made into main, as a forge would."""
    branch = git(folder, "branch", "--show-current").strip()
    git(folder, "switch", "-q", "main")
    git(folder, "merge", "-q", "--ff-only", branch)


def found_club(folder: Path) -> Koc:
    """Return `koc` in a community that publishes no amounts, and has no private repository yet."""
    lay_sample(folder)
    settings = folder / "community.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(OPEN, ""), encoding="utf-8")
    for key, value in (("user.name", "Gu Heng"), ("user.email", "gu-heng@club.example")):
        git(folder, "config", key, value)
    commit(folder)
    return Koc(folder, {"GIT_CONFIG_GLOBAL": os.devnull})


def set_up(koc: Koc) -> Path:
    """Make the private repository with the command, and merge its address; return its folder."""
    folder = koc.folder.parent / "club-private"
    done = koc("private", "init", str(folder), "--address", ADDRESS, "--member", "gu-heng")
    assert done.code == 0, done
    merge(koc.folder)
    for key, value in (("user.name", "Gu Heng"), ("user.email", "gu-heng@club.example")):
        git(folder, "config", key, value)
    return folder


@pytest.fixture
def club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Koc:
    monkeypatch.setattr("kocbook.cli.ui.progress.QUIET_SECONDS", 600.0)
    monkeypatch.setattr("kocbook.cli.ui.writing.is_interactive", lambda: False)
    return found_club(tmp_path / "club")
