"""Code blocks in colour, by Pygments, as elements of the tree."""

from __future__ import annotations

from kocbook.markdown.html_tree import Element, parse_html

LONGEST = 50_000
"""Characters of one block that are coloured: lexers can be slow, and nobody reads more in colour."""


def highlight_code(code: str, language: str) -> list[Element | str]:
    """Return the children of a `code` element; unknown languages stay plain."""
    if not language or len(code) > LONGEST:
        return [code]
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return [code]
    return parse_html(highlight(code, lexer, HtmlFormatter(nowrap=True))).children
