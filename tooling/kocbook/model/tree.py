"""Which files make a community, and what the loader asks of a place that they come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

READ_FOLDERS = ("members", "modules", "content", "plan", "events", "equipment")
READ_FILES = ("community.yml", "mkdocs.yml")
IGNORED_NAMES = frozenset({".DS_Store", ".gitkeep", "Thumbs.db", "desktop.ini"})


def is_read(path: str) -> bool:
    """True for a path that a record or a contribution could have: other files are not ours."""
    folder, _, rest = path.partition("/")
    name = rest.rpartition("/")[2]
    return path in READ_FILES or (folder in READ_FOLDERS and name not in IGNORED_NAMES)


class Entry(NamedTuple):
    """One file of the tree. `kind` is "file", "symlink" or "special" (FIFO, device, socket)."""

    path: str
    kind: str
    size: int


class Tree(Protocol):
    """What the loader asks of a place that files come from."""

    def iter_entries(self) -> Iterator[Entry]:
        """Yield every file that a record or a contribution could be, sorted by path."""

    def read(self, path: str, limit: int) -> bytes:
        """Return at most `limit` + 1 bytes of a file, so that a longer one shows.

        Raises:
            OSError: there is no such file, or it cannot be read.
        """

    def find_blob(self, path: str) -> str:
        """Return the id that Git has, or would have, for a contributed file; "" where it has none."""
