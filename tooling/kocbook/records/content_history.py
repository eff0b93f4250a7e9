"""What Git remembers of a module's content: every state of its folder, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kocbook.git.revision_tree import GitTree
from kocbook.git.run import run_git
from kocbook.model.community import Content
from kocbook.records.loader import read_content


@dataclass(frozen=True, slots=True)
class ContentVersion:
    """A module's content as one commit left it; `day` is the committer's."""

    commit: str
    day: date
    content: Content


def iter_contents(
    root: Path, keys: tuple[str, ...], revision: str = "HEAD"
) -> Iterator[ContentVersion]:
    """Yield the states of a module's content that `revision` holds, newest first.

    `keys` are all that the module ever had.

    Raises:
        KocError: there is no Git here, or no commit yet.
    """
    folders = [f"content/{key}" for key in keys]
    # `-m`: what a merge brought in by hand is a version too.
    log = run_git(root, "log", "-m", "--format=%H %cs", "--no-color", revision, "--", *folders)
    seen: set[str] = set()
    for line in log.decode("ascii").split("\n"):
        commit, _, day = line.partition(" ")
        if not commit or commit in seen:
            continue
        seen.add(commit)
        content = content_at(root, commit, keys)
        if content is not None:
            yield ContentVersion(commit, date.fromisoformat(day), content)


def content_at(root: Path, commit: str, keys: tuple[str, ...]) -> Content | None:
    """Return a module's content as a commit left it, under the first of its names that is there."""
    with GitTree(root, commit, [f"content/{key}" for key in keys]) as tree:
        return next(filter(None, (read_content(tree, key) for key in keys)), None)
