"""Pages that templates wrote from the first line to the last: Markdown would hand them back.

Two thirds of a community's pages hold no contributed text, and Python-Markdown reads their HTML
twice, tag by tag, to give back what it was given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from kocbook.site.dead_links import CONTRIBUTED

# What Markdown changes even between the tags of others: tabs, odd characters, runs of empty lines.
_CHANGED = re.compile(r"[\t\r\x02\x03]|\n *\n *\n|\n +\n")
_ID = re.compile(r'<[a-z][^<>]*?\sid="([^"]*)"')


def is_plain_html(meta: Mapping[str, Any], source: str) -> bool:
    """Say whether Markdown would leave a page as it is: our templates wrote all of it."""
    return "kind" in meta and CONTRIBUTED not in source and not _CHANGED.search(source)


def take_html(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Stand in for `Page.render`: the same content, contents and anchors, without a parser."""
    del config, files
    page.content = (page.markdown or "").strip()
    page.toc = TableOfContents([])
    page.present_anchor_ids = find_ids(page.content)
    page.links_to_anchors = {}


def find_ids(html: str) -> set[str]:
    """Return the ids in HTML that our templates wrote, where quotes and brackets are escaped."""
    return {unescape(name) for name in _ID.findall(html)}
