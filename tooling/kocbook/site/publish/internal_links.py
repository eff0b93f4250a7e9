"""Every link within a finished site: does it lead to a file, and to a place in it?

Pages are read by several processes. What a page says of its own anchors is settled at once; which
anchors of other pages were named is gathered first and looked up afterwards.
"""

from __future__ import annotations

import html
import multiprocessing
import os
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

_TAG = re.compile(
    r"<!--.*?-->|<(script|style)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>.*?</\1\s*>"
    r"|<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s([^\s=>\"'/]+)=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*))")
_LINKS = frozenset({"href", "src", "poster", "srcset"})
_ANCHORS = frozenset({"id", "name"})
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_CONTRIBUTED = "kb-text"
"""The class of the element around a contributed text."""
_ENOUGH = 200
"""So many pages take longer to read than a second process takes to start."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, order=True)
class BrokenLink:
    """A link of a page that leads nowhere. `is_contributed`: on a page with a contributed text."""

    page: str
    target: str
    is_contributed: bool


@dataclass(slots=True)
class Found:
    """What was read: how many links, the broken ones, and which anchors of which other pages.

    `wanted` maps a page and one of its anchors to a link that names it.
    """

    links: int = 0
    broken: list[BrokenLink] = field(default_factory=list)
    wanted: dict[tuple[str, str], BrokenLink] = field(default_factory=dict)


def check_links(site: Path, base: str) -> tuple[int, list[BrokenLink]]:
    """Return how many links within the site its pages have, and those that lead nowhere.

    `base` is the path at which the site stands on its host.
    """
    files = frozenset(_iter_files(site))
    pages = sorted(name for name in files if name.endswith(".html"))
    reader = _Reader(site, base, files)
    found = _share(pages, reader.read)
    links = sum(one.links for one in found)
    broken = [link for one in found for link in one.broken]
    wanted: dict[tuple[str, str], list[BrokenLink]] = {}
    for one in found:
        for place, link in one.wanted.items():
            wanted.setdefault(place, []).append(link)
    by_page: dict[str, set[str]] = {}
    for page, anchor in wanted:
        by_page.setdefault(page, set()).add(anchor)
    missing = _share(sorted(by_page.items()), reader.find_missing)
    broken += [link for places in missing for place in places for link in wanted[place]]
    return links, sorted(set(broken))


@dataclass(frozen=True, slots=True)
class _Reader:
    site: Path
    base: str
    files: Collection[str]

    def read(self, pages: Sequence[str]) -> Found:
        """Read the links of some pages."""
        found = Found()
        for page in pages:
            text = (self.site / page).read_text(encoding="utf-8")
            is_contributed = _CONTRIBUTED in text
            tags = list(_iter_tags(text))
            ids = _read_ids(tags)
            for written in _read_links(tags):
                link = BrokenLink(page, written, is_contributed)
                self._follow(page, written, ids, link, found)
        return found

    def _follow(
        self, page: str, written: str, ids: Collection[str], link: BrokenLink, found: Found
    ) -> None:
        if _ELSEWHERE.match(written):
            return
        found.links += 1
        address, _, anchor = written.partition("#")
        target = self._find(page, address.partition("?")[0])
        if target is None:
            found.broken.append(link)
        elif anchor and target.endswith(".html") and not anchor.startswith("__"):
            name = unquote(anchor)
            if target != page:
                found.wanted.setdefault((target, name), link)
            elif name not in ids:
                found.broken.append(link)

    def _find(self, page: str, address: str) -> str | None:
        """Return the file that an address leads to, or None."""
        path = unquote(address)
        if path.startswith("/"):
            if not path.startswith(self.base):
                return None
            whole = path[len(self.base) :]
        else:
            whole = posixpath.join(posixpath.dirname(page), path) if path else page
        whole = posixpath.normpath(whole) if whole else ""
        if whole in self.files:
            return whole
        index = "index.html" if whole in ("", ".") else f"{whole}/index.html"
        return index if index in self.files else None

    def find_missing(self, wanted: Sequence[tuple[str, Collection[str]]]) -> list[tuple[str, str]]:
        """Return the pages and anchors that are not there."""
        missing = []
        for page, anchors in wanted:
            text = (self.site / page).read_text(encoding="utf-8")
            ids = _read_ids(_iter_tags(text))
            missing += [(page, anchor) for anchor in anchors if anchor not in ids]
        return missing


def _iter_tags(text: str) -> Iterator[str]:
    """Yield the opening tags of a page, of scripts and styles without what is in them."""
    for tag in _TAG.finditer(text):
        if tag[1]:
            yield f"<{tag[1]}{tag[2]}>"
        elif not tag[0].startswith("<!"):
            yield tag[0]


def _iter_values(tags: Iterable[str], names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes that have one of some names."""
    for tag in tags:
        if any(name in tag for name in names):
            for name, *written in _ATTRIBUTE.findall(tag):
                if name in names:
                    yield name, html.unescape("".join(written))


def _read_ids(tags: Iterable[str]) -> set[str]:
    return {value for _, value in _iter_values(tags, _ANCHORS)}


def _read_links(tags: Iterable[str]) -> Iterator[str]:
    """Yield the addresses in tags; those that the browser chooses from (srcset) one by one."""
    for name, value in _iter_values(tags, _LINKS):
        if name == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif value.strip():
            yield value.strip()


def _iter_files(site: Path) -> Iterator[str]:
    root = str(site)
    for place, _, names in os.walk(root):
        folder = os.path.relpath(place, root)
        for name in names:
            yield name if folder == "." else f"{folder}/{name}"


def _share(items: Sequence[Item], work: Callable[[Sequence[Item]], Answer]) -> list[Answer]:
    """Let a process a core do its share of the work."""
    count = min(len(os.sched_getaffinity(0)), len(items) // _ENOUGH)
    if count < 2:
        return [work(items)]
    shares = [items[number::count] for number in range(count)]
    with multiprocessing.get_context("fork").Pool(count) as pool:
        return pool.map(work, shares)
