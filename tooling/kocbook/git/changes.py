"""What changed between two revisions, path by path, as Git itself lists it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from kocbook.base.errors import KocError
from kocbook.git.revision_tree import ObjectId, decode_name, resolve_revision
from kocbook.git.run import git_command, git_environment, run_git

NO_MODE = "000000"
_NAMES_ONLY = ("--name-only", "--no-messages")
_USAGE = 129  # how Git ends when it does not know an option


@dataclass(frozen=True, slots=True)
class ChangedPath:
    """One changed path. Modes are Git's, NO_MODE where the file is absent; ids are those of blobs.

    `status` is A (added), M (modified), D (deleted) or T (became another kind of file). A rename
    is a D and an A. `is_utf8` is False where the name's bytes are no UTF-8; `path` then shows
    U+FFFD in their place.
    """

    path: str
    old_mode: str
    new_mode: str
    old_blob: str
    new_blob: str
    status: str
    is_utf8: bool = True

    @property
    def is_deletion(self) -> bool:
        """True where the path is gone afterwards."""
        return self.status == "D"


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge would leave: a tree's id, or the paths that two sides changed differently."""

    tree: ObjectId | None
    conflicts: tuple[str, ...] = ()


def find_merge_bases(root: Path, base: str, head: str) -> list[str]:
    """List the commits from which `head` departed from `base`: several after criss-cross merges.

    Raises:
        UsageError: a revision is unknown.
        KocError: the two share no history, or too little of it was fetched.
    """
    commits = resolve_revision(root, base), resolve_revision(root, head)
    try:
        return run_git(root, "merge-base", "--all", *commits).decode("ascii").split()
    except KocError as error:
        if error.data.get("detail"):
            raise
        raise KocError("errors.git-no-merge-base", base=base, head=head) from error


def merge_revisions(root: Path, base: str, head: str) -> Merge:
    """Merge two commits as a hosting service does, into objects only: no branch, no file moves.

    Raises:
        UsageError: a revision is unknown.
        KocError: Git failed (as where the two share no history), or it is older than 2.38.
    """
    sides = resolve_revision(root, base), resolve_revision(root, head)
    # Every switch that a setting of the repository could turn is said here.
    switches = ("-c", "merge.renames=true", "-c", "merge.directoryRenames=conflict")
    command = git_command(root, *switches, "merge-tree", "--write-tree", "-z", *_NAMES_ONLY, *sides)
    done = subprocess.run(command, capture_output=True, check=False, env=git_environment())
    if done.returncode not in (0, 1):
        if done.returncode == _USAGE:
            raise KocError("errors.git-too-old")
        detail = done.stderr.decode("utf-8", "replace").strip()
        raise KocError("errors.git-failed", command="merge-tree", detail=detail)
    tree, *paths = done.stdout.split(b"\0")[:-1]
    if done.returncode == 0:
        return Merge(ObjectId(tree.decode("ascii")))
    return Merge(None, tuple(sorted({decode_name(path) for path in paths})))


def read_changes(root: Path, base: str, head: str) -> tuple[ChangedPath, ...]:
    """List what `head` changed since it departed from `base`, sorted by path.

    Where it departed several times, what differs from any of those commits counts: a change
    could be hidden from one of them.

    Raises:
        UsageError: a revision is unknown.
        KocError: the two share no history, or Git failed.
    """
    end = resolve_revision(root, head)
    starts = find_merge_bases(root, base, head)
    found = {change.path: change for start in starts for change in diff_trees(root, start, end)}
    return tuple(found[path] for path in sorted(found))


def list_changed_paths(root: Path, base: str, head: str | None) -> frozenset[str]:
    """Return the paths whose files differ between two revisions; no `head` is the working tree.

    Raises:
        UsageError: a revision is unknown.
        KocError: there is no Git, or it failed.
    """
    start = resolve_revision(root, base)
    if head is not None:
        changes = diff_trees(root, start, resolve_revision(root, head))
        return frozenset(change.path for change in changes)
    switches = ("-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-relative")
    tracked = run_git(root, "diff", *switches, start, "--")
    new = run_git(root, "ls-files", "-z", "--others", "--exclude-standard", "--full-name")
    return frozenset(decode_name(name) for name in (tracked + new).split(b"\0") if name)


def diff_trees(root: Path, before: str, after: str) -> tuple[ChangedPath, ...]:
    """List what differs between two commits or trees, sorted by path.

    Raises:
        KocError: Git failed.
    """
    # Here too, no setting of the repository decides.
    listing = run_git(
        root,
        "diff-tree",
        *("-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-relative"),
        *("--ignore-submodules=none", before, after, "--"),
    )
    return parse_raw_diff(listing)


def parse_raw_diff(listing: bytes) -> tuple[ChangedPath, ...]:
    """Read the output of `git diff-tree -r -z --raw --no-renames`.

    It is `:OLDMODE NEWMODE OLDID NEWID STATUS<nul>NAME<nul>`, again and again.
    """
    parts = listing.split(b"\0")[:-1]
    changes = [
        _parse_change(head, name) for head, name in zip(parts[::2], parts[1::2], strict=True)
    ]
    return tuple(sorted(changes, key=lambda change: change.path))


def _parse_change(head: bytes, name: bytes) -> ChangedPath:
    old_mode, new_mode, old_blob, new_blob, status = head.decode("ascii").removeprefix(":").split()
    path = decode_name(name)
    is_utf8 = path.encode() == name
    return ChangedPath(path, old_mode, new_mode, old_blob, new_blob, status[0], is_utf8)
