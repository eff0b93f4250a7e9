"""What changed between two revisions, path by path, as Git itself lists it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kocbook.base.errors import KocError
from kocbook.load.git_tree import decode_name, resolve_revision, run_git

NO_MODE = "000000"


@dataclass(frozen=True, slots=True)
class Change:
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


def find_merge_base(root: Path, base: str, head: str) -> str:
    """Return the commit from which `head` departed from `base`.

    Raises:
        UsageError: a revision is unknown.
        KocError: the two share no history, or too little of it was fetched.
    """
    commits = resolve_revision(root, base), resolve_revision(root, head)
    try:
        return run_git(root, "merge-base", *commits).decode("ascii").strip()
    except KocError as error:
        if error.data.get("detail"):
            raise
        raise KocError("errors.git-no-merge-base", base=base, head=head) from error


def read_changes(root: Path, base: str, head: str) -> tuple[Change, ...]:
    """List what `head` changed since it departed from `base`, sorted by path.

    Raises:
        UsageError: a revision is unknown.
        KocError: the two share no history, or Git failed.
    """
    start = find_merge_base(root, base, head)
    end = resolve_revision(root, head)
    # Every switch that a setting of the repository could turn is said here.
    listing = run_git(
        root,
        "diff-tree",
        *("-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-relative"),
        *("--ignore-submodules=none", start, end, "--"),
    )
    return parse_raw_diff(listing)


def parse_raw_diff(listing: bytes) -> tuple[Change, ...]:
    """Read the output of `git diff-tree -r -z --raw --no-renames`.

    It is `:OLDMODE NEWMODE OLDID NEWID STATUS<nul>NAME<nul>`, again and again.
    """
    parts = listing.split(b"\0")[:-1]
    changes = [
        _parse_change(head, name) for head, name in zip(parts[::2], parts[1::2], strict=True)
    ]
    return tuple(sorted(changes, key=lambda change: change.path))


def _parse_change(head: bytes, name: bytes) -> Change:
    old_mode, new_mode, old_blob, new_blob, status = head.decode("ascii").removeprefix(":").split()
    path = decode_name(name)
    is_utf8 = path.encode() == name
    return Change(path, old_mode, new_mode, old_blob, new_blob, status[0], is_utf8)
