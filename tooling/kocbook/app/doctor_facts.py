"""What this computer and this clone are like: facts for `koc doctor`, gathered without judging them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kocbook.base.extras import IMPORTS, Extra
from kocbook.git.run import ask_git, is_shallow
from kocbook.model.condition import Clone, Computer, Hosting
from kocbook.model.forges import find_forge

_VERSION = re.compile(r"\d+(?:\.\d+)+")
_DUBIOUS = b"dubious ownership"
_PATIENCE = 60


def read_computer(root: Path) -> Computer:
    """Look at versions, parts, fonts, libraries and free space."""
    missing = [part for part in Extra if any(find_spec(name) is None for name in IMPORTS[part])]
    return Computer(
        python=sys.version_info[:3],
        git=_git_version(),
        missing_parts=tuple(str(part) for part in missing if part is not Extra.FILM),
        has_chinese_font=_has_chinese_font(),
        pango=None if Extra.PDF in missing else find_library("pango-1.0") is not None,
        free_mb=shutil.disk_usage(root).free // 10**6,
    )


def _git_version() -> tuple[int, ...] | None:
    found = _VERSION.search(ask_git(Path(), "version").out.decode("utf-8", "replace"))
    return tuple(map(int, found.group().split("."))) if found else None


def _has_chinese_font() -> bool:
    """Ask fontconfig, as the drawing of shared pictures does."""
    if shutil.which("fc-list") is None:
        return False
    asked = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)
    return bool(asked.stdout.strip())


def read_clone(root: Path, files: Mapping[str, str]) -> Clone:
    """Look at the Git repository of a folder; `files` tells which of the tool's files are not current."""
    inside = ask_git(root, "rev-parse", "--is-inside-work-tree")
    if inside.code:
        return Clone(False, _DUBIOUS in inside.error, "", "", False, (), files)
    remotes = ask_git(root, "config", "--get-regexp", r"^remote\..*\.url$").out
    addresses = [line.partition(" ")[2] for line in remotes.decode("utf-8", "replace").splitlines()]
    name, email = (_setting(root, f"user.{key}") for key in ("name", "email"))
    return Clone(True, False, name, email, is_shallow(root), tuple(addresses), files)


def _setting(root: Path, name: str) -> str:
    return ask_git(root, "config", "--get", name).out.decode("utf-8", "replace").strip()


def read_hosting(root: Path, repository: str, branch: str) -> Hosting:
    """Ask the folder of the repository's service, as a program, for the repository's settings."""
    forge = find_forge(repository)
    module = f"forges.{forge}.settings"
    if forge is None or find_spec("forges") is None or not _can_ask(module):
        return Hosting(unseen={"all": "other-service"})
    command = [sys.executable, "-m", module, repository, branch]
    try:
        asked = subprocess.run(
            command, cwd=root, capture_output=True, check=True, timeout=_PATIENCE
        )
    except (OSError, subprocess.SubprocessError):
        return Hosting(unseen={"all": "offline"})
    return read_answer(asked.stdout)


def _can_ask(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def read_answer(text: bytes) -> Hosting:
    """Return the settings that a service's program printed.

    Raises:
        msgspec.DecodeError: it is not what a program of ours prints.
    """
    import msgspec

    value: Any = msgspec.json.decode(text, type=Hosting)
    assert isinstance(value, Hosting)
    return value
