"""Fingerprints of files, to tell whether a copy elsewhere is the one that was published."""

from __future__ import annotations

import hashlib

from kocbook.model.tree import Tree

_LIMIT = 1 << 30


def hash_file(tree: Tree, path: str) -> str | None:
    """Return the SHA-256 of a file's bytes in hexadecimal; None where it cannot be read.

    A text's line ends are those that Git keeps, whatever the checkout made of them.
    """
    try:
        data = tree.read(path, _LIMIT)
    except OSError:
        return None
    return hashlib.sha256(
        data.replace(b"\r\n", b"\n") if path.endswith(".md") else data
    ).hexdigest()
