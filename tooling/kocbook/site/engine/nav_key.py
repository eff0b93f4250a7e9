"""What a page shows of the navigation, as a fingerprint: a new title elsewhere leaves it alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kocbook.base.tool_key import digest
from kocbook.site.engine.sidebar import find_sidebars

_SHOW_MORE = frozenset({"navigation.path", "navigation.indexes"})
"""Features by which the theme shows more of a section than its title and where it leads."""


class NavKeys:
    """Fingerprints of the navigation as each page shows it: of its sidebar, its tabs, its neighbours.

    Where templates may ask for more, for a feature that shows more or by a community's own
    templates, every page is taken to show everything.
    """

    def __init__(self, nav: Navigation, config: MkDocsConfig, fronts: Mapping[str, str]) -> None:
        """`fronts` holds the front matter of every page by its path, as it is written."""
        features = set(config.theme.get("features") or ())
        self.nav = nav
        self.fronts = fronts
        self.sidebars = find_sidebars(nav, config)
        self.lines: dict[int, str] = {}
        self.closed: dict[int, str] = {}
        has_more = bool(features & _SHOW_MORE or config.theme.custom_dir)
        self.whole = self._describe_all() if has_more or not self.sidebars else ""

    def key(self, page: Page) -> str:
        """Return the fingerprint of what `page` shows of the navigation."""
        if self.whole or self.sidebars is None:
            return self.whole
        beside = (self.nav.homepage, page.previous_page, page.next_page)
        around = [self._line(item) if item else "-" for item in beside]
        return digest(*around, *map(self._describe, self.sidebars.of(page).items))

    def _describe(self, item: Any) -> str:
        if not item.children:
            return self._line(item)
        if item.active:
            inside = "".join(self._describe(child) for child in item.children)
            return f"{item.title}({inside})"
        found = self.closed.get(id(item))
        if found is None:  # the theme prints the address of its first page, and not its title
            found = self.closed[id(item)] = f"{item.title}[{item.children[0].url}]"
        return found

    def _line(self, item: Any) -> str:
        line = self.lines.get(id(item))
        if line is None:
            file = getattr(item, "file", None)
            front = self.fronts.get(file.src_uri, "") if file else ""
            about = [item.title, getattr(item, "url", None), front]
            line = self.lines[id(item)] = json.dumps(about, sort_keys=True, ensure_ascii=False)
        return line

    def _describe_all(self) -> str:
        def walk(items: Iterable[Any]) -> str:
            return "".join(f"{self._line(item)}({walk(item.children or ())})" for item in items)

        return digest(walk(self.nav.items), *(page.url for page in self.nav.pages))
