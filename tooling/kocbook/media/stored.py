"""Media that stand in the tree: found, cleaned and put back whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kocbook.base.atomic_file import write_whole
from kocbook.base.errors import UsageError
from kocbook.media.clean import clean_media
from kocbook.media.inspect import is_looked_into
from kocbook.media.removed import Removed


@dataclass(frozen=True, slots=True)
class CleanedInPlace:
    """A file of the tree: its sizes in bytes, what was taken out, or why it was left alone."""

    path: str
    before: int
    after: int
    removed: tuple[Removed, ...] = ()
    refused: UsageError | None = None


def find_media(root: Path, paths: Sequence[Path]) -> list[str]:
    """Return the media at and below `paths`, or all in content/, by their paths in the tree.

    Links are left alone: what they lead to may be anybody's.

    Raises:
        UsageError: a path is not in content/, or there is none.
    """
    home = (root / "content").resolve()
    found: dict[str, None] = {}
    for path in paths or (home,):
        if not path.exists() and paths:
            raise UsageError("errors.no-file", path=path)
        full = path.resolve()
        if not full.is_relative_to(home):
            raise UsageError("errors.clean-outside", path=path)
        for file in sorted(full.rglob("*")) if full.is_dir() else (full,):
            name = f"content/{file.relative_to(home).as_posix()}"
            if is_looked_into(name) and file.is_file() and not file.is_symlink():
                found[name] = None
    return list(found)


def clean_in_place(root: Path, names: Iterable[str]) -> Iterator[CleanedInPlace]:
    """Clean each file and say what was done; a file is replaced as a whole or not at all."""
    for name in names:
        file = root / name
        data = file.read_bytes()
        try:
            cleaned = clean_media(file.name, data)
        except UsageError as error:
            yield CleanedInPlace(name, len(data), len(data), refused=error)
            continue
        if cleaned.data != data:
            write_whole(file, cleaned.data)
        yield CleanedInPlace(name, len(data), len(cleaned.data), cleaned.removed)
