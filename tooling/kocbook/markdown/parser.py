"""Contributed Markdown as HTML: CommonMark and GFM as GitHub reads them, by comrak.

The differences from GitHub are few and meant: emphasis ends beside Chinese punctuation, and one
`~` is a sign (6~8 小时), never a strike.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Any

from kocbook.markdown.html_tree import DOLLAR, PLACE, hide_places

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
_FORMULA = re.compile(
    rf'<span data-math-style="inline" {PLACE}="(\d+):(\d+)-(\d+):(\d+)">([^<]*)</span>'
)
_GOES_ON = re.compile(r"[A-Za-z0-9_{]")
_PATIENCE = 8
"""How often signs of one paragraph are looked at one by one."""
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
    source = hide_places(source.replace("\0", "\ufffd").replace(DOLLAR, "\ufffd"))
    lines, rendered = _render_formulas(source.split("\n"), escape)
    spans = {(int(first), int(last)) for first, last in _DEFINITION.findall(rendered)}
    glued = sorted(first for first, last in spans if _has_gap(lines[first:last]))
    return _render_apart(lines, glued, escape) if glued else rendered


def _render_formulas(lines: list[str], escape: bool) -> tuple[list[str], str]:
    """Render, and again where a `$` was taken for the beginning of a formula that is none.

    comrak looks for formulas before code and ends one anywhere: from `$HOME` to the code `$PATH`.
    Return the lines with such signs hidden, and their HTML. In a paragraph with many of them, all
    that follow are signs.
    """
    times = 0
    while True:
        rendered = _render("\n".join(lines), escape)
        wrong = [
            (int(found[1]), int(found[2]))
            for found in _FORMULA.finditer(rendered)
            if _is_no_formula(found[5], lines[int(found[3]) - 1], int(found[4]))
        ]
        if not wrong:
            return lines, rendered
        times += 1
        for row, column in wrong:
            _hide_dollar(lines, row, column, all_after=times > _PATIENCE)


def _hide_dollar(lines: list[str], row: int, column: int, all_after: bool) -> None:
    """Hide a sign, and with `all_after` those between it and the next empty line."""
    line = lines[row - 1]
    lines[row - 1] = f"{line[: column - 1]}{DOLLAR}{line[column:]}"
    place = row - 1
    while all_after and place < len(lines) and lines[place].strip():
        lines[place] = lines[place].replace("$", DOLLAR)
        place += 1


def _is_no_formula(words: str, last_line: str, end: int) -> bool:
    """True for a formula with code in it, or that ends before a letter, a number or a name."""
    if len(words) > 1 and words[0] == words[-1] == "`":
        return "`" in words[1:-1]  # GitHub's other way of writing one: $`…`$
    return "`" in words or _GOES_ON.match(last_line, end) is not None


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
