"""The history of a few files, under all names that they ever had."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from kocbook.git.history import Commit, PathChange, iter_commits
from kocbook.git.run import run_git

_MOST_ROUNDS = 20


def read_path_history(root: Path, tips: Collection[str], paths: Collection[str]) -> list[Commit]:
    """Return every commit before `tips` that touched one of `paths`, parents first.

    `paths` are files or folders. Where such a file had another name before, that name's history is
    there too; a commit may be there that has nothing to do with it, and none is missing.

    Raises:
        KocError: Git failed.
    """
    wanted, commits = set(paths), list[Commit]()
    for _ in range(_MOST_ROUNDS):
        ids = _list_commits(root, tips, wanted)
        commits = list(iter_commits(root, ids)) if ids else []
        more = {name for commit in commits for name in _find_sources(commit.changes, wanted)}
        if more <= wanted:
            break
        wanted |= more
    return commits


def list_new_commits(root: Path, base: str, head: str) -> frozenset[str]:
    """Return the ids of the commits that `head` contains and `base` does not."""
    return frozenset(run_git(root, "rev-list", f"{base}..{head}", "--").decode().split())


def _list_commits(root: Path, tips: Collection[str], paths: Collection[str]) -> list[str]:
    # Without simplification: what a merge threw away may have come back since.
    how = ("--topo-order", "--reverse", "--full-history", *sorted(tips), "--", *sorted(paths))
    return run_git(root, "rev-list", *how).decode().split()


def _find_sources(changes: Iterable[PathChange], wanted: Collection[str]) -> set[str]:
    """Return the earlier names of wanted files in one commit, with those that Git takes for others."""
    changes = tuple(changes)
    own = [change for change in changes if _is_within(change.path, wanted)]
    folders = {_folder(one.path): _folder(name) for one in changes for name in one.sources}
    holders = {one.before[0]: one.path for one in changes if one.status == "M"}
    found: set[str] = set()
    for change in own:
        found.update(change.sources)
        if change.status == "A" and (folder := folders.get(_folder(change.path))) is not None:
            found.add(f"{folder}/{change.path.rpartition('/')[2]}")
        if change.status == "M" and change.blob in holders:
            found.add(holders[change.blob])  # two files that took each other's names
    return {name for name in found if not _is_within(name, wanted)}


def _is_within(path: str, wanted: Collection[str]) -> bool:
    parts = path.split("/")
    return any("/".join(parts[:length]) in wanted for length in range(1, len(parts) + 1))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
