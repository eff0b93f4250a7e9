"""The public repository's files with those of the private one beside it, as one tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kocbook.model.paths import parse_record_path
from kocbook.model.private import PRIVATE_KINDS
from kocbook.model.tree import Entry, Tree


def is_private_path(path: str) -> bool:
    """True for the path of a record that the private repository may hold."""
    where = parse_record_path(path)
    return where is not None and where.kind in PRIVATE_KINDS


@dataclass(frozen=True)
class TreeBeside:
    """The files of `public`, and the records of `private`, which count where both have one.

    Whatever else the private repository holds is no record of it (`unexpected`).
    """

    public: Tree
    private: Tree

    @cached_property
    def _own(self) -> dict[str, Entry]:
        return {entry.path: entry for entry in self.private.iter_entries()}

    @cached_property
    def private_paths(self) -> frozenset[str]:
        """The paths of the records that come from the private repository."""
        return frozenset(path for path in self._own if is_private_path(path))

    @cached_property
    def unexpected(self) -> tuple[str, ...]:
        """The paths of the private repository's files that belong into the public one."""
        return tuple(sorted(self._own.keys() - self.private_paths))

    def iter_entries(self) -> Iterator[Entry]:
        """Yield every file that a record or a contribution could be, sorted by path."""
        private = self.private_paths
        found = [entry for entry in self.public.iter_entries() if entry.path not in private]
        found += [self._own[path] for path in private]
        yield from sorted(found, key=lambda entry: entry.path)

    def read(self, path: str, limit: int) -> bytes:
        """Return at most `limit` + 1 bytes of a file.

        Raises:
            OSError: the file cannot be read.
        """
        return self._tree_of(path).read(path, limit)

    def find_blob(self, path: str) -> str:
        """Return the id that Git has, or would have, for a file; "" where it is not there."""
        return self._tree_of(path).find_blob(path)

    def _tree_of(self, path: str) -> Tree:
        # What a change adds or takes away is asked for before it is listed.
        return self.private if path in self.private_paths else self.public
