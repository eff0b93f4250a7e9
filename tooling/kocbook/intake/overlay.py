"""The working tree as it will be: what a change writes is seen before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kocbook.git.blob_ids import blob_id
from kocbook.model.tree import Entry, Tree, is_read


@dataclass(frozen=True, slots=True)
class OverlayTree:
    """The files of `below` with those of `files` instead; None takes a file away."""

    below: Tree
    files: Mapping[str, bytes | None]

    def iter_entries(self) -> Iterator[Entry]:
        """Yield every file that a record or a contribution could be, sorted by path."""
        kept = [entry for entry in self.below.iter_entries() if entry.path not in self.files]
        new = [
            Entry(path, "file", len(data))
            for path, data in self.files.items()
            if data is not None and is_read(path)
        ]
        yield from sorted(kept + new, key=lambda entry: entry.path)

    def read(self, path: str, limit: int) -> bytes:
        """Return at most `limit` + 1 bytes of a file.

        Raises:
            OSError: the file cannot be read, or is taken away.
        """
        if path not in self.files:
            return self.below.read(path, limit)
        data = self.files[path]
        if data is None:
            raise FileNotFoundError(path)
        return data[: limit + 1]

    def find_blob(self, path: str) -> str:
        """Return the id that Git has, or would have, for a file; "" where it is not there."""
        if path not in self.files:
            return self.below.find_blob(path)
        data = self.files[path]
        return "" if data is None else blob_id(data)
