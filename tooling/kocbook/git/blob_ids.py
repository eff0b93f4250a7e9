"""The ids that Git has, or would have, for files: what a picture is, whatever it is called."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from kocbook.git.run import read_git

_FOLDER = "content"


def blob_id(data: bytes) -> str:
    """Return the id that Git gives to bytes in a repository of SHA-1 ids."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def read_index(root: Path) -> dict[str, str]:
    """Return the ids of the files of contributions that stand as Git has them; empty without Git."""
    # `-v` would tell of files that Git was told not to look at; their ids are never taken.
    listed = read_git(root, "ls-files", "-s", "-v", "-z", "--", _FOLDER)
    changed = read_git(root, "diff-files", "--name-only", "-z", "--relative", "--", _FOLDER)
    if listed is None or changed is None:
        return {}
    found = dict(_iter_index(listed))
    for path in changed.split(b"\0"):
        found.pop(os.fsdecode(path), None)
    return found


def _iter_index(listed: bytes) -> Iterator[tuple[str, str]]:
    for entry in listed.split(b"\0"):
        about, _, path = entry.partition(b"\t")
        words = about.split()
        if len(words) == 4 and words[0] == b"H" and words[3] == b"0":
            yield os.fsdecode(path), words[2].decode()
