"""What stands on a page, as one row of visible signs with the structures between them.

This is the page's half of the comparison in `replay`. It reads the finished tree by a walk of its own,
so that a fault of another walk cannot hide itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from kocbook.markdown.figure_kinds import FIGURE
from kocbook.markdown.html_tree import Element

EMPHASIS, STRIKE, CODE, FORMULA, LINK, PICTURE = 1, 2, 4, 8, 16, 32
HEADING, TABLE, RULE, BREAK, TERM, BLOCK_CODE = 64, 128, 256, 512, 1024, 2048
INLINE = EMPHASIS | STRIKE | CODE | FORMULA | LINK | PICTURE
_KINDS = {
    **dict.fromkeys(("em", "strong", "b", "i"), EMPHASIS),
    **dict.fromkeys(("del", "s"), STRIKE),
    **dict.fromkeys(("table", "thead", "tbody", "tr", "th", "td"), TABLE),
    **dict.fromkeys(("dl", "dt", "dd"), TERM),
    **{f"h{level}": HEADING for level in range(1, 7)},
    "code": CODE,
    "pre": BLOCK_CODE,
    "hr": RULE,
    "br": BREAK,
    "a": LINK,
    "img": PICTURE,
}
# What the parser calls its parts, and what they are called on the finished page.
_NOTE_BOXES = {"markdown-alert", "admonition"}
_NOTE_TITLES = {"markdown-alert-title", "admonition-title"}
_APART = frozenset(["svg", "ul", "ol", "img", "figure", "math", "input", "sup", "blockquote"])
"""Elements that mean more than what stands in them, even without attributes."""
_WAY_BACK = re.compile(r"↩\d*")


class Item(NamedTuple):
    """A list item: how deep, its number (None for bullets), its list, and what stood before the lists.

    Two items with the same `apart` have nothing but lists between them.
    """

    depth: int
    number: int | None
    of: int
    apart: int


@dataclass(slots=True)
class PageSigns:
    """A page's visible signs without spaces, and what begins or ends between which of them.

    Positions count signs of `text`. `kinds` has the structures that begin or end at a position,
    `targets` the addresses of the links and pictures that end there. The signs from `end` on are
    footnotes: `notes` says from where to where the note of each label reaches. `figures` are the kinds of
    the drawn pictures that begin or end at a position.
    """

    text: str = ""
    end: int = 0
    kinds: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    targets: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    items: defaultdict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    ticks: dict[int, list[bool]] = field(default_factory=dict)
    calls: dict[int, list[str]] = field(default_factory=dict)
    titles: dict[int, int] = field(default_factory=dict)
    figures: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    quotes: list[tuple[int, int]] = field(default_factory=list)
    notes: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)


def read_signs(root: Element) -> PageSigns:
    """Return what a finished tree shows."""
    reader = _Reader()
    reader.read(root)
    return reader.finish()


def plain_address(address: str) -> str:
    """Return an address so that two ways of writing it are equal."""
    return unquote(address).strip()


def _film_of_ours(figure: Element) -> Element | None:
    """Return the film in a figure that was written as a picture; its caption says its words again."""
    first = figure.children[0] if figure.children else None
    ours = isinstance(first, Element) and first.tag == "video" and first.get("src")
    return first if ours and isinstance(first, Element) else None


class _Reader:
    def __init__(self) -> None:
        self.signs = PageSigns()
        self.parts: list[str] = []
        self.at = 0
        self.depth = 0
        self.apart = 0
        self.lists = 0
        self.main_end = -1

    def finish(self) -> PageSigns:
        self.signs.text = "".join(self.parts)
        self.signs.end = self.main_end if self.main_end >= 0 else self.at
        return self.signs

    def say(self, words: str) -> None:
        words = "".join(words.replace("\ufeff", "").split())
        if words:
            self.parts.append(words)
            self.at += len(words)
            if not self.depth:
                self.apart = self.at

    def read(self, element: Element) -> None:
        """Read what stands in an element; trees are no deeper than `html_tree.DEEPEST`."""
        for child in element.children:
            if isinstance(child, str):
                self.say(child)
            elif child.tag != "a" or not self.is_ours(child):
                self.read_element(child)

    def is_ours(self, element: Element) -> bool:
        """True for the tool's own links: of headings to themselves, back from notes."""
        if element.get("class") == "headerlink":
            return True
        return element.get("href").startswith("#fnref-") and bool(
            _WAY_BACK.fullmatch(element.words().strip())
        )

    def read_element(self, element: Element) -> None:
        start, tag, signs = self.at, element.tag, self.signs
        if kind := _KINDS.get(tag, 0):
            signs.kinds[start] |= kind
        if not element.attributes and tag not in _APART:
            self.read(element)
        elif tag in ("ul", "ol"):
            self.read_list(element)
        elif tag == "img":
            self.read_picture(element, element.get("alt"))
        elif tag == "figure" and (film := _film_of_ours(element)):
            self.read_picture(film, film.get("aria-label"))
        elif FIGURE in element.attributes:
            self.read_drawn(element)
        elif tag == "svg":
            pass  # the tool's own drawing; the figures stand beside it
        elif tag == "math":
            self.say(element.get("alttext"))
        elif tag == "input":
            signs.ticks.setdefault(start, []).append("checked" in element.attributes)
        elif tag == "sup" and self.read_call(element):
            pass
        elif element.has_class("footnotes") or element.has_class("footnote"):
            self.read_notes(element)
        else:
            self.read(element)
            self.end_element(element, start)
        if kind:
            signs.kinds[self.at] |= kind

    def end_element(self, element: Element, start: int) -> None:
        signs, tag = self.signs, element.tag
        if tag == "a" and "href" in element.attributes:
            self.add_address(element.get("href"))
        elif tag == "blockquote" or _NOTE_BOXES & {*element.get("class").split()}:
            signs.quotes.append((start, self.at))
        elif _NOTE_TITLES & {*element.get("class").split()}:
            signs.titles[start] = self.at
        elif element.get("data-math-style") or element.has_class("kb-formula"):
            signs.kinds[start] |= FORMULA
            signs.kinds[self.at] |= FORMULA
        elif tag in ("video", "source", "track"):
            self.signs.addresses |= {
                plain_address(element.get(name)) for name in ("src", "poster") if element.get(name)
            }

    def add_address(self, address: str) -> None:
        plain = plain_address(address)
        self.signs.targets[self.at].append(plain)
        self.signs.addresses.add(plain)

    def read_list(self, element: Element) -> None:
        self.lists += 1
        this, self.depth = self.lists, self.depth + 1
        number = int(element.get("start") or 1)
        for child in element.children:
            if isinstance(child, Element) and child.tag == "li":
                number = int(child.get("value") or number)
                shown = number if element.tag == "ol" else None
                self.signs.items[self.at].append(Item(self.depth, shown, this, self.apart))
                number += 1
                self.read(child)
            elif isinstance(child, Element):
                self.read_element(child)
            else:
                self.say(child)
        self.depth -= 1

    def read_picture(self, element: Element, words: str) -> None:
        """Read a picture: its description is words too, whose signs of emphasis are nowhere."""
        start = self.at
        self.say(words)
        for place in range(start, self.at + 1):
            self.signs.kinds[place] |= INLINE
        if element.get("src"):
            self.add_address(element.get("src"))

    def read_drawn(self, element: Element) -> None:
        """Read a picture that was drawn of a block: what the block says stands in it."""
        kind = element.get(FIGURE)
        self.signs.figures[self.at].add(kind)
        self.read(element)
        self.signs.figures[self.at].add(kind)

    def read_call(self, element: Element) -> bool:
        """Read what leads to a footnote; its number is the tool's own."""
        link = next((one for one in element.children if isinstance(one, Element)), None)
        if link is None or not link.get("href").startswith("#fn-"):
            return False
        self.signs.calls.setdefault(self.at, []).append(unquote(link.get("href")[4:]).casefold())
        return True

    def read_notes(self, element: Element) -> None:
        if self.main_end < 0:
            self.main_end = self.at
        self.say("\ue001")
        for child in element.children:
            for note in child.children if isinstance(child, Element) else ():
                if isinstance(note, Element) and note.tag == "li":
                    start = self.at
                    self.read(note)
                    label = unquote(note.get("id")[3:]).casefold()
                    self.signs.notes.setdefault(label, []).append((start, self.at))
                    self.say("\ue001")
