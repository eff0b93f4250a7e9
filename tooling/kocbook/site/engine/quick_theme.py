"""What says the same on page after page is worked out once: words, addresses, lines of the sidebar.

By loaders, filters and globals, as Jinja offers them, and for Material's own templates alone: where a
community has templates of its own, all of them are taken as they are.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context

_WORDS = "partials/language.html"
_ITEM = "partials/nav-item.html"
_MACRO = "{% macro render(nav_item, path, level, parent) %}"
_LINES = (
    _MACRO + "{% if nav_item.children or nav_item.active or nav_item == page %}"
    "{{ render_whole(nav_item, path, level, parent) }}"
    "{% else %}{{ kocbook_line(render_whole, nav_item, path, level) }}{% endif %}"
    "{% endmacro %}{% macro render_whole(nav_item, path, level, parent) %}"
)


class QuickLoader(FileSystemLoader):
    """Loads the theme's templates, two of them so that they ask what was worked out before."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source as Jinja asks for it."""
        source, path, is_fresh = super().get_source(environment, template)
        if template == _WORDS:
            source = "{% set t = kocbook_words %}"
        elif template == _ITEM and source.count(_MACRO) == 1:
            source = source.replace(_MACRO, _LINES)
        return source, path, is_fresh


def hasten(environment: Environment, settings: Mapping[str, Any]) -> None:
    """Give an environment the words, addresses and lines that `QuickLoader` lets templates ask for.

    `settings` are what templates know as `config`.
    """
    plain = environment.overlay(loader=FileSystemLoader(environment.loader.searchpath))  # type: ignore[union-attr]
    words = plain.get_template(_WORDS).make_module({"config": settings})
    environment.globals["kocbook_words"] = functools.cache(words.t)  # type: ignore[attr-defined]
    addresses = RelativeAddresses(environment.filters["url"])
    environment.filters["url"] = addresses.filter
    environment.globals["kocbook_line"] = SidebarLines(addresses.filter).write


class RelativeAddresses:
    """The filter `url` of MkDocs: from pages as deep, most addresses are written the same."""

    def __init__(self, find: Callable[..., str]) -> None:
        self.known: dict[tuple[str, int], str] = {}

        @pass_context
        def relative(context: Context, value: object) -> str:
            address, page = str(value), context["page"]
            here = page.url if page else "?"
            if not _goes_straight_up(address, here):
                return find(context, value)
            key = (address, here.count("/"))
            found = self.known.get(key)
            if found is None:
                found = self.known[key] = find(context, value)
            return found

        self.filter = relative


def _goes_straight_up(address: str, here: str) -> bool:
    """Say whether an address is written up to the root from `here`, and down again from there."""
    if here and not here.endswith("/"):
        return False
    if address == ".":
        return True
    top = address.partition("/")[0]
    return top not in ("", ".", "..", here.partition("/")[0]) and "/." not in address


class SidebarLines:
    """The lines of pages in the sidebar: alike on every page that lists them, but for the address."""

    def __init__(self, find: Callable[..., str]) -> None:
        self.find = find
        self.known: dict[int, tuple[str, str]] = {}

        @pass_context
        def write(
            context: Context, render: Callable[..., str], item: Any, path: str, level: int
        ) -> str:
            address = f'href="{self.find(context, item.url)}"'
            known = self.known.get(id(item))  # the navigation lives as long as the build
            if known is None:
                before, found, after = render(item, path, level).partition(address)
                if not found:
                    return before
                known = self.known[id(item)] = (before, after)
            return f"{known[0]}{address}{known[1]}"

        self.write = write
