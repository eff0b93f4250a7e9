"""What a reader meets in HTML, read by an HTML parser that the tool does not use for texts.

It knows nothing of Markdown, and of the site only what surrounds a text: links of headings to
themselves, and the shapes in which notes, boxes and formulas are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import tinyhtml5

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(["script", "style", "template", "head", "title", "noscript"])
_ALERT = re.compile(r"\A\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|\Z)", re.IGNORECASE)
_WEB = re.compile(r"https?://|//", re.IGNORECASE)
_ALERTS = {"info": "important", "danger": "caution"}
_BREAK = "\u2028"
"""Stands for a line's end that its author asked for, while words are read."""
FORMULA = "\ue001"
"""Stands for a formula that the site shows."""


@dataclass
class View:
    """What a page shows: its words block by block, and all list items, pictures and links in order."""

    blocks: list[str] = field(default_factory=list)
    items: list[tuple[int, str]] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    headings: list[str] = field(default_factory=list)
    alerts: int = 0
    from_web: int = 0
    undescribed: int = 0


def read_fragment(html: str) -> View:
    """Return what a reader meets in a piece of HTML."""
    return _Reader().read(_parse(html))


def read_text_of_page(html: str) -> View:
    """Return what a reader meets in the contributed text of a page; nothing where it is not shown."""
    texts = (one for one in _parse(html).iter("div") if _has_class(one, "kb-text"))
    text = next(texts, None)
    return View() if text is None else _Reader().read(text)


def _parse(html: str) -> Element:
    tree: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return tree


def _has_class(element: Element, *names: str) -> bool:
    return not set(names).isdisjoint(element.get("class", "").split())


class _Reader:
    def __init__(self) -> None:
        self.view = View()
        self.words = ""
        self.in_link = False

    def read(self, root: Element) -> View:
        self.walk(root, 0)
        self.end()
        return self.view

    def end(self) -> None:
        words = re.sub(rf"\s*{_BREAK}\s*|[ \t\r\f]+", " ", self.words)
        words = re.sub(r" ?\n[ \n]*", "\n", words).strip(" \n")
        if words:
            self.view.blocks.append(words)
        self.words = ""

    def walk(self, element: Element, level: int) -> None:
        self.words += element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                self.show(child, level)
            self.words += child.tail or ""

    def show(self, element: Element, level: int) -> None:
        tag = str(element.tag)
        if element.get("id"):
            self.view.ids.add(element.get("id", ""))
        if tag in _UNSEEN or _has_class(element, "headerlink", "footnote-backref"):
            return
        if tag in BLOCKS:
            self.end()
        if tag in ("ul", "ol"):
            self.show_list(element, level)
        elif tag == "pre":
            self.view.blocks += _words(element).rstrip("\n").split("\n")
        elif tag == "img":
            self.show_picture(element.get("src", ""), _plain(element.get("alt", "")))
        elif tag == "br":
            self.words += _BREAK
        elif tag == "input" or _has_class(element, "task-list-control"):
            checked = any(one.get("checked") is not None for one in element.iter("input"))
            self.words += "[x]" if checked else "[ ]"
        elif _has_class(element, "kb-formula"):
            self.words += FORMULA
        elif tag == "a" and element.get("href") is not None:
            self.show_link(element, level)
        elif tag == "figcaption" or _has_class(element, "admonition-title"):
            pass  # a picture's title, which GitHub shows as a tooltip; a note's usual title
        else:
            if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                self.view.headings.append(_words(element))
            self.open_note(element)
            self.walk(element, level)
        if tag in BLOCKS:
            self.end()

    def open_note(self, element: Element) -> None:
        """Say the kind of a note in the same words, whoever made it."""
        if _has_class(element, "admonition"):
            kind = element.get("class", "").split()[-1]
            self.view.blocks.append(f"[{_ALERTS.get(kind, kind)}]")
        elif element.tag == "blockquote" and len(element) and element[0].tag == "p":
            found = _ALERT.match(element[0].text or "")
            if found:
                element[0].text = (element[0].text or "")[found.end() :]
                self.view.blocks.append(f"[{found[1].lower()}]")
                self.view.alerts += 1

    def show_list(self, element: Element, level: int) -> None:
        number = int(element.get("start") or 1)
        for child in element:
            if child.tag == "li":
                number = int(child.get("value") or number)
                self.view.items.append((level, f"{number}." if element.tag == "ol" else "-"))
                number += 1
                self.show_item(child, level + 1)
            else:
                self.show(child, level)
            self.words += child.tail or ""

    def show_item(self, item: Element, level: int) -> None:
        if item.get("id"):
            self.view.ids.add(item.get("id", ""))
        self.end()
        self.walk(item, level)
        self.end()

    def show_picture(self, source: str, alt: str) -> None:
        """Note a picture; one from the web as the link that the site makes of it, which is meant."""
        if _WEB.match(source):
            if not self.in_link:
                self.view.links.append((alt or source, source))
            self.view.undescribed += not alt
            self.words += alt or source
            self.view.from_web += 1
        else:
            self.view.undescribed += not alt
            self.view.pictures.append((source, alt))

    def show_link(self, element: Element, level: int) -> None:
        if _has_class(element, "kb-zoom"):  # a picture at its full size
            self.walk(element, level)
            return
        place = len(self.view.links)
        self.view.links.append(("", element.get("href", "")))
        before, self.words = self.words, ""
        self.in_link = True
        self.walk(element, level)
        self.in_link = False
        self.view.links[place] = (_plain(self.words), element.get("href", ""))
        self.words = before + self.words


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def _words(element: Element) -> str:
    return "".join(_iter_words(element))


def _iter_words(element: Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if not _has_class(child, "headerlink", "footnote-backref"):
            yield from _iter_words(child)
        if child.tail:
            yield child.tail
