"""What an earlier build made of each page, kept beside the assembled pages; safe to delete.

A page's entry of the search index is found by the key of its source, the finished page by the key
of all that it shows. `pages.msgpack` holds the entries, `html/` the pages. All of it is data or the
page itself: reading it runs nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from kocbook.base.atomic_file import write_whole
from kocbook.site.engine.place_file import KeptFile, link_file, place_file

FORMAT = 4
_NAME = "pages.msgpack"


class _Kept(msgspec.Struct, array_like=True):
    format: int
    environment: str
    entries: dict[str, bytes]
    pages: dict[str, KeptFile]


class PageCache:
    """The pages of one language: bytes by the key of everything that they are made of."""

    def __init__(self, folder: Path, environment: str) -> None:
        """Read what is there; what was made by another tool, theme or setting is forgotten."""
        self.folder = folder
        self.kept = _Kept(FORMAT, environment, {}, {})
        self.used = _Kept(FORMAT, environment, {}, {})
        try:
            kept = msgspec.msgpack.decode((folder / _NAME).read_bytes(), type=_Kept)
        except (OSError, msgspec.MsgspecError):
            return
        if (kept.format, kept.environment) == (FORMAT, environment):
            self.kept = kept

    def find_entry(self, key: str) -> bytes | None:
        """Return the entry of the search index that was kept under `key`; empty: it has none."""
        entry = self.kept.entries.get(key)
        if entry is not None:
            self.used.entries[key] = entry
        return entry

    def keep_entry(self, key: str, entry: bytes) -> None:
        """Keep an entry of the search index."""
        self.used.entries[key] = entry

    def place_page(self, key: str, target: str) -> bool:
        """Put the finished page that was kept under `key` at `target`, if there is one."""
        known = self.kept.pages.get(key)
        if known is None:
            return False
        kept = f"{self.folder}/html/{key}"
        try:
            if KeptFile.of(kept) != known:
                return False
            place_file(kept, target)
        except OSError:
            return False
        self.used.pages[key] = known
        return True

    def keep_page(self, key: str, built: str) -> KeptFile:
        """Keep the finished page that stands at `built`."""
        kept = f"{self.folder}/html/{key}"
        try:
            link_file(built, kept)
        except FileExistsError:  # of a build that was killed, or edited by hand
            os.unlink(kept)  # noqa: PTH108
            link_file(built, kept)
        known = self.used.pages[key] = KeptFile.of(kept)
        return known

    def open(self) -> None:
        """Make the folder that pages are kept in."""
        (self.folder / "html").mkdir(parents=True, exist_ok=True)

    def save(self) -> None:
        """Write down what this build used or made, and remove the rest."""
        write_whole(self.folder / _NAME, msgspec.msgpack.encode(self.used))
        for entry in os.scandir(self.folder / "html"):
            if entry.name not in self.used.pages:
                Path(entry.path).unlink(missing_ok=True)
