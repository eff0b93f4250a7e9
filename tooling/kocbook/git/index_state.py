"""What a working tree holds, by Git's own books: quick to ask, and exact."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kocbook.base.tool_key import digest
from kocbook.git.run import read_git
from kocbook.model.tree import READ_FILES, READ_FOLDERS

_MOST_CHANGES = 500
"""With more changed files than this, reading everything is as quick."""
_COMMITTED, _CHANGED = "committed:", "changed:"
_NAMES = (*READ_FOLDERS, *READ_FILES)


@dataclass(frozen=True, slots=True)
class TreeState:
    """All files that a check of a working tree reads; two equal states mean equal files.

    `committed` maps the names that are read to what HEAD has there, with Git's object id; `changed`
    the paths of files that differ from HEAD to what stands there, by their bytes. Devices and
    FIFOs, which Git does not see, are no part of it.
    """

    committed: Mapping[str, str]
    changed: Mapping[str, str]

    @property
    def key(self) -> str:
        """A fingerprint of the state."""
        rows = [*sorted(self.committed.items()), ("", ""), *sorted(self.changed.items())]
        return digest(*(os.fsencode(part) for row in rows for part in row))

    @property
    def trace(self) -> dict[str, str]:
        """The state as inputs that were read, by name, each with its fingerprint."""
        committed = {f"{_COMMITTED}{name}": what for name, what in self.committed.items()}
        return committed | {f"{_CHANGED}{path}": what for path, what in self.changed.items()}

    @classmethod
    def from_trace(cls, trace: Mapping[str, str]) -> TreeState:
        """Return the state that made this trace; what else stands in it is passed over."""

        def part(prefix: str) -> dict[str, str]:
            found = ((name, what) for name, what in trace.items() if name.startswith(prefix))
            return {name.removeprefix(prefix): what for name, what in found}

        return cls(part(_COMMITTED), part(_CHANGED))

    def find_changes(self, root: Path, before: TreeState) -> set[str] | None:
        """Return the paths of the files at `root` that are not what they were `before`.

        None where Git does not have any more what was committed then.
        """
        # Equal bytes differ from unequal commits: what was committed since has to be looked at.
        apart = {path for path, _ in self.changed.items() ^ before.changed.items()}
        for name in self.committed.keys() | before.committed.keys():
            old, new = before.committed.get(name, ""), self.committed.get(name, "")
            if old == new:
                continue
            if not (old.startswith("tree ") and new.startswith("tree ")):
                return None
            ids = old.partition(" ")[2], new.partition(" ")[2]
            found = read_git(root, "diff-tree", "-r", "-z", "--name-only", *ids)
            if found is None:
                return None
            apart |= {f"{name}/{path}" for path in _split(found)}
        return apart


def find_tree_state(root: Path) -> TreeState | None:
    """Return the state of the working tree at `root`.

    None where Git cannot tell: no repository, a sparse checkout, or filters that change files on
    their way.
    """
    committed = read_git(root, "ls-tree", "-z", "HEAD", "--", *_NAMES)
    changed = read_git(
        root,
        *("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"),
        *("--ignored=traditional", "--", *_NAMES),
    )
    if committed is None or changed is None or _is_filtered(root):
        return None
    entries = list(_split(changed))
    if len(entries) > _MOST_CHANGES:
        return None
    prefix = os.fsdecode(read_git(root, "rev-parse", "--show-prefix") or b"") if entries else ""
    described: dict[str, str] = {}
    for entry in entries:
        path = entry[3:].removeprefix(prefix.strip())
        content = _describe(root / path)
        if content is None:
            return None
        described[path] = entry[:3] + content
    return TreeState(dict(_name_entry(entry) for entry in _split(committed)), described)


def find_git_folder(root: Path) -> Path | None:
    """Return the folder in which Git keeps what belongs to this working tree, if there is one."""
    found = read_git(root, "rev-parse", "--absolute-git-dir")
    return Path(os.fsdecode(found).rstrip("\n")) if found else None


def _split(answer: bytes) -> Iterator[str]:
    return (os.fsdecode(part) for part in answer.split(b"\0") if part)


def _name_entry(entry: str) -> tuple[str, str]:
    """Return the name of an entry of `git ls-tree`, and its kind, object id and mode."""
    about, _, name = entry.partition("\t")
    mode, kind, object_id = about.split(" ")
    return name, f"{kind} {object_id}" if kind == "tree" else f"{kind} {object_id} {mode}"


def _describe(path: Path) -> str | None:
    """Return what stands at `path`; None for a folder, whose files Git did not list."""
    try:
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):
            return "file:" + digest(path.read_bytes())
        if stat.S_ISLNK(status.st_mode):
            return "link"
    except FileNotFoundError:
        return "gone"
    except OSError:
        return None
    return None


def _is_filtered(root: Path) -> bool:
    """True where files on disk may differ from what Git keeps, though it calls them unchanged."""
    if read_git(root, "config", "--get-regexp", r"^core\.(sparsecheckout|autocrlf)$"):
        return True
    try:
        return b"filter=" in (root / ".gitattributes").read_bytes()
    except OSError:
        return False
