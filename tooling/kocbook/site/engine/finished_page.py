"""Assembled pages as they are read: front matter and finished HTML, its contents and its anchors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import msgspec
from mkdocs.structure.toc import AnchorLink, TableOfContents

_SOURCE = re.compile(r"---\n((?:[a-z_]+: .*\n)+)---\n(.*)", re.DOTALL)
_ID = re.compile(r'<[a-z][^<>]*?\sid="([^"]*)"')
_HEADING = re.compile(
    r'<h([1-6])(?: [a-z-]+="[^"]*")*? id="([^"]*)"[^<>]*>(.*?)<a class="headerlink"', re.DOTALL
)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A page that assembly wrote: its front matter as it stands there and as values, and its HTML."""

    front: str
    meta: dict[str, Any]
    html: str


def read_finished(source: bytes) -> FinishedPage | None:
    """Read a page; None if it is not one that assembly finished.

    Front matter is JSON, a key a line (`dump_front_matter`), which is read in a twentieth of the
    time that YAML takes. Pages of ours have a kind and a title.
    """
    try:
        found = _SOURCE.fullmatch(source.decode("utf-8"))
        if not found or "\r" in found[0]:
            return None
        lines = (line.partition(": ") for line in found[1].splitlines())
        meta = {key: msgspec.json.decode(value) for key, _, value in lines}
    except ValueError:
        return None
    if not meta.get("title") or "kind" not in meta or "template" in meta:
        return None
    return FinishedPage(found[1], meta, found[2].strip())


def make_contents(html: str) -> TableOfContents:
    """Return the table of contents: the headings that have a link to themselves, nested.

    The theme prints labels as they are: they are escaped.
    """
    top: list[AnchorLink] = []
    chain: list[AnchorLink] = []
    for level, name, words in _HEADING.findall(html):
        title = escape(unescape(_TAG.sub("", words)).strip())
        link = AnchorLink(title, unescape(name), int(level))
        while chain and chain[-1].level >= link.level:
            chain.pop()
        (chain[-1].children if chain else top).append(link)
        chain.append(link)
    return TableOfContents(top)


def find_ids(html: str) -> set[str]:
    """Return the ids in a page's HTML, where quotes and brackets are escaped."""
    return {unescape(name) for name in _ID.findall(html)}
