"""A contributed text, parsed once: its tree, and what rules and fingerprints ask of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape

from kocbook.markdown.figures import FigureFault, draw_figures
from kocbook.markdown.html_tree import PLACE, Element, iter_elements, parse_tree
from kocbook.markdown.joined import is_joined, parse_joined
from kocbook.markdown.parser import render_markdown
from kocbook.markdown.raw_tags import RawTag, find_raw_tags
from kocbook.markdown.sanitise import is_id, sanitise_html

WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff"
"""Signs that fill a square, as the inside of a character class."""
_HAN = f"{WIDE}“”‘’…—"
_SOFT_BREAK = re.compile(rf"(?<=[{_HAN}])[ \t]*\n[ \t]*(?=[{_HAN}])")
_HAN_SIGN = re.compile(f"[{_HAN}]")
_ADDRESS = re.compile(
    rf'{PLACE}="(\d+):(\d+)-[^"]*"[^<>]*?\s(?:href|src)="([^"]*)"|\s(?:href|src)="([^"]*)"'
)
_ID_DROPPED = re.compile(r"[^\w\- ]+")
_ALERT_KINDS = ("note", "tip", "important", "warning", "caution")
_ALERT = re.compile(rf"markdown-alert-({'|'.join(_ALERT_KINDS)})")
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_ARROW = re.compile(r"↩\d*")
BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "td",
        "th",
        "dt",
        "dd",
        "pre",
        "summary",
        "figcaption",
        "caption",
        "blockquote",
        "div",
    ]
)
VIDEO = re.compile(r"\.(?:mp4|webm|mov|m4v)(?:[?#].*)?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """A text, the HTML that was made of it, unsafe as it was written, and its sanitised tree.

    `faults` say why blocks that name a kind of picture stay code.
    """

    source: str
    rendered: str
    root: Element
    faults: tuple[FigureFault, ...] = ()

    @cached_property
    def tags(self) -> tuple[RawTag, ...]:
        """The HTML tags that the author wrote. Only rules ask: pages do not pay for them."""
        return find_raw_tags(self.source, self.rendered)

    @cached_property
    def addresses(self) -> tuple[tuple[str, int, int], ...]:
        """All targets as written, unsafe ones too, with the line and column of their element."""
        return _find_addresses(self.rendered)


@lru_cache(maxsize=16)
def read_document(source: str) -> Document:
    """Parse a text. The tree is shared: whoever changes it works on `parse_document`'s."""
    return parse_document(source)


def parse_document(source: str) -> Document:
    """Parse a text, or the joined texts of a team, into a tree of its own."""
    if is_joined(source):
        root = parse_joined(source, lambda text: parse_document(text).root)
        _name_headings(list(iter_elements(root)))
        return Document(source, "", root)
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    rendered = render_markdown(source)
    root, elements = parse_tree(sanitise_html(rendered))
    _mend_tree(root, elements, source)
    faults: tuple[FigureFault, ...] = ()
    if any(one.tag == "pre" for one in elements):
        faults = draw_figures(root, _parse_plain)
    return Document(source, rendered, root, faults)


def _parse_plain(source: str) -> Element:
    """Return the tree of what stands in a block: no pictures are drawn within one."""
    root, elements = parse_tree(sanitise_html(render_markdown(source)))
    _mend_tree(root, elements, source)
    return root


def _find_addresses(rendered: str) -> tuple[tuple[str, int, int], ...]:
    if ' href="' not in rendered and ' src="' not in rendered:
        return ()
    found = []
    line = column = 1
    for match in _ADDRESS.finditer(rendered):
        if match[1]:
            line, column = int(match[1]), int(match[2])
        found.append((unescape(match[3] if match[1] else match[4]), line, column))
    return tuple(found)


def _mend_tree(root: Element, elements: list[Element], source: str) -> None:
    """Give single tildes back, join Chinese lines, give headings their ids."""
    everything = [root, *elements]
    if any(one.tag in _SIGNS for one in elements):
        _restore_signs(everything, source.split("\n"))
    _join_lines(everything)
    _name_headings(elements)


def _restore_signs(elements: list[Element], lines: list[str]) -> None:
    """Put signs back that were meant as signs: one `~` (6~8 小时), and `*` between digits (205*55*R16)."""
    for element in elements:
        if not any(isinstance(one, Element) and one.tag in _SIGNS for one in element.children):
            continue
        children: list[Element | str] = []
        waiting = element.children[::-1]
        while waiting:
            child = waiting.pop()
            sign = _find_sign(child, children, lines)
            if sign and isinstance(child, Element):
                waiting += [sign, *child.children[::-1], sign]
            elif isinstance(child, str) and children and isinstance(children[-1], str):
                children[-1] += child
            else:
                children.append(child)
        element.children = children


