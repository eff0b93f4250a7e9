"""Assembled pages that need not be rendered again: the same view makes the same Markdown."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from kocbook.base.tool_key import digest, tool_key
from kocbook.site.files.writer import write_bytes


class _Written(msgspec.Struct, array_like=True, frozen=True):
    """What a page was made of, and its file as it was left: bytes, and time in nanoseconds."""

    key: str
    size: int
    time: int


class _Kept(msgspec.Struct):
    basis: str
    pages: dict[str, _Written]


class KnownPages:
    """What the last assembly wrote into `folder`, page by page.

    A page is made of its view, its front matter, and `basis`: all that pages have in common. What
    cannot be trusted to be of our own making is not read: in CI, a fork could have written it.
    """

    def __init__(self, folder: Path, *basis: object) -> None:
        self.folder = folder
        self.file = folder.with_name(f"{folder.name}.views")
        self.basis = digest(tool_key(), msgspec.msgpack.encode(basis))
        self.before = {} if os.environ.get("CI") else self._recall()
        self.keys: dict[str, str] = {}

    def has(self, source: str, *parts: object) -> bool:
        """Say whether the file of a page is what `parts` make, and note them for the next time."""
        try:
            written = msgspec.msgpack.encode(parts)
        except (TypeError, ValueError, OverflowError):
            return False  # what cannot be written down (a number beyond 64 bits) is made each time
        key = self.keys[source] = hashlib.blake2b(written, digest_size=20).hexdigest()
        known = self.before.get(source)
        return known is not None and known == self._look(source, key)

    def save(self) -> None:
        """Note what was written, for the next assembly; a page that is not there is left out."""
        pages = {source: self._look(source, key) for source, key in self.keys.items()}
        found = {source: written for source, written in pages.items() if written}
        write_bytes(self.file, msgspec.msgpack.encode(_Kept(self.basis, found)))

    def _recall(self) -> dict[str, _Written]:
        try:
            kept = msgspec.msgpack.decode(self.file.read_bytes(), type=_Kept)
        except (OSError, msgspec.MsgspecError):
            return {}
        return kept.pages if kept.basis == self.basis else {}

    def _look(self, source: str, key: str) -> _Written | None:
        try:
            status = os.stat(f"{self.folder}/{source}")  # noqa: PTH116 (a path per page is waste)
        except OSError:
            return None
        return _Written(key, status.st_size, status.st_mtime_ns)
