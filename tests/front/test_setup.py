"""The script that installs koc, here and in communities: what is there already is never installed again."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_UV = """#!/bin/sh
echo "$*" >>"$CALLS"
if [ "$1" = venv ]; then
    mkdir -p .venv/bin
    ln -sf "$REAL_PYTHON" .venv/bin/python
    echo "$PWD" >.venv/bin/activate
fi
[ "$1" = venv ] || { touch .venv/bin/koc && chmod +x .venv/bin/koc; }
[ ! -f refuse ]
"""


@dataclass
class Place:
    """A folder in which koc is installed by a uv that only notes what it is asked."""

    folder: Path

    def install(self, part: str) -> list[str]:
        """Ask for a part; return what uv was asked to install."""
        calls = self.folder / "calls"
        calls.write_text("")
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "UV": str(self.folder / "uv"),
            "CALLS": str(calls),
            "PYTHON": sys.executable,
            "REAL_PYTHON": sys.executable,
        }
        script = ["bash", self.folder / "tooling/setup/venv", part]
        subprocess.run(script, env=environment, check=True, capture_output=True, timeout=60)
        said = calls.read_text().splitlines()
        return [line.split(" pip install ")[-1] for line in said if "install" in line]


@pytest.fixture
def community(tmp_path: Path) -> Place:
    shutil.copytree(ROOT / "tooling/setup", tmp_path / "tooling/setup")
    (tmp_path / "requirements.txt").write_text("# 用哪个版本\nkocbook==0.1.0\n", "utf-8")
    (tmp_path / "uv").write_text(_UV)
    (tmp_path / "uv").chmod(0o755)
    return Place(tmp_path)


def locks(calls: list[str]) -> list[str]:
    return [word.rpartition("/")[2] for word in calls[0].split() if word.endswith(".lock.txt")]


def test_a_part_is_installed_from_its_lock_once(community: Place) -> None:
    calls = community.install("core")
    assert locks(calls) == ["core.lock.txt"]
    assert "--require-hashes" in calls[0]
    assert len(calls) == 2
    assert community.install("core") == []


def test_parts_add_up_and_bring_smaller_ones_along(community: Place) -> None:
    community.install("core")
    assert locks(community.install("site")) == ["site.lock.txt"]
    asked = (community.folder / ".venv/requirements.txt").read_text("utf-8")
    assert "kocbook[site]==0.1.0" in asked
    assert community.install("core") == community.install("media") == []
    assert locks(community.install("match")) == ["match.lock.txt", "site.lock.txt"]
    assert community.install("site") == community.install("match") == []
    assert locks(community.install("pdf")) == ["match.lock.txt", "pdf.lock.txt"]


@pytest.mark.parametrize("file", ["requirements.txt", "tooling/setup/core.lock.txt"])
def test_what_is_locked_anew_is_installed_anew(community: Place, file: str) -> None:
    community.install("core")
    with (community.folder / file).open("a") as changed:
        changed.write("# newer\n")
    assert len(community.install("core")) == 2
    assert community.install("core") == []


@pytest.mark.parametrize("stamp", ["3f9c2a71b0de  -\n", "gone core\n3f9c  -\n", ""])
def test_what_another_release_installed_is_installed_anew(community: Place, stamp: str) -> None:
    community.install("core")
    (community.folder / ".venv/stamp").write_text(stamp)
    assert locks(community.install("media")) == ["media.lock.txt"]
    assert community.install("media") == community.install("core") == []


def test_a_folder_that_was_moved_is_installed_anew(community: Place, tmp_path: Path) -> None:
    community.install("core")
    moved = Place(tmp_path.with_name("moved"))
    community.folder.rename(moved.folder)
    assert len(moved.install("core")) == 2


def test_here_koc_is_the_checkout(community: Place) -> None:
    shutil.copy(ROOT / "pyproject.toml", community.folder)
    calls = community.install("media")
    assert locks(calls) == ["media.lock.txt", "build.lock.txt"]
    assert calls[1].endswith("--no-deps --no-build-isolation --no-index --editable .")


def test_every_lock_holds_hashes_and_the_versions_of_the_tests() -> None:
    pins = {}
    for file in sorted((ROOT / "tooling/setup").glob("*.lock.txt")):
        lines = file.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if line[:1].isalnum():
                assert lines[number + 1].lstrip().startswith("--hash=sha256:"), (file, line)
                pins.setdefault(file.name, set()).add(line.split()[0])
    assert all(listed <= pins["dev.lock.txt"] for listed in pins.values())


def test_caches_are_read_where_only_the_base_runs() -> None:
    """A run for a fork's own workflow must not share a cache with those that judge it."""
    for file in (ROOT / ".github/workflows").glob("*.yml"):
        text = file.read_text("utf-8")
        if re.search(r"actions/cache|\.github/actions/koc", text):
            assert not re.search(r"^  pull_request:", text, re.MULTILINE), file
            for checkout in re.findall(
                r"uses: actions/checkout@.*?(?=- name:|\Z)", text, re.DOTALL
            ):
                ref = re.search(r"ref: (.*)", checkout)
                assert ref is None or "default_branch" in ref[1], file
    starter = ROOT / "tooling/kocbook/intake/starter/files"
    for file in [*starter.rglob("*.yml")]:
        assert not re.search(r"actions/cache|^\s*cache:", file.read_text("utf-8"), re.MULTILINE), (
            file
        )
