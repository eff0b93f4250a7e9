"""The MkDocs plugin `kocbook-search`: an index of a language's pages, and the search box.

It takes the place of Material's search, whose index every reader downloads whole.
"""

from __future__ import annotations

import html
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kocbook.base.texts import Texts
from kocbook.site.search.index import MANIFEST, IndexedPage, index_files, index_page
from kocbook.site.search.text import SearchPage, read_sections

FOLDER = "search"
ENTRIES = "pages.bin"
"""What a part of the site writes in place of the index, which is one for all."""
_TAGGED = re.compile(r'<a class="kb-tag"[^>]*>([^<]+)</a>')


def read_entry(page: Page) -> bytes:
    """Return a rendered page as `IndexedPage` in MessagePack; nothing of one that is not to be found."""
    wish = page.meta.get("search", {})
    if wish.get("exclude"):
        return b""
    title = html.unescape(str(page.meta.get("title") or page.title or ""))
    sections = () if wish.get("title_only") else read_sections(page.content or "")
    kind = str(page.meta.get("kind", ""))
    indexed = index_page(
        SearchPage(
            page.url,
            title,
            kind,
            sections,
            *read_credits(str(page.meta.get("data") or "{}")),
            tags=tuple(map(html.unescape, _TAGGED.findall(page.content or ""))),
            about=html.unescape(str(page.meta.get("description") or "")),
            same=tuple(tuple(group) for group in page.meta.get("same", ())),
        )
    )
    return msgspec.msgpack.encode(indexed)


def read_credits(data: str) -> tuple[tuple[str, ...], str]:
    """Return the authors and the day of publishing that a page's linked data name."""
    linked = msgspec.json.decode(data)
    authors = linked.get("author") or []
    names = [one["name"] for one in authors if isinstance(one, dict) and "name" in one]
    return tuple(names), str(linked.get("datePublished") or "")


class SearchPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]  # MkDocs' own typing
    """Gathers what pages say while they are written, and writes the index when all are."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Tell the search box what kinds of pages are called."""
        texts: Texts = config.extra["t"]
        config.extra["search_kinds"] = {
            key.rpartition(".")[2]: texts(key) for key in texts.keys_under("search.kind")
        }
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Begin anew: `mkdocs serve` builds more than once."""
        del config
        self.entries: list[bytes] = []

    @event_priority(-100)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Note a page when all other plugins have changed what they change."""
        del config, nav
        if entry := read_entry(page):
            self.entries.append(entry)
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the index; of a part of the site, what the index of all will be made of."""
        folder = Path(config.site_dir, FOLDER)
        entries = self.entries
        if config.extra["is_part"]:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ENTRIES).write_bytes(msgspec.msgpack.encode(entries))
        else:
            write_index(folder, [_PAGE.decode(entry) for entry in entries])


_PAGE = msgspec.msgpack.Decoder(IndexedPage)


def write_index(folder: Path, pages: Sequence[IndexedPage]) -> None:
    """Write the index of pages in the order of the site, in place of the one that is there."""
    files = index_files(pages)
    (name,) = {name.partition("/")[0] for name in files} - {MANIFEST}
    _take_over(folder, name)
    kept = set(os.listdir(folder / name))  # noqa: PTH208 (names are all that is asked)
    for path, data in files.items():
        # Paths as text: there are as many as pages.
        target = f"{folder}/{path}"
        if path.partition("/")[2] not in kept or not _holds(target, data):
            with open(target, "wb", 0) as file:  # noqa: PTH123
                file.write(data)
    for left in kept - {path.partition("/")[2] for path in files}:
        (folder / name / left).unlink()


def _take_over(folder: Path, name: str) -> None:
    """Let the folder of an earlier index become that of this one: most of its files stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.iterdir():
        if other.is_dir() and other.name != name:
            if (folder / name).exists():
                shutil.rmtree(other)
            else:
                other.rename(folder / name)
    (folder / name).mkdir(exist_ok=True)


def _holds(path: str, data: bytes) -> bool:
    with open(path, "rb", 0) as file:  # noqa: PTH123
        return file.read() == data


def read_entries(folder: Path) -> list[IndexedPage]:
    """Return what a part of the site wrote for the index."""
    entries = msgspec.msgpack.decode((folder / ENTRIES).read_bytes(), type=list[bytes])
    return [_PAGE.decode(entry) for entry in entries]
