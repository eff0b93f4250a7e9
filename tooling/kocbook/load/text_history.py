"""The versions that Git remembers of one text, under all the names that it had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kocbook.load.git_tree import GitTree, run_git
from kocbook.load.yaml_reader import Fault, decode

_LIMIT = 1 << 20
_FORMAT = "--format=%x01%H%x00%cs"


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A text as one commit left it; `day` is the committer's."""

    commit: str
    day: date
    text: str


def iter_versions(root: Path, path: str) -> Iterator[TextVersion]:
    """Yield every version of the file at `path`, newest first; those that are no text are left out.

    Raises:
        KocError: there is no Git here, or no commit yet.
    """
    # `-m`: what a merge brought in by hand is a version too; `--follow` goes through renames.
    log = run_git(
        root,
        *("log", "-m", "--follow", "--raw", "-z", "-M", "--no-abbrev", "--no-color", _FORMAT),
        *("HEAD", "--", path),
    )
    seen: set[str] = set()
    with GitTree(root, "HEAD") as tree:
        for record in log.split(b"\x01")[1:]:
            commit, day, *changes = record.split(b"\0")
            for change in changes:
                words = change.strip().split()
                if len(words) != 5 or not words[0].startswith(b":"):
                    continue
                blob = words[3].decode("ascii")
                if blob in seen or not blob.strip("0"):
                    continue
                seen.add(blob)
                text = decode(tree.read_blob(blob, _LIMIT))
                if not isinstance(text, Fault):
                    on = date.fromisoformat(day.decode("ascii").strip())
                    yield TextVersion(commit.decode("ascii"), on, text)
