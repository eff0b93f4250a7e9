"""Where a new community gets koc from: a release, a commit in Git, or a wheel that it keeps itself.

How this koc was installed tells (PEP 610, https://packaging.python.org/specifications/direct-url/):
a release leaves no note, whatever else was asked for leaves `direct_url.json`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kocbook.base.errors import KocError, UsageError

WHEELS = "tooling/wheels"
"""Where a community keeps a wheel that no index has."""
_PATIENCE = 300
_PROBE = "import kocbook; print(kocbook.__version__)"


@dataclass(frozen=True, slots=True)
class ToolSource:
    """A requirement as pip reads it in the community's folder, and the wheel that has to lie there."""

    requirement: str
    wheel: Path | None = None

    @property
    def files(self) -> dict[str, bytes]:
        """What the community has to hold for it, by path."""
        return {f"{WHEELS}/{self.wheel.name}": self.wheel.read_bytes()} if self.wheel else {}

    @property
    def installed_from(self) -> str:
        """What an installer outside the community's folder is told."""
        return str(self.wheel) if self.wheel else self.requirement


def read_note() -> Mapping[str, Any] | None:
    """Return how this koc was installed, as the installer noted it; None for a release."""
    try:
        text = distribution("kocbook").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    note = json.loads(text) if text else None
    return note if isinstance(note, dict) else None


def find_source(version: str, note: Mapping[str, Any] | None, folder: Path) -> ToolSource:
    """Return where a community that is begun by this koc gets the same one from.

    A wheel of a checkout is built into `folder`.

    Raises:
        UsageError: the wheel that it was installed from is gone, or a checkout cannot be built.
    """
    if note is None:
        return ToolSource(f"kocbook=={version}")
    url, vcs = str(note.get("url", "")), note.get("vcs_info")
    if isinstance(vcs, dict) and vcs.get("vcs") == "git":
        return ToolSource(f"kocbook @ git+{url}@{vcs.get('commit_id')}")
    parts = urlsplit(url)
    if parts.scheme != "file":
        return ToolSource(f"kocbook @ {url}")
    place = Path(unquote(parts.path))
    if place.is_dir():
        place = _build_wheel(place, folder)
    if not place.is_file():
        raise UsageError("errors.init-no-source", version=version)
    return ask_for(str(place))


def ask_for(said: str) -> ToolSource:
    """Return the source that a person named: the path of a wheel, or a requirement as pip takes it."""
    place = Path(said).expanduser()
    if place.suffix == ".whl" and place.is_file():
        return ToolSource(f"./{WHEELS}/{place.name}", place.absolute())
    return ToolSource(said)


def try_source(source: ToolSource) -> str:
    """Install koc alone from `source`, somewhere aside, and return the version that answers.

    Raises:
        KocError: it cannot be had, or it does not run.
    """
    with tempfile.TemporaryDirectory(prefix="koc-try-") as aside:
        _run([*_find_installer(), "--target", aside, "--no-deps", source.installed_from], source)
        # Its libraries are those of this koc: only koc itself is on trial.
        answer = _run([sys.executable, "-c", _PROBE], source, {"PYTHONPATH": aside})
    return answer.strip()


def _find_installer() -> list[str]:
    """Return the beginning of a command that installs packages: uv where there is one, else pip."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv:
        # As pip does: of several indexes any may have it.
        how = ["--no-config", "--index-strategy", "unsafe-best-match", "--python", sys.executable]
        return [uv, "pip", "install", "--quiet", *how]
    for python in (sys.executable, *_iter_pythons()):
        asked = [python, "-m", "pip", "--version"]
        if subprocess.run(asked, check=False, capture_output=True).returncode == 0:
            how = ["--quiet", "--disable-pip-version-check", "--no-input"]
            return [python, "-m", "pip", "install", *how]
    raise KocError("errors.init-no-installer")


def _iter_pythons() -> Iterator[str]:
    for name in ("python3", "python"):
        found = shutil.which(name)
        if found:
            yield found


def _run(
    command: list[str], source: ToolSource, environment: Mapping[str, str] | None = None
) -> str:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            timeout=_PATIENCE,
            env={**os.environ, **(environment or {})},
        )
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or [str(error)]
        detail = lines[-1].strip()
    except (OSError, subprocess.TimeoutExpired) as error:
        detail = str(error)
    else:
        return done.stdout
    raise KocError("errors.init-source-fails", source=source.requirement, detail=detail)


def _build_wheel(checkout: Path, folder: Path) -> Path:
    """Build the wheel of a checkout that koc runs from."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=checkout, capture_output=True, check=False, timeout=_PATIENCE)
    return next(iter(sorted(folder.glob("kocbook-*.whl"))), folder / "none")
