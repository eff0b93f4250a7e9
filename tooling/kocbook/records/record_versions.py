"""What Git remembers of the records below some folders: every version, with its commit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.git.revision_tree import GitTree
from kocbook.git.run import run_git
from kocbook.records.yaml_reader import MAX_BYTES, Fault, decode, read_yaml

_FORMAT = "--format=%x01%H%x00%cs"


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """A record as one commit left it; `value` is None where it was removed, or cannot be read.

    `day` is the committer's.
    """

    path: str
    commit: str
    day: date
    value: dict[str, Any] | None


def iter_record_versions(root: Path, folders: Collection[str]) -> Iterator[RecordVersion]:
    """Yield what commits left in the records below `folders`, oldest first; merges bring nothing of their own.

    Raises:
        KocError: there is no Git here, or no commit yet.
    """
    words = ("log", "--reverse", "--topo-order", "--raw", "-z", "--no-renames", "--no-abbrev")
    log = run_git(root, *words, "--no-color", _FORMAT, "HEAD", "--", *folders)
    with GitTree(root, "HEAD") as tree:
        for record in log.split(b"\x01")[1:]:
            commit, day, *changes = record.split(b"\0")
            when = (commit.decode("ascii"), date.fromisoformat(day.decode("ascii").strip()))
            for head, name in zip(changes[0::2], changes[1::2], strict=False):
                path = name.decode("utf-8", "replace")
                blob = head.split()[3].decode("ascii") if head.strip() else ""
                if path.endswith(".yml") and blob:
                    yield RecordVersion(path, *when, _read(tree, blob))


def _read(tree: GitTree, blob: str) -> dict[str, Any] | None:
    if not blob.strip("0"):
        return None
    text = decode(tree.read_blob(blob, MAX_BYTES))
    value = None if isinstance(text, Fault) else read_yaml(text)[0]
    return value if isinstance(value, dict) else None
