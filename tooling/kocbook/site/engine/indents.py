"""The theme's templates are indented to be read; a page of ten thousand need not carry that."""

from __future__ import annotations

import re

_INDENT = re.compile(r"\n\s+")


def drop_indents(html: str, content: str) -> str:
    """Return a finished page with one line end for each run of white space that begins with one.

    `content`, which may hold text set as it stands, is left alone; in what the theme writes around
    it nothing is, so that to a browser the page is the same.
    """
    before, found, after = html.partition(content) if content else (html, "", "")
    return _INDENT.sub("\n", before) + found + _INDENT.sub("\n", after)
