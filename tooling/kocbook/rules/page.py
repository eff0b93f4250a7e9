"""A delivered text as rules see it: its links, pictures, headings and raw HTML, with places."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from kocbook.base.finding import Location

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SOURCES = {
    "img": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
    "track": ("src",),
    "a": ("href",),
}
_TAG = re.compile(r"""<([A-Za-z][^\s<>/"'=]*)((?:[^<>"']|"[^"]*"|'[^']*')*)""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_BLANK = re.compile(r"[^\n]")
_MARKDOWN_INSIDE = re.compile(r"<[A-Za-z][^<>]*\smarkdown\b")
_ANY_TAG = re.compile(r"<[^<>]*>")
_LISTED_ID = re.compile(r"\{[^{}\n]*?#([^\s{}#]+)[^{}\n]*\}")
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(.*)")
_NO_LETTER = re.compile(r"[\W_]+")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture: where it leads, and a picture's description (None for links)."""

    target: str
    where: Location
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of raw HTML with its attributes; an attribute without a value is empty."""

    name: str
    attributes: Mapping[str, str]
    where: Location


@dataclass(slots=True)
class Page:
    """What stands in one text. `titles` are the places of first-level headings.

    `anchors` are what links within the page can lead to, folded by `fold_anchor`.
    """

    path: str
    text: str
    links: list[Link] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    titles: list[Location] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


def fold_anchor(name: str) -> str:
    """Return the letters and digits of a heading or of a link to it: the rest follows from them."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFC", name).casefold())


@cache
def _markdown() -> MarkdownIt:
    """Return a parser that keeps targets as they are written, unsafe ones too.

    Indented code is off: four spaces are what stands inside a note or a tab. Made when a text is
    read: most requests bring none.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.disable("code")
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # its documented hook
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def read_page(path: str, text: str) -> Page:
    """Return what stands in `text`, the Markdown file at `path`."""
    return _Reader(Page(path, text)).read()


class _Reader:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.text.split("\n")
        self.visible = list(self.lines)
        self.found: dict[tuple[int, str], int] = {}
        self.references: Mapping[str, Any] = {}

    def read(self) -> Page:
        environment: dict[str, Any] = {}
        # Footnotes are no part of CommonMark, where `[^1]: words` would define a link.
        tokens = _markdown().parse(self.page.text.replace("[^", "(^"), environment)
        self.references = environment.get("references", {})
        self.read_tokens(tokens, 0)
        # Inside a note or a tab, CommonMark takes a heading for the paragraph's next line.
        titles = filter(None, map(_HEADING.match, self.visible))
        self.page.anchors.update(fold_anchor(_without_list(title[1])) for title in titles)
        self.page.anchors.update(map(fold_anchor, _LISTED_ID.findall(self.page.text)))
        self.read_html()
        return self.page

    def read_tokens(self, tokens: Iterable[Token], offset: int) -> None:
        """Read blocks; `offset` lines stand before them."""
        in_heading = False
        for token in tokens:
            first, end = (line + offset for line in token.map or (0, 0))
            if token.type == "fence":
                self.visible[first:end] = [""] * (end - first)
            elif token.type == "heading_open":
                in_heading = True
                if token.tag == "h1":
                    self.page.titles.append(Location(self.page.path, first + 1, 1))
            elif token.type == "inline":
                self.read_inline(token, first, end)
                if in_heading:
                    self.page.anchors.add(_heading_anchor(token))
                in_heading = False
            elif token.type == "html_block" and _MARKDOWN_INSIDE.search(token.content):
                inside = _ANY_TAG.sub(_blank, token.content).split("\n")
                text = "\n".join(line.lstrip() for line in inside)
                self.read_tokens(_markdown().parse(text), first)

    def read_inline(self, token: Token, first: int, end: int) -> None:
        for child in token.children or ():
            if child.type == "image":
                target = str(child.attrs.get("src", ""))
                link = Link(target, self.locate(target, first, end), child.content)
                self.page.links.append(link)
            elif child.type == "link_open" and child.info != "auto":
                target = str(child.attrs.get("href", ""))
                self.page.links.append(Link(target, self.locate(target, first, end)))

    def locate(self, target: str, first: int, end: int) -> Location:
        """Return where `target` is written: in its block, or where its reference is defined."""
        block = "\n".join(self.lines[first:end])
        start = self.found.get((first, target), 0)
        index = block.find(target, start) if target else -1
        if index >= 0:
            self.found[first, target] = index + 1
            before = block[:index]
            line = first + before.count("\n") + 1
            return Location(self.page.path, line, index - (before.rfind("\n") + 1) + 1)
        for reference in self.references.values():
            if reference["href"] == target:
                line = reference["map"][0]
                column = self.lines[line].find(target) if target else 0
                return Location(self.page.path, line + 1, max(column, 0) + 1)
        return Location(self.page.path, first + 1, 1)

    def read_html(self) -> None:
        text = _CODE_SPAN.sub(_blank, "\n".join(self.visible))
        for tag in iter_tags(self.page.path, text):
            self.page.tags.append(tag)
            if tag.attributes.get("id"):
                self.page.anchors.add(fold_anchor(tag.attributes["id"]))
            if tag.name == "h1":
                self.page.titles.append(tag.where)
            for name in _SOURCES.get(tag.name, ()):
                if name in tag.attributes:
                    alt = tag.attributes.get("alt", "") if tag.name == "img" else None
                    self.page.links.append(Link(tag.attributes[name], tag.where, alt))


def _heading_anchor(token: Token) -> str:
    """Return the anchor of a heading."""
    words = "".join(child.content for child in token.children or () if child.type != "html_inline")
    return fold_anchor(_without_list(words))


def _without_list(words: str) -> str:
    """Return a heading's words without the list of attributes behind them."""
    return words.rpartition(" {")[0] if words.rstrip().endswith("}") else words


def _blank(match: re.Match[str]) -> str:
    """Return spaces in place of code, so that all places stay what they are."""
    return _BLANK.sub(" ", match[0])


def iter_tags(path: str, text: str) -> Iterator[Tag]:
    """Yield the tags of raw HTML in `text`, in linear time whatever it holds.

    The standard library's parser takes a minute for 90 kB of `<a `.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for match in _TAG.finditer(_without_comments(text)):
        line = bisect_right(starts, match.start())
        where = Location(path, line, match.start() - starts[line - 1] + 1)
        attributes: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(match[2]):
            attributes.setdefault(name.lower(), unescape("".join(values)))
        yield Tag(match[1].lower(), attributes, where)


def _without_comments(text: str) -> str:
    """Return `text` with spaces in place of comments."""
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[done:start], _BLANK.sub(" ", text[start : end + 3])]
        done = end + 3
    return "".join(parts) + text[done:]
