"""What search shows and finds of a page: its title, and its text section by section."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator

import msgspec

_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>|<!--.*?-->", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([a-z-]+)(?:=\"([^\"]*)\"|='([^']*)')?")
_SKIPPED = frozenset({"script", "style", "svg", "template", "button", "select", "form"})
_WITHOUT_END = frozenset({"br", "hr", "img", "input", "source", "track", "wbr", "link", "meta"})
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small"}
    | {"strong", "sub", "sup", "u", "wbr"}
)
"""Within a word. Our templates put neighbours that are no one word into elements `span` and `time`."""
_PASSED = frozenset({"headerlink", "footnote-ref", "footnote-backref"})
_HEADINGS = frozenset({"h2", "h3"})
_BLOCKS = frozenset(
    {
        "p",
        "li",
        "tr",
        "dt",
        "dd",
        "blockquote",
        "figcaption",
        "summary",
        "ul",
        "ol",
        "table",
        "section",
    }
    | {"h1", "h4", "h5", "h6", "pre", "article"}
)
_CELLS = frozenset({"td", "th"})
_CELL, _END = " · ", "\0"
_SPACE = re.compile(r"\s+")


class Section(msgspec.Struct, array_like=True, frozen=True):
    """A part of a page: the anchor of its heading, the heading, its text, and the text's language.

    In `text` a line is a paragraph, step or row. `language` is empty where the text is in the language
    of the site. `pictures` is what pictures are said to show: found, and never shown as an answer.
    """

    anchor: str
    heading: str
    text: str
    language: str
    pictures: str = ""


class SearchPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the browser is given of a page that was found.

    `by` are its authors, `date` the day of publishing (ISO), `tags` its topics, `about` one sentence,
    `same` the groups of words that the page says to mean the same (the glossary's).
    """

    url: str
    title: str
    kind: str
    sections: tuple[Section, ...]
    by: tuple[str, ...] = ()
    date: str = ""
    tags: tuple[str, ...] = ()
    about: str = ""
    same: tuple[tuple[str, ...], ...] = ()


def pack_page(page: SearchPage) -> bytes:
    """Return a page as the file that is published: JSON, compressed, the same bytes every time."""
    return gzip.compress(msgspec.json.encode(page), 6, mtime=0)


def unpack_page(packed: bytes) -> SearchPage:
    """Return the page that `pack_page` wrote."""
    return msgspec.json.decode(gzip.decompress(packed), type=SearchPage)


def read_sections(content: str) -> tuple[Section, ...]:
    """Return the sections of a page's HTML, in order; what is marked as no part of it is left out."""
    sections: list[Section] = []
    anchor = heading = language = ""
    words: list[str] = []
    pictures: list[str] = []

    def close() -> None:
        text, shown = _tidy_lines(words), _tidy(pictures)
        if heading or text or shown:
            sections.append(Section(anchor, heading, text, language, shown))
        words.clear()
        pictures.clear()

    for sign, value, tongue in _iter_pieces(content):
        if sign == "anchor" or (not anchor and tongue != language):
            # What an author wrote before the first heading is a section too: in its language.
            close()
            anchor, heading, language = "", "", tongue
        if sign == "anchor":
            anchor = value
        elif sign == "heading":
            heading = value
        elif sign == "picture":
            pictures.append(f"{value}\n")
        else:
            words.append(value)
    close()
    return tuple(sections)


def _iter_pieces(content: str) -> Iterator[tuple[str, str, str]]:
    """Yield ("anchor", id, language), ("heading", text, language) and ("text", text, language).

    What a picture is said to show comes as ("picture", text, language); in texts, a line ends with a block.
    """
    at = 0
    skipping: tuple[str, int] | None = None
    title: list[str] | None = None
    tongues: list[tuple[str, int, str]] = []
    for tag in _TAG.finditer(content):
        text, at = content[at : tag.start()], tag.end()
        tongue = tongues[-1][2] if tongues else ""
        name = (tag[2] or "").lower()
        if skipping:
            if name == skipping[0]:
                depth = skipping[1] + (-1 if tag[1] else 1)
                skipping = (name, depth) if depth else None
            continue
        if text:
            if title is not None:
                title.append(text)
            else:
                yield "text", text, tongue
        if not name:
            continue
        if name not in _INLINE and title is None:
            yield "text", _space_of(name), tongue
        if tag[1]:
            if title is not None and name in (*_HEADINGS, "h1"):
                if name != "h1":
                    yield "heading", _tidy(title), tongue
                title = None
            elif tongues and tongues[-1][0] == name:
                opened, depth, language = tongues.pop()
                if depth > 1:
                    tongues.append((opened, depth - 1, language))
            continue
        attributes = {key: first or second for key, first, second in _ATTRIBUTE.findall(tag[3])}
        if name in _WITHOUT_END or tag[3].endswith("/"):
            if name == "img" and title is None:
                yield "picture", attributes.get("alt", ""), tongue
            continue
        if _is_skipped(name, attributes):
            skipping = (name, 1)
        elif name == "h1":
            title = []
        elif name in _HEADINGS:
            yield "anchor", html.unescape(attributes.get("id", "")), tongue
            title = []
        elif name == "div" and "kb-text" in attributes.get("class", "").split():
            tongues.append((name, 1, attributes.get("lang", "")))
        elif tongues and tongues[-1][0] == name:
            opened, depth, language = tongues[-1]
            tongues[-1] = (opened, depth + 1, language)
    if not skipping:
        yield "text", content[at:], ""


def _is_skipped(name: str, attributes: dict[str, str]) -> bool:
    """Say whether an element holds nothing that a reader would look for."""
    return (
        name in _SKIPPED
        or "data-search-exclude" in attributes
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or not _PASSED.isdisjoint(attributes.get("class", "").split())
    )


def _tidy(pieces: list[str]) -> str:
    return _SPACE.sub(" ", html.unescape("".join(pieces))).strip()


def _tidy_lines(pieces: list[str]) -> str:
    lines = (
        _SPACE.sub(" ", html.unescape(line)).strip(" ·") for line in "".join(pieces).split(_END)
    )
    return "\n".join(line for line in lines if line)


def _space_of(name: str) -> str:
    """Return what stands between a text and its neighbour in another element."""
    return _END if name in _BLOCKS else _CELL if name in _CELLS else " "