_SIGNS = {"sub": "~", "em": "*"}


def _find_sign(child: Element | str, before: list[Element | str], lines: list[str]) -> str:
    """Return the sign that an element was made of by mistake, "" for all others."""
    if isinstance(child, str) or not child.line or child.tag not in _SIGNS:
        return ""
    sign = _SIGNS[child.tag]
    if child.tag == "sub":
        return sign  # an author's own <sub> has no place, and columns shift behind `\|` in a table
    if lines[child.line - 1][child.column - 1 : child.column] != sign:
        return ""
    digit = before and isinstance(before[-1], str) and before[-1][-1:].isdecimal()
    return sign if digit and child.words()[:1].isdecimal() else ""


def _join_lines(elements: list[Element]) -> None:
    """Take line breaks out that stand between Chinese signs: browsers would show a gap."""
    for element in elements:
        if element.tag in ("pre", "code"):
            continue
        # Of a term that takes several lines comrak names the first alone.
        if element.line and element.line == element.end and element.tag != "dt":
            continue
        children = element.children
        for index, child in enumerate(children):
            if isinstance(child, str) and "\n" in child:
                before = _edge(children, index, -1)
                if before or not child.isspace():
                    children[index] = _join(child, before, _edge(children, index, 1))


def _join(text: str, before: str, after: str) -> str:
    joined = _SOFT_BREAK.sub("", f"{before}{text}{after}")
    return joined[len(before) : len(joined) - len(after)]


def _edge(children: list[Element | str], index: int, step: int) -> str:
    """Return the Chinese sign that the neighbour of a text begins or ends with, "" for others."""
    place = index + step
    if not 0 <= place < len(children):
        return ""
    neighbour = children[place]
    if isinstance(neighbour, Element) and (neighbour.tag in BLOCKS or neighbour.tag in _ALONE):
        return ""
    words = neighbour if isinstance(neighbour, str) else _outermost(neighbour, step)
    sign = (words[-1:] if step < 0 else words[:1]) or ""
    return sign if _HAN_SIGN.fullmatch(sign) else ""


def _outermost(element: Element, step: int) -> str:
    """Return the first (1) or last (-1) text in an element."""
    for child in element.children[::step]:
        if words := child if isinstance(child, str) else _outermost(child, step):
            return words
    return ""


_ALONE = frozenset(
    [
        "br",
        "hr",
        "ul",
        "ol",
        "dl",
        "table",
        "details",
        "video",
        "img",
        "figure",
        "section",
        "aside",
        "nav",
    ]
)


_MOST_ALIKE = 99_999
"""Headings of the same words that no text has more of."""


def _name_headings(elements: list[Element]) -> None:
    """Give headings the ids that GitHub gives them, so that links lead to the same place.

    One that the page keeps for its own parts, or that no id may be, becomes `_`.
    """
    taken = {one.attributes["id"] for one in elements if "id" in one.attributes}
    for heading in elements:
        if heading.tag not in _HEADINGS or heading.get("id"):
            continue
        name = make_anchor(heading.words())
        if not name or not is_id(f"{name}-{_MOST_ALIKE}"):
            name = "_"
        number, wanted = 0, name
        while wanted in taken:
            number += 1
            wanted = f"{name}-{number}"
        taken.add(wanted)
        heading.attributes["id"] = wanted


def find_alert(element: Element) -> str:
    """Return the kind of a note (note, tip, important, warning, caution), "" for other elements."""
    if "class" not in element.attributes:
        return ""
    kind = _ALERT.search(element.attributes["class"])
    return kind[1] if kind else ""


def find_usual_title(element: Element) -> str:
    """Return the kind of a note where an element is the title that the parser gave it, else ""."""
    if "class" not in element.attributes or not element.has_class("markdown-alert-title"):
        return ""
    words = element.words()
    return words.lower() if words.istitle() and words.lower() in _ALERT_KINDS else ""


def is_way_back(element: Element) -> bool:
    """True for the arrow from a footnote to where it is referred to."""
    return (
        element.tag == "a"
        and element.get("href").startswith("#fnref-")
        and _ARROW.fullmatch(element.words()) is not None
    )


def is_heading(element: Element) -> bool:
    """True for `h1` to `h6`."""
    return element.tag in _HEADINGS


def make_anchor(words: str) -> str:
    """Return the id of a heading as GitHub makes it: letters, digits, `-`; the rest goes."""
    words = unicodedata.normalize("NFC", words).strip().lower()
    return _ID_DROPPED.sub("", words).replace(" ", "-").replace("\n", "-")
