"""Writing an assembled folder: only what changed, and nothing left of what is gone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kocbook.base.atomic_file import replacing, write_whole
from kocbook.base.errors import KocError

ASSEMBLED = ".koc/docs"
"""Where a build assembles, in the community's folder."""

MARKER = ".kocbook"
"""A folder that holds this file was assembled by us: only there do we remove files."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file to be copied: where it stands in the repository, or a whole path outside of it."""

    path: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in its place already, as it should be."""


Files = dict[str, bytes | Media]
"""What an assembled folder is given, by path: bytes to write, or media to copy."""
Folder = dict[str, bytes | Media | Kept]
"""All that an assembled folder holds, by path."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """How many pages there are, how many assembled files changed, and where the site stands."""

    pages: int
    written: int
    site_dir: Path


@dataclass(frozen=True, slots=True)
class AssembleResult:
    """How many pages there are, and how many files were written, left alone and removed."""

    pages: int
    written: int
    unchanged: int
    removed: int


@dataclass(slots=True)
class WriteStats:
    """How many files were written, left as they were, and removed."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


def own_folder(folder: Path) -> None:
    """Make sure that `folder` is ours.

    Raises:
        KocError: it holds something that we did not write.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise KocError("errors.site-folder-not-ours", folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / MARKER).exists():
        (folder / MARKER).touch()


def write_files(root: Path, folder: Path, files: Folder) -> WriteStats:
    """Make `folder` hold exactly `files`; media are copied from the repository at `root`."""
    tally = WriteStats()
    folder.mkdir(parents=True, exist_ok=True)
    _remove_others(folder, files, tally)
    for path, content in files.items():
        target = folder / path
        match content:
            case Kept():
                changed = False
            case Media():
                changed = _copy_media(root / content.path, target)
            case _:
                changed = write_bytes(target, content)
        tally.written += changed
        tally.unchanged += not changed
    return tally


def write_bytes(target: Path, content: bytes) -> bool:
    """Write a file whole or not at all, and only if its bytes differ. Return whether they did."""
    if target.is_file() and target.read_bytes() == content:
        return False
    write_whole(target, content)
    return True


def _copy_media(source: Path, target: Path) -> bool:
    """Copy a file with its time, unless size and time say that it was copied before."""
    status = source.stat()
    if target.is_file():
        known = target.stat()
        if (known.st_size, known.st_mtime_ns) == (status.st_size, status.st_mtime_ns):
            return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as part:
        shutil.copy2(source, part, follow_symlinks=False)
    return True


def _remove_others(folder: Path, files: Mapping[str, object], tally: WriteStats) -> None:
    """Remove files that are not wanted any more, and folders that they leave empty."""
    for place, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(place) / name
            if path.relative_to(folder).as_posix() not in files:
                path.unlink()
                tally.removed += 1
        if place != str(folder) and not os.listdir(place):  # noqa: PTH208 (a path per entry is waste)
            Path(place).rmdir()
