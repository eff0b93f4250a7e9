"""One revision that many requests are compared with: what was once read of it is not asked of Git again.

Nothing here outlives the process, and a revision never changes: so what is remembered is always right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class RememberedBase:
    """What is known of one revision of the repository at `root`."""

    def __init__(self, root: Path, revision: str) -> None:
        """Know nothing yet."""
        self.root, self.revision = root, revision
        self._known: dict[object, Any] = {}
        self.stays_open = ExitStack()

    def recall(self, what: object, find: Callable[[], T]) -> T:
        """Return what is remembered under `what`, finding it the first time."""
        if what not in self._known:
            self._known[what] = find()
        found: T = self._known[what]
        return found


_current: ContextVar[RememberedBase | None] = ContextVar("remembered base", default=None)


@contextmanager
def remember_base(root: Path, revision: str) -> Iterator[RememberedBase]:
    """Remember what is read of a revision for as long as the block lasts."""
    base = RememberedBase(root, revision)
    token = _current.set(base)
    try:
        yield base
    finally:
        _current.reset(token)
        base.stays_open.close()


def remembered(root: Path, revision: str) -> RememberedBase | None:
    """Return what is remembered of a revision, or None where nothing is to be."""
    base = _current.get()
    return base if base and (base.root, base.revision) == (root, revision) else None


def match_texts(files: dict[str, bytes], texts: Collection[str]) -> list[str]:
    """List the files in which one of the texts stands, as `git grep -i -F` in the C locale does.

    `files` hold bytes whose ASCII letters are small.
    """
    wanted = [text.encode().lower() for text in sorted(texts)]
    return [path for path, data in files.items() if any(text in data for text in wanted)]


def can_match(texts: Collection[str]) -> bool:
    """True where texts mean to Git what they say: it takes a line break for two texts."""
    return all(text and not {"\n", "\0"} & set(text) for text in texts)
