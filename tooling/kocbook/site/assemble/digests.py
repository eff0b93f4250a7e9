"""SHA-256 of published files, read once: `.koc/digests.json` remembers them by size and time, and is safe to delete."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from kocbook.base.atomic_file import write_whole
from kocbook.records.file_hash import hash_file
from kocbook.records.tree import WorkingTree

FILE = ".koc/digests.json"


class _Known(msgspec.Struct):
    """What was found out about a file of this size and time."""

    size: int
    time: int
    sha256: str


def find_digests(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 in hexadecimal of each file that can be read, by its path in `root`."""
    file = root / FILE
    before = _load(file)
    tree, known = WorkingTree(root), {}
    for path in sorted(set(paths)):
        try:
            status = (root / path).stat()
        except OSError:
            continue
        one = before.get(path)
        if one is None or (one.size, one.time) != (status.st_size, status.st_mtime_ns):
            sha256 = hash_file(tree, path)
            one = _Known(status.st_size, status.st_mtime_ns, sha256) if sha256 else None
        if one:
            known[path] = one
    if known != before:
        _save(file, known)
    return {path: one.sha256 for path, one in known.items()}


def _load(file: Path) -> dict[str, _Known]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, _Known])
    except (OSError, msgspec.MsgspecError):
        return {}


def _save(file: Path, known: dict[str, _Known]) -> None:
    write_whole(file, msgspec.json.encode(known))
