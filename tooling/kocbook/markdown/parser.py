"""Contributed Markdown as HTML: CommonMark and GFM as GitHub reads them, by comrak.

The differences from GitHub are few and meant: emphasis ends beside Chinese punctuation, and one
`~` is a sign (6~8 小时), never a strike.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kocbook.markdown.html_tree import hide_places

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
    import comrak

    return comrak.render_markdown(hide_places(source.replace("\0", "\ufffd")), *_options(escape))


def has_front_matter(source: str) -> bool:
    """True for a text that begins with front matter, which sets what operators own."""
    return _FRONT.match(source) is not None
