"""Where a new community gets koc from, and that its own README's commands then work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kocbook.base.errors import KocError, UsageError
from kocbook.intake.starter.source import ToolSource, ask_for, find_source, try_source
from tests.conftest import AUTHOR

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
COMMIT = "0123456789012345678901234567890123456789"
NOTES: dict[str, tuple[dict[str, Any] | None, str]] = {
    "release": (None, "kocbook==9.1"),
    "git": (
        {"url": "https://host.example/koc", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
        f"kocbook @ git+https://host.example/koc@{COMMIT}",
    ),
    "address": (
        {"url": "https://host.example/kocbook-9.1-py3-none-any.whl", "archive_info": {}},
        "kocbook @ https://host.example/kocbook-9.1-py3-none-any.whl",
    ),
}


@pytest.mark.parametrize("kind", NOTES)
def test_the_community_gets_what_this_koc_was_installed_from(kind: str, tmp_path: Path) -> None:
    note, wanted = NOTES[kind]
    assert find_source("9.1", note, tmp_path) == ToolSource(wanted)


def test_a_wheel_goes_along(tmp_path: Path) -> None:
    wheel = tmp_path / "a b" / "kocbook-9.1-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(b"wheel")
    source = find_source("9.1", {"url": wheel.as_uri(), "archive_info": {}}, tmp_path)
    assert source.requirement == "./tooling/wheels/kocbook-9.1-py3-none-any.whl"
    assert source.files == {"tooling/wheels/kocbook-9.1-py3-none-any.whl": b"wheel"}
    assert ask_for(str(wheel)) == source
    wheel.unlink()
    with pytest.raises(UsageError) as refused:
        find_source("9.1", {"url": wheel.as_uri(), "archive_info": {}}, tmp_path)
    assert refused.value.key == "errors.init-no-source"


def test_what_cannot_be_installed_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    broken = tmp_path / "kocbook-9.1-py3-none-any.whl"
    broken.write_bytes(b"no wheel")
    with pytest.raises(KocError) as refused:
        try_source(ask_for(str(broken)))
    assert refused.value.key == "errors.init-source-fails"

    done = run(
        tmp_path,
        {},
        *(sys.executable, "-m", "kocbook", "init", "club", "--yes", "--lang", "zh"),
        *("--name", "山野", "--brand", "山野", "--repository", "https://github.com/club/book"),
        *("--lead-name", "顾青", "--lead-login", "guqing", "--lead-number", "1"),
        *("--kocbook", str(broken)),
    )
    assert done.returncode == 3
    assert "什么都没写" in done.stderr
    assert "--untried" in done.stderr
    assert not (tmp_path / "club").exists()


def run(folder: Path, more: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    author = {key: text for key, text in AUTHOR.items() if not key.endswith("_DATE")}
    environment = {**os.environ, **author, "GIT_CONFIG_GLOBAL": os.devnull, **more}
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=600
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        UV,
        "build",
        "--quiet",
        "--no-config",
        "--offline",
        "--no-build-isolation",
        "--wheel",
    ]
    subprocess.run([*command, "--python", sys.executable, "--out-dir", folder, ROOT], check=True)
    (found,) = folder.glob("*.whl")
    return found


SERVICES = {
    "github": "https://github.com/club/book",
    "gitlab": "https://gitlab.com/club/book",
    "gitee": "https://gitee.com/club/book",
    "gitea": "https://codeberg.org/club/book",
}


@pytest.mark.parametrize(
    "forge",
    ["github", *(pytest.param(name, marks=pytest.mark.slow) for name in list(SERVICES)[1:])],
)
def test_a_community_made_by_init_keeps_what_its_readme_promises(
    forge: str, wheel: Path, tmp_path: Path
) -> None:
    began = run(
        tmp_path,
        {"UV": str(UV)},
        *(sys.executable, "-m", "kocbook", "init", "club", "--yes", "--lang", "zh"),
        *("--name", "山野", "--brand", "山野", "--repository", SERVICES[forge], "--forge", forge),
        *("--site", "https://club.example/", "--lead-name", "顾青", "--lead-login", "guqing"),
        *("--lead-number", "1", "--kocbook", str(wheel)),
    )
    assert began.returncode == 0, began.stderr
    club = tmp_path / "club"
    # As on another computer: nothing of this one's environment but where packages come from.
    kept = {"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONPATH": "", "UV": str(UV)}
    kept["PYTHON"] = str(Path(sys.executable).resolve())
    for target in ("site", "test"):
        done = run(club, kept, "make", target)
        assert done.returncode == 0, (target, done.stdout[-800:], done.stderr[-800:])
    assert "山野" in (club / "site/index.html").read_text("utf-8")
    ignored = run(club, {}, "git", "status", "--porcelain").stdout
    assert ignored == ""
    again = run(club, {**kept, "UV": shutil.which("false") or "/bin/false"}, "make", "check")
    assert again.returncode == 0, "a second run installs nothing"
