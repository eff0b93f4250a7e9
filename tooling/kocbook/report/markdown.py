"""Markdown for pull-request comments and summaries, from templates that escape what they are given."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import jinja2

from kocbook.report.cells import printable

_SPECIAL = re.compile(r"([\\`*_\[\]#|~$]|(?<!\w)[-+=](?!\w))")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# GitHub links these after Markdown is rendered, so no escape of Markdown stops them: a zero-width
# space after the sign does. Mentions, issue numbers, addresses.
_LINKED = re.compile(r"@|#(?=\d)|www(?=\.)|:(?=//)|GH(?=-\d)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


class Ready(str):
    """Text that is right as it stands: an address percent-encoded by its maker, or our own lines."""

    __slots__ = ()


def escape_markdown(value: object) -> str:
    """Return `value` as plain words in Markdown: no markup, HTML, link, mention or line break."""
    if isinstance(value, Ready):
        return value
    text = _LINKED.sub(lambda match: match[0] + _ZERO_WIDTH_SPACE, printable(str(value)))
    return _SPECIAL.sub(r"\\\1", text.translate(_HTML))


def render_markdown(template: str, **data: Any) -> str:
    """Return a template of `templates/` filled with `data`; every expression in it is escaped."""
    return _environment().get_template(template).render(**data).rstrip("\n")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(  # noqa: S701 - Markdown, not HTML: `finalize` escapes instead
        loader=jinja2.PackageLoader("kocbook.report"),
        finalize=escape_markdown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
