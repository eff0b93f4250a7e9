"""Assembled pages as MkDocs takes them: their HTML as it is, their contents and their anchors."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

_ID = re.compile(r'<[a-z][^<>]*?\sid="([^"]*)"')
_HEADING = re.compile(
    r'<h([1-6])(?: [a-z-]+="[^"]*")*? id="([^"]*)"[^<>]*>(.*?)<a class="headerlink"', re.DOTALL
)
_TAG = re.compile(r"<[^<>]*>")
Render = Callable[[MkDocsConfig, Files], None]


def take_html(page: Page, render: Render, config: MkDocsConfig, files: Files) -> None:
    """Stand in for `Page.render`: a page that assembly did not write goes its usual way."""
    if "kind" not in page.meta:
        render(config, files)
        return
    page.content = (page.markdown or "").strip()
    page.toc = make_contents(page.content)
    page.present_anchor_ids = find_ids(page.content)
    page.links_to_anchors = {}


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
