"""Names of HTML that the site does not keep, though nobody would call them words."""

from __future__ import annotations

OTHER_HTML = frozenset(
    [
        "acronym",
        "address",
        "area",
        "article",
        "audio",
        "big",
        "body",
        "canvas",
        "center",
        "data",
        "datalist",
        "fieldset",
        "font",
        "footer",
        "head",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "map",
        "marquee",
        "menu",
        "nobr",
        "optgroup",
        "output",
        "picture",
        "progress",
        "rp",
        "rt",
        "ruby",
        "search",
        "strike",
        "tt",
    ]
)
"""Elements that the site drops and keeps the words of: no sign of an author's goes with them."""
OTHER_FLAGS = frozenset(
    [
        "allowfullscreen",
        "async",
        "autoplay",
        "compact",
        "defer",
        "download",
        "hidden",
        "inert",
        "ismap",
        "itemscope",
        "markdown",
        "multiple",
        "noshade",
        "nowrap",
        "readonly",
        "required",
        "selected",
    ]
)
"""Attributes that say all by being there, and that the site does not keep."""
