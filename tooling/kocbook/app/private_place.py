"""Where the private repository is on this machine: two settings of Git lead there and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.run import read_git, run_git

MARK = "private.yml"
"""The file by which a folder is known as a private repository."""
MAIN = "main"
"""The branch of the private repository that everything is merged into."""


def is_private(folder: Path) -> bool:
    """True for the folder of a private repository, and not for that of a community."""
    return (folder / MARK).is_file() and not (folder / "community.yml").exists()


def find_private(public: Path, settings: Mapping[str, Any]) -> Path:
    """Return the folder of the private repository of the community in `public`.

    Raises:
        UsageError: the community has none, or it is not on this machine; the text says what to do.
    """
    address = settings.get("private")
    if not isinstance(address, str):
        raise UsageError("errors.private-not-set-up", folder=f"../{public.name}-private")
    found = _follow(public, "koc.private")
    if found is None or not (found / MARK).is_file():
        folder = found or f"../{public.name}-private"
        raise UsageError("errors.private-not-here", address=address, folder=folder)
    return found


def find_public(private: Path) -> Path:
    """Return the folder of the community to which the private repository in `private` belongs.

    Raises:
        UsageError: it is not on this machine; the text says what to do.
    """
    found = _follow(private, "koc.public")
    if found is None or not (found / "community.yml").is_file():
        raise UsageError("errors.private-no-public", folder=private)
    return found


def lead_to_each_other(public: Path, private: Path) -> None:
    """Write into the configuration of both clones where the other is.

    Raises:
        KocError: Git failed.
    """
    run_git(public, "config", "koc.private", str(private))
    run_git(private, "config", "koc.public", str(public))


def _follow(folder: Path, setting: str) -> Path | None:
    said = read_git(folder, "config", "--get", setting)
    path = said.decode("utf-8", "surrogateescape").strip() if said else ""
    return (folder / Path(path).expanduser()).resolve() if path else None
