"""Files from disk and from memory, as `model/tree.py` asks for them. (`git/revision_tree.py` answers the same.)"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kocbook.git.blob_ids import blob_id, read_index
from kocbook.model.tree import IGNORED_NAMES, READ_FILES, READ_FOLDERS, Entry

MOST_BLOB_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class WorkingTree:
    """The files on disk below `root`."""

    root: Path
    _index: dict[str, str] = field(default_factory=dict, init=False, compare=False, repr=False)

    def iter_entries(self) -> Iterator[Entry]:
        """Yield every file of the folders that hold records and contributions, sorted by path."""
        found = [entry for name in READ_FOLDERS for entry in self._walk(name)]
        # A folder that is a symlink or a file is an entry itself, to be refused by name.
        names = (*READ_FILES, *(n for n in READ_FOLDERS if not self._is_folder(n)))
        found += [entry for name in names if (entry := self.find_entry(name)) is not None]
        yield from sorted(found, key=lambda entry: entry.path)

    def read(self, path: str, limit: int) -> bytes:
        """Return at most `limit` + 1 bytes of the file at `path`; never follows a symlink.

        Raises:
            OSError: the file cannot be read.
        """
        # Joined as text and read without a file object: with twenty thousand records it shows.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(f"{self.root}/{path}", flags)
        parts: list[bytes] = []
        left = limit + 1
        try:
            while left and (data := os.read(descriptor, left)):
                parts.append(data)
                left -= len(data)
            return b"".join(parts)
        finally:
            os.close(descriptor)

    def find_blob(self, path: str) -> str:
        """Return the id that Git has, or would have, for a contributed file; "" where it has none.

        Git's index, asked once, saves reading most of them.
        """
        if not self._index:
            self._index.update({"": ""} | read_index(self.root))
        try:
            return self._index.get(path) or blob_id(self.read(path, MOST_BLOB_BYTES))
        except OSError:
            return ""

    def _walk(self, folder: str) -> Iterator[Entry]:
        if not self._is_folder(folder):
            return
        folders = [folder]
        while folders:
            place = folders.pop()
            with os.scandir(f"{self.root}/{place}") as items:
                for item in items:
                    path = f"{place}/{item.name}"
                    if item.is_dir(follow_symlinks=False):
                        folders.append(path)
                    elif item.name not in IGNORED_NAMES:
                        entry = self.find_entry(path)
                        if entry is not None:
                            yield entry

    def _is_folder(self, path: str) -> bool:
        try:
            return stat.S_ISDIR(os.lstat(self.root / path).st_mode)
        except FileNotFoundError:
            return False

    def find_entry(self, path: str) -> Entry | None:
        """Return the file at `path`, whatever it is; None where there is nothing."""
        try:
            status = os.lstat(f"{self.root}/{path}")
        except FileNotFoundError:
            return None
        if stat.S_ISLNK(status.st_mode):
            return Entry(path, "symlink", 0)
        kind = "file" if stat.S_ISREG(status.st_mode) else "special"
        return Entry(path, kind, status.st_size)


@dataclass(frozen=True, slots=True)
class MemoryTree:
    """Files held in memory: for what-if questions, such as a record that is not written yet."""

    files: Mapping[str, bytes] = field(default_factory=dict)

    def iter_entries(self) -> Iterator[Entry]:
        """Yield every file, sorted by path."""
        for path in sorted(self.files):
            yield Entry(path, "file", len(self.files[path]))

    def read(self, path: str, limit: int) -> bytes:
        """Return at most `limit` + 1 bytes.

        Raises:
            FileNotFoundError: there is no such file.
        """
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path][: limit + 1]

    def find_blob(self, path: str) -> str:
        """Return the id that Git would have for a file; "" where it is not there."""
        return blob_id(self.files[path]) if path in self.files else ""
