"""HTML that an author wrote among the Markdown: which tags, and where.

comrak renders a text twice, once with the author's HTML as it is and once with it escaped. Where the
first has a sign and the second its entity, the author's HTML stands: no second grammar is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from kocbook.markdown.html_tree import restore_hidden
from kocbook.markdown.lines import Lines
from kocbook.markdown.parser import render_markdown

_SIGN = re.compile(r'[<>&"]')
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}
_TAG = re.compile(r"""<(/?)([A-Za-z][^\s<>/"'=]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>?""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_PLACE = re.compile(r'data-sourcepos="(\d+):(\d+)-')


@dataclass(frozen=True, slots=True)
class RawTag:
    """A tag as its author wrote it; an attribute without a value is None. Places are 1-based."""

    name: str
    is_closing: bool
    attributes: Mapping[str, str | None]
    written: str
    line: int
    column: int


def find_raw_tags(source: str, rendered: str) -> tuple[RawTag, ...]:
    """Return the tags that the author of `source` wrote, in order; `rendered` is its HTML."""
    if "<" not in source:
        return ()
    escaped = render_markdown(source, escape=True)
    if escaped == rendered:
        return ()
    finder = _Places(source, rendered)
    return tuple(_read(tag, finder) for tag in _iter_tags(rendered, escaped))


def _iter_tags(rendered: str, escaped: str) -> Iterator[re.Match[str]]:
    """Yield the tags of the author's in `rendered`."""
    ahead = 0  # how far `escaped` is ahead of `rendered`
    done = 0
    for sign in _SIGN.finditer(rendered):
        start, char = sign.start(), sign[0]
        entity = _ENTITIES[char]
        if not escaped.startswith(entity, start + ahead):
            continue
        if char == "&" and not _is_escaped_sign(rendered, escaped, start, ahead):
            continue
        ahead += len(entity) - 1
        if char == "<" and start >= done:
            if rendered.startswith("<!--", start):
                end = rendered.find("-->", start + 4)
                done = end if end >= 0 else len(rendered)
                continue
            tag = _TAG.match(rendered, start)
            if tag:
                yield tag
                done = tag.end()


def _is_escaped_sign(rendered: str, escaped: str, start: int, ahead: int) -> bool:
    """True where `&` of the first stands against `&amp;`: both may read `&amp;` all the same."""
    if not rendered.startswith("&amp;", start):
        return True
    return escaped.startswith("&amp;amp;", start + ahead)


def _read(tag: re.Match[str], places: _Places) -> RawTag:
    attributes: dict[str, str | None] = {}
    for match in _ATTRIBUTE.finditer(tag[3]):
        name, values = match[1], match.groups()[1:]
        given = next((value for value in values if value is not None), None)
        value = None if given is None else unescape(restore_hidden(given))
        attributes.setdefault(restore_hidden(name).lower(), value)
    written = restore_hidden(tag[0])
    line, column = places.find(tag.start(), written)
    return RawTag(tag[2].lower(), bool(tag[1]), attributes, written, line, column)


class _Places:
    """Finds where in the source what stands in the rendered text was written."""

    def __init__(self, source: str, rendered: str) -> None:
        self.source = source
        self.lines = Lines(source)
        self.marks = [(match.start(), int(match[1])) for match in _PLACE.finditer(rendered)]
        self.next = 0
        self.after = 0

    def find(self, start: int, written: str) -> tuple[int, int]:
        while self.next < len(self.marks) and self.marks[self.next][0] < start:
            self.after = max(self.after, self.lines.offset(self.marks[self.next][1], 1))
            self.next += 1
        place = self.source.find(written, self.after)
        if place < 0:
            place = max(self.source.find(written), 0)
        else:
            self.after = place + 1
        return self.lines.place(place)
