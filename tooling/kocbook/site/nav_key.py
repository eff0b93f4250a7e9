"""What a page shows of the navigation, as a fingerprint: a new title elsewhere leaves it alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kocbook.base.tool_key import digest
from kocbook.site.build_key import describe


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of the navigation: its fingerprint, and at which place each item stands."""

    key: str
    places: Mapping[int, int]


class NavKeys:
    """Fingerprints of the navigation as each page shows it, by Material's rules (9.x, nav-item.html).

    With `navigation.prune` a page shows what stands beside it and beside everything above it; of
    other branches, their titles and their first pages. Where the rules are not these, for lack of
    that feature or by templates of a community's own, every page is taken to show everything.
    """

    def __init__(self, nav: Navigation, config: MkDocsConfig) -> None:
        features = config.theme.get("features") or ()
        self.nav = nav
        self.is_pruned = "navigation.prune" in features and not config.theme.custom_dir
        self.has_tabs = "navigation.tabs" in features
        self.lines: dict[int, str] = {}
        self.branches: dict[tuple[int, int, bool], str] = {}
        self.levels: dict[int, _Level] = {}
        self.whole = "" if self.is_pruned else self._describe_all()

    def key(self, page: Page) -> str:
        """Return the fingerprint of what `page` shows of the navigation."""
        if not self.is_pruned:
            return self.whole
        beside = (self.nav.homepage, page.previous_page, page.next_page)
        parts = [self._line(item) if item else "-" for item in beside]
        above: Any = None
        ancestors = list(page.ancestors)
        for depth, section in enumerate(ancestors[::-1]):
            level = self._level(above, depth)
            parts += [level.key, str(level.places.get(id(section)))]
            above = section
        return digest(*parts, self._level(above, len(ancestors)).key)

    def _level(self, above: Any, depth: int) -> _Level:
        """Describe what stands directly in a section, or at the top: the same for all pages there."""
        found = self.levels.get(id(above))
        if found is None:
            items = self.nav.items if above is None else above.children
            lines = [self._branch(item, depth + 1, above is not None) for item in items]
            places = {id(item): place for place, item in enumerate(items)}
            found = self.levels[id(above)] = _Level(digest(*lines), places)
        return found

    def _branch(self, item: Any, level: int, is_within: bool) -> str:
        """Describe a branch that the page is not in."""
        place = (id(item), level, is_within)
        found = self.branches.get(place)
        if found is None:
            found = self.branches[place] = self._describe_branch(item, level, is_within)
        return found

    def _describe_branch(self, item: Any, level: int, is_within: bool) -> str:
        if not item.children:
            return self._line(item)
        # The theme opens what it sets as a heading: the first level, or below a tab the second.
        is_open = level == 2 and is_within if self.has_tabs else level <= 2
        if not is_open:
            return f"{self._line(item)}[{self._line(_first_page(item))}]"
        inside = "".join(self._branch(child, level + 1, False) for child in item.children)
        return f"{self._line(item)}({inside})"

    def _line(self, item: Any) -> str:
        line = self.lines.get(id(item))
        if line is None:
            meta = describe(dict(getattr(item, "meta", None) or {}))
            about = [item.title, getattr(item, "url", None), meta, getattr(item, "is_index", None)]
            line = self.lines[id(item)] = json.dumps(about, sort_keys=True, ensure_ascii=False)
        return line

    def _describe_all(self) -> str:
        def walk(items: Iterable[Any]) -> str:
            return "".join(f"{self._line(item)}({walk(item.children or ())})" for item in items)

        return digest(walk(self.nav.items), *(page.url for page in self.nav.pages))


def _first_page(item: Any) -> Any:
    while item.children:
        item = item.children[0]
    return item
