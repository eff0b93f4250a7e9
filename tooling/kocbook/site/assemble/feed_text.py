"""A text as feed readers show it: whole, with addresses that lead from anywhere, and nothing to press."""

from __future__ import annotations

from urllib.parse import urljoin

from kocbook.base.texts import Texts
from kocbook.markdown.html_tree import Element, iter_elements, parse_html, write_html
from kocbook.site.text.article import ArticleFrame, make_article
from kocbook.site.views.module import ContributedText

_LEFT_OUT = frozenset(["svg", "input", "label", "track", "summary"])
_ADDRESSES = ("href", "src", "poster")


def make_feed_text(text: ContributedText, texts: Texts, address: str) -> str:
    """Return the HTML of a contributed text; `address` is that of its page."""
    frame = ArticleFrame(texts, text.media, dict(text.makers))
    root = parse_html(make_article(text.markdown, frame))
    for element in [root, *iter_elements(root)]:
        element.children = [one for one in element.children if not _is_left_out(one)]
        for name in _ADDRESSES:
            if found := element.get(name):
                element.attributes[name] = urljoin(address, found)
        for name in [one for one in element.attributes if one.startswith(("data-", "id", "class"))]:
            del element.attributes[name]
    return write_html(root).strip()


def _is_left_out(one: Element | str) -> bool:
    """True for what only a page has: drawings, boxes to tick, links of headings to themselves."""
    return isinstance(one, Element) and (one.tag in _LEFT_OUT or one.has_class("headerlink"))
