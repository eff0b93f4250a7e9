"""SHA-256 of published files; a file is read once, until it is written again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kocbook.base.known_files import ask_files
from kocbook.git.open_memory import open_memory
from kocbook.records.file_hash import hash_file
from kocbook.records.tree import WorkingTree


def find_digests(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 in hexadecimal of each file that can be read, by its path in `root`."""
    tree = WorkingTree(root)

    def find(wanted: list[str]) -> dict[str, str]:
        return {path: sha256 for path in wanted if (sha256 := hash_file(tree, path))}

    return ask_files(open_memory(root), "digests", root, paths, str, find)
