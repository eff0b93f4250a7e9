"""Menus in another language: titles of contributed pages say that they are Chinese on English pages."""

from __future__ import annotations

import re

_HAN = "[\\u3400-\\u9fff]"
_TITLE = re.compile(
    r'(<(?:span|div) class="md-ellipsis"|<a [^<>]*class="md-tabs__link"|<label class="md-nav__title"[^<>]*)'
    rf'(>(?:\s*<span class="md-nav__icon md-icon"></span>)?[^<]*{_HAN})'
)
"""An element of the theme that holds nothing but a title."""


def mark_titles(html: str) -> str:
    """Give each title in the theme's menus that is in Chinese its language."""
    return _TITLE.sub(r'\1 lang="zh"\2', html)
