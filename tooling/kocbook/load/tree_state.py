"""What a working tree holds, by Git's own books: quick to ask, and exact."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

from kocbook.base.tool_key import digest
from kocbook.load.tree import READ_FILES, READ_FOLDERS

_MOST_CHANGES = 500
"""With more changed files than this, reading everything is as quick."""


def find_tree_state(root: Path) -> str | None:
    """Return a fingerprint of all files that a check of the working tree at `root` reads.

    Two equal fingerprints mean equal files: the committed ones by Git's object ids, the others by
    their bytes. None where Git cannot tell: no repository, a sparse checkout, or filters that change
    files on their way. Devices and FIFOs, which Git does not see, are no part of it.
    """
    names = (*READ_FOLDERS, *READ_FILES)
    committed = _ask(root, "ls-tree", "-z", "HEAD", "--", *names)
    changed = _ask(
        root,
        *("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"),
        *("--ignored=traditional", "--", *names),
    )
    if committed is None or changed is None or _is_filtered(root):
        return None
    entries = [entry for entry in changed.split(b"\0") if entry]
    if len(entries) > _MOST_CHANGES:
        return None
    prefix = _ask(root, "rev-parse", "--show-prefix") if entries else b""
    parts: list[bytes] = [committed]
    for entry in entries:
        path = os.fsdecode(entry[3:]).removeprefix(os.fsdecode((prefix or b"").strip()))
        content = _describe(root / path)
        if content is None:
            return None
        parts += [entry, content]
    return digest(*parts)


def _describe(path: Path) -> bytes | None:
    """Return what stands at `path`; None for a folder, whose files Git did not list."""
    try:
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):
            return b"file:" + digest(path.read_bytes()).encode()
        if stat.S_ISLNK(status.st_mode):
            return b"link"
    except FileNotFoundError:
        return b"gone"
    except OSError:
        return None
    return None


def _is_filtered(root: Path) -> bool:
    """True where files on disk may differ from what Git keeps, though it calls them unchanged."""
    if _ask(root, "config", "--get-regexp", r"^core\.(sparsecheckout|autocrlf)$"):
        return True
    try:
        return b"filter=" in (root / ".gitattributes").read_bytes()
    except OSError:
        return False


def _ask(root: Path, *words: str) -> bytes | None:
    """Return what Git answers; None where it fails."""
    try:
        # Optional locks are for writing the index back: a check writes nothing.
        done = subprocess.run(
            ["git", "--no-optional-locks", "-C", str(root), *words],
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
