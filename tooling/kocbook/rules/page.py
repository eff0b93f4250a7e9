"""A delivered text as rules see it: its links, pictures, headings and raw HTML, with places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import unquote

from kocbook.base.finding import Location
from kocbook.base.pure_results import PURE
from kocbook.markdown.document import Document, is_heading, read_document
from kocbook.markdown.figures import FigureFault
from kocbook.markdown.html_tree import Element, iter_elements
from kocbook.markdown.lines import Lines
from kocbook.markdown.raw_tags import RawTag
from kocbook.markdown.replay import Loss, find_losses
from kocbook.markdown.uploads import find_unfinished

_SOURCES = {
    "img": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
    "track": ("src",),
    "a": ("href",),
}
_OF_LINES = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "pre"])
_READ = frozenset(["a", "img", "h1", "h2", "h3", "h4", "h5", "h6"])
_NO_LETTER = re.compile(r"[\W_]+")
_WEB = re.compile(r"https?://|mailto:", re.IGNORECASE)
_NOT_BREAK = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link or picture: where it leads, and a picture's description (None for links)."""

    target: str
    where: Location
    alt: str | None = None


@dataclass(slots=True)
class Page:
    """What stands in one text. `titles` are the places of first-level headings.

    `anchors` are what links within the page can lead to, folded by `fold_anchor`. `prose` is the
    source with spaces in place of code and formulas, so that places stay. `shown_lines` are those
    that a paragraph, a heading or a cell came of. `tags` are the author's own HTML. `losses` are
    what of the source readers do not see, with their places. `uploads` are the names of photos that
    had not arrived when the text was sent; they are no links. `not_phones` are the digits of the
    numbers that its brief says are no phone's. `faults` say why blocks that name a kind of picture
    stay code.
    """

    path: str
    text: str
    prose: str = ""
    shown_lines: set[int] = field(default_factory=set)
    links: list[PageLink] = field(default_factory=list)
    tags: list[RawTag] = field(default_factory=list)
    uploads: list[tuple[str, Location]] = field(default_factory=list)
    titles: list[Location] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    losses: list[tuple[Location, Loss]] = field(default_factory=list)
    not_phones: frozenset[str] = frozenset()
    faults: tuple[FigureFault, ...] = ()


def fold_anchor(name: str) -> str:
    """Return the letters and digits of a heading or of a link to it: the rest follows from them."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFC", name).casefold())


def find_anchors(text: str) -> set[str]:
    """Return what links can lead to within a text, folded."""
    return read_page("", text).anchors if text else set()


def read_page(path: str, text: str) -> Page:
    """Return what stands in `text`, the Markdown file at `path`."""
    return PURE.ask("page", (path, text), Page, lambda: _read_page(path, text))


def _read_page(path: str, text: str) -> Page:
    return _Reader(Page(path, text), read_document(text)).read()


class _Reader:
    def __init__(self, page: Page, document: Document) -> None:
        self.page = page
        self.document = document
        self.source = document.source
        self.lines = Lines(self.source)

    def read(self) -> Page:
        hidden: list[tuple[int, int]] = []
        for element in iter_elements(self.document.root):
            if "id" in element.attributes:
                self.page.anchors.add(fold_anchor(element.attributes["id"]))
            if element.line:
                if element.tag in _OF_LINES:
                    self.page.shown_lines.update(range(element.line, element.end + 1))
                if element.tag in ("code", "pre") or "data-math-style" in element.attributes:
                    end = self.lines.offset(element.end, element.end_column)
                    hidden.append((self.lines.offset(element.line, element.column) - 1, end))
                if element.tag in _READ:
                    self.read_element(element)
        self.read_tags()
        self.read_unsafe()
        for loss in find_losses(self.source, self.document.root):
            where = Location(self.page.path, *self.lines.place(loss.start))
            self.page.losses.append((where, loss))
        self.page.faults = self.document.faults
        self.page.prose = _blank(self.source, hidden)
        self.read_uploads()
        self.page.links.sort(key=lambda link: (link.where.line or 0, link.where.column or 0))
        self.page.titles.sort(key=lambda where: where.line or 0)
        return self.page

    def read_element(self, element: Element) -> None:
        if is_heading(element):
            self.page.anchors.add(fold_anchor(element.words()))
            if element.tag == "h1":
                self.page.titles.append(Location(self.page.path, element.line, 1))
        elif element.tag == "a":
            href = element.get("href")
            is_auto = _WEB.match(href) and self.is_auto(element)
            if "href" in element.attributes and not is_auto:
                self.add(href, element.line, element.column, None)
        elif element.tag == "img":
            self.add(element.get("src"), element.line, element.column, element.get("alt"))

    def is_auto(self, element: Element) -> bool:
        """True for an address that stands in the text as it is, and is no `[words](address)`."""
        start = self.lines.offset(element.line, element.column)
        return self.source[start : start + 1] != "["

    def read_tags(self) -> None:
        for tag in self.document.tags:
            self.page.tags.append(tag)
            if tag.is_closing:
                continue
            if tag.name == "h1":
                self.page.titles.append(Location(self.page.path, tag.line, 1))
            for name in _SOURCES.get(tag.name, ()):
                if tag.attributes.get(name) is not None:
                    alt = (tag.attributes.get("alt") or "") if tag.name == "img" else None
                    where = Location(self.page.path, tag.line, tag.column)
                    self.page.links.append(PageLink(tag.attributes[name] or "", where, alt))

    def read_uploads(self) -> None:
        """Note what had not arrived, and drop the links without a target that stand for it."""
        for place, name in find_unfinished(self.page.prose):
            where = Location(self.page.path, *self.lines.place(place))
            self.page.uploads.append((name, where))
        places = {where for _, where in self.page.uploads}
        self.page.links = [link for link in self.page.links if link.where not in places]

    def read_unsafe(self) -> None:
        """Add the addresses that the sanitiser took out: they are no part of the tree."""
        if not self.document.addresses:
            return
        known = {link.target for link in self.page.links}
        known |= {unquote(target) for target in known}
        kept = {one.get("href") or one.get("src") for one in iter_elements(self.document.root)}
        for address, line, column in self.document.addresses:
            if address not in kept and address not in known and unquote(address) not in known:
                self.add(address, line, column, None)

    def add(self, address: str, line: int, column: int, alt: str | None) -> None:
        target, where = self.locate(address, line, column)
        self.page.links.append(PageLink(target, where, alt))

    def locate(self, address: str, line: int, column: int) -> tuple[str, Location]:
        """Return a target as it is written, and its place: in its block, or where it is defined."""
        plain = unquote(address)
        written = [one for one in dict.fromkeys((address, plain, plain.replace(" ", "%20"))) if one]
        # An element's own place is the beginning of `[words](target)`: what comes next is its own.
        found = self.search(written, self.lines.offset(line, column)) or self.search(written, 0)
        if found is None:
            return plain, Location(self.page.path, line, column)
        place, target = found
        return target, Location(self.page.path, *self.lines.place(place))

    def search(self, written: list[str], start: int) -> tuple[int, str] | None:
        """Return where the first of several ways of writing an address stands from `start` on."""
        places = ((self.source.find(one, start), one) for one in written)
        return min(((place, one) for place, one in places if place >= 0), default=None)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` with spaces in place of what stands in `spans`; line ends stay."""
    parts: list[str] = []
    done = 0
    for first, last in sorted(spans):
        start, end = max(first, done), max(last, done)
        parts += [text[done:start], _NOT_BREAK.sub(" ", text[start:end])]
        done = end
    return "".join(parts) + text[done:]
