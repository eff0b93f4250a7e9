"""What earlier builds made of each page, kept beside the assembled Markdown; safe to delete.

`pages.json` says of every page what its parts depend on, `entries.msgpack` holds its entries of
the search index, `contents.msgpack` its rendered Markdown, `html/` the finished page. All of it is
data or the page itself: reading it runs nothing.
"""

from __future__ import annotations

import functools
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from mkdocs.structure.toc import AnchorLink, TableOfContents

from kocbook.base.atomic_file import write_whole

FORMAT = 3


class KnownPage(msgspec.Struct):
    """One page of an earlier build.

    `key` fingerprints the Markdown and everything beside it that its HTML depends on; `looked_up`
    maps paths that its links were resolved by to the addresses found (None: nothing there);
    `links` maps files to anchors and the links as written. `whole` is the key of the finished page,
    `size` and `time` are those of its file, so that one that was edited by hand is not trusted.
    """

    key: str
    meta: dict[str, Any]
    title: str | None
    anchors: list[str]
    links: dict[str, dict[str, str]]
    looked_up: dict[str, str | None]
    whole: str = ""
    size: int = 0
    time: int = 0


class Heading(msgspec.Struct):
    """One entry of a table of contents."""

    title: str
    id: str
    level: int
    children: list[Heading] = []


class CachedContent(msgspec.Struct):
    """A page's rendered Markdown, sanitised, and its table of contents."""

    html: str
    toc: list[Heading]


class _Index(msgspec.Struct):
    format: int
    environment: str
    pages: dict[str, KnownPage]


@dataclass
class PageCache:
    """The pages of one language, by the path of their Markdown."""

    folder: Path
    environment: str
    pages: dict[str, KnownPage] = field(default_factory=dict)
    entries: dict[str, list[Any]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    """What was rendered in this build, as `pack_content` packs it, by the keys of the pages."""

    @classmethod
    def load(cls, folder: Path, environment: str) -> PageCache:
        """Read what is there; what was made by another tool, theme or setting is forgotten."""
        cache = cls(folder, environment)
        try:
            index = msgspec.json.decode((folder / "pages.json").read_bytes(), type=_Index)
            if (index.format, index.environment) == (FORMAT, environment):
                entries = msgspec.msgpack.decode(
                    (folder / "entries.msgpack").read_bytes(), type=dict[str, list[Any]]
                )
                cache.pages, cache.entries = index.pages, entries
        except (OSError, msgspec.MsgspecError):
            pass
        return cache

    def find(self, path: str, key: str) -> KnownPage | None:
        """Return what is known of a page whose Markdown has not changed."""
        known = self.pages.get(path)
        return known if known and known.key == key and path in self.entries else None

    def load_content(self, known: KnownPage) -> CachedContent | None:
        """Return a page's rendered Markdown, or None where it is lost."""
        try:
            return msgspec.msgpack.decode(self._earlier_contents[known.key], type=CachedContent)
        except (KeyError, msgspec.MsgspecError):
            return None

    @functools.cached_property
    def _earlier_contents(self) -> dict[str, bytes]:
        """What earlier builds rendered: read whole, the first time that somebody asks."""
        try:
            data = (self.folder / "contents.msgpack").read_bytes()
            return msgspec.msgpack.decode(data, type=dict[str, bytes])
        except (OSError, msgspec.MsgspecError):
            return {}

    def place_whole(self, known: KnownPage, whole: str, target: str) -> bool:
        """Put the finished page at `target` if it is the one of an earlier build."""
        if not known.whole or known.whole != whole:
            return False
        kept = f"{self.folder}/html/{whole}"
        try:
            status = os.stat(kept)  # noqa: PTH116 (a path per page is waste)
            if (status.st_size, status.st_mtime_ns) != (known.size, known.time):
                return False
            place_file(kept, target)
        except OSError:
            return False
        return True

    def keep_whole(self, known: KnownPage, whole: str, built: Path) -> None:
        """Keep a finished page."""
        kept = self.folder / "html" / whole
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.unlink(missing_ok=True)
        link_file(built, kept)
        status = kept.stat()
        known.whole, known.size, known.time = whole, status.st_size, status.st_mtime_ns

    def save(self) -> None:
        """Write the index, and remove what no page of it needs."""
        index = _Index(FORMAT, self.environment, self.pages)
        if self.contents:
            all_contents = self._earlier_contents | self.contents
            keys = (known.key for known in self.pages.values())
            kept = {key: all_contents[key] for key in keys if key in all_contents}
            write_whole(self.folder / "contents.msgpack", msgspec.msgpack.encode(kept))
        write_whole(self.folder / "entries.msgpack", msgspec.msgpack.encode(self.entries))
        write_whole(self.folder / "pages.json", msgspec.json.encode(index))
        _keep_only(self.folder / "html", {known.whole for known in self.pages.values()})


def place_file(source: str, target: str) -> None:
    """Give a file a second name in place of what has that name; nothing if it has it already.

    Raises:
        OSError: neither a second name nor a copy can be made.
    """
    # Paths as text: there are as many as pages.
    os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
    try:
        link_file(source, target)
    except FileExistsError:
        if not os.path.samefile(source, target):  # noqa: PTH121
            os.unlink(target)  # noqa: PTH108
            link_file(source, target)


def link_file(source: str | Path, target: str | Path) -> None:
    """Give a file a second name; where that cannot be, copy it.

    Raises:
        FileExistsError: the name is taken.
    """
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(source, target)


def _keep_only(folder: Path, names: set[str]) -> None:
    if folder.is_dir():
        for entry in os.scandir(folder):
            if entry.name not in names:
                Path(entry.path).unlink(missing_ok=True)


def pack_content(content: CachedContent) -> bytes:
    """Return a page's rendered Markdown as it is kept."""
    return msgspec.msgpack.encode(content)


def from_toc(toc: Any) -> list[Heading]:
    """Return a table of contents as what is kept of it."""
    return [Heading(link.title, link.id, link.level, from_toc(link.children)) for link in toc]


def to_toc(headings: list[Heading]) -> TableOfContents:
    """Return the table of contents that was kept."""
    links = [_to_link(heading) for heading in headings]
    if links:
        links[0].active = True  # type: ignore[attr-defined]  # as MkDocs marks it
    return TableOfContents(links)


def _to_link(heading: Heading) -> AnchorLink:
    link = AnchorLink(heading.title, heading.id, heading.level)
    link.children = [_to_link(child) for child in heading.children]
    return link
