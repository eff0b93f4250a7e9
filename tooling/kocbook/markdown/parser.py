"""Contributed Markdown as HTML: CommonMark and GFM as GitHub reads them, by comrak.

The differences from GitHub are few and meant: emphasis ends beside Chinese punctuation, and one
`~` is a sign (6~8 小时), never a strike.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Any

from kocbook.markdown.html_tree import PLACE, hide_places

_EXTENSIONS = (
    "alerts",
    "autolink",
    "cjk_friendly_emphasis",
    "description_lists",
    "footnotes",
    "math_dollars",
    "strikethrough",
    "subscript",  # so that one `~` can be told from two, and be given back
    "table",
    "tasklist",
)
_DEFINITION = re.compile(rf'<dd {PLACE}="(\d+):\d+-(\d+):[^"]*">(?!\n<p )')
"""A definition right below its term."""
_PLACES = re.compile(rf'{PLACE}="(\d+):(\d+)-(\d+):(\d+)"')
_QUOTE = re.compile(r"[ >]*>")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


@cache
def _options(escape: bool) -> tuple[Any, Any, Any]:
    import comrak

    extensions, parse, render = (
        comrak.ExtensionOptions(),
        comrak.ParseOptions(),
        comrak.RenderOptions(),
    )
    for name in _EXTENSIONS:
        setattr(extensions, name, True)
    parse.sourcepos_chars = True
    render.unsafe_ = True
    render.sourcepos = True
    render.escape = escape
    return extensions, parse, render


def render_markdown(source: str, escape: bool = False) -> str:
    """Return the HTML of a text, unsafe as it was written, with `data-sourcepos` on each element.

    With `escape` the author's own HTML tags are words.
    """
    source = hide_places(source.replace("\0", "\ufffd"))
    rendered = _render(source, escape)
    lines = source.split("\n")
    spans = {(int(first), int(last)) for first, last in _DEFINITION.findall(rendered)}
    glued = sorted(first for first, last in spans if _has_gap(lines[first:last]))
    return _render_apart(lines, glued, escape) if glued else rendered


def _has_gap(lines: list[str]) -> bool:
    return any(not line.strip(" \t>") for line in lines)


def _render(source: str, escape: bool) -> str:
    import comrak

    rendered: str = comrak.render_markdown(source, *_options(escape))
    return rendered


def _render_apart(lines: list[str], definitions: list[int], escape: bool) -> str:
    """Render with an empty line above each of these definitions; places stay as they were.

    Of a definition right below its term comrak makes no paragraphs: `: first` and, an empty line
    later, `    second` would read firstsecond.
    """
    wide = list(lines)
    for number in reversed(definitions):
        quote = _QUOTE.match(lines[number - 1])
        wide.insert(number - 1, quote[0] if quote else "")
    moved = [number + place for place, number in enumerate(definitions)]

    def back(place: re.Match[str]) -> str:
        first, last = (int(line) - bisect_left(moved, int(line)) for line in (place[1], place[3]))
        return f'{PLACE}="{first}:{place[2]}-{last}:{place[4]}"'

    return _PLACES.sub(back, _render("\n".join(wide), escape))


def has_front_matter(source: str) -> bool:
    """True for a text that begins with front matter, which sets what operators own."""
    return _FRONT.match(source) is not None
