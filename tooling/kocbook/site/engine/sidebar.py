"""What a page shows of the navigation: as much in a community of ten thousand modules as in one of ten.

Material's `navigation.prune` leaves out what stands below closed sections, and still lists every
handbook and every module beside the page. Here a page gets a navigation of its own: what stands
around it, a bounded number of it, and a link to where all of it is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kocbook.base.texts import Texts
from kocbook.site.outline.outline import SHELF_URL

REACH = 8
"""So many neighbours are listed before a page, and so many after it."""


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A section: closed, with the page that it leads to, or open, with what is shown of it."""

    title: str
    children: tuple[Any, ...]
    active: bool


@dataclass(frozen=True, slots=True, eq=False)
class More:
    """The link that ends a list of which not all is shown, to where all of it is."""

    title: str
    url: str
    children: None = None
    active: bool = False


@dataclass(frozen=True, slots=True)
class Sidebar:
    """A navigation as templates ask for it: `items` as one page shows them."""

    items: tuple[Any, ...]
    homepage: Page | None
    pages: Sequence[Page]


def find_sidebars(nav: Navigation, config: MkDocsConfig) -> Sidebars | None:
    """Return what pages show of `nav`; None where they show it as the theme does.

    That is so without the plugin `kocbook-pages`, and where settings open sections.
    """
    features, texts = config.theme.get("features") or (), config.extra.get("t")
    is_closed = "navigation.prune" in features and "navigation.sections" not in features
    return Sidebars(nav, texts) if is_closed and isinstance(texts, Texts) else None


class Sidebars:
    """The navigation of one build, as each of its pages shows it."""

    def __init__(self, nav: Navigation, texts: Texts) -> None:
        self.nav = nav
        self.texts = texts
        # What is made here lives as long as the build: others remember it by its identity.
        self.closed: dict[int, Branch] = {}
        self.more: dict[int, More] = {}

    def of(self, page: Page) -> Sidebar:
        """Return what `page` shows."""
        way = [*list(page.ancestors)[::-1], page]
        items = tuple(self._open(item, way) for item in self.nav.items)
        return Sidebar(items, self.nav.homepage, self.nav.pages)

    def _open(self, item: Any, way: Sequence[Any]) -> Any:
        """Return an item as it stands beside or above the page at the end of `way`."""
        if not item.children:
            return item
        if item is not way[0]:
            return self._close(item)
        first, *rest = item.children
        place = next((n for n, child in enumerate(rest) if child is way[1]), 0)
        shown = _around(rest, place, 0 if _is_shelf(first) else REACH)
        children = [self._open(child, way[1:]) for child in (first, *shown)]
        if len(shown) < len(rest) and not _is_shelf(first):
            children.append(self._more(item))
        return Branch(item.title, tuple(children), active=True)

    def _close(self, section: Any) -> Branch:
        """Return a closed section; the same one for all pages."""
        found = self.closed.get(id(section))
        if found is None:
            branch = Branch(section.title, (_first_page(section),), active=False)
            found = self.closed[id(section)] = branch
        return found

    def _more(self, section: Any) -> More:
        """Return the link to where everything in `section` is listed: the handbook's cover."""
        found = self.more.get(id(section))
        if found is None:
            title = self.texts("site.nav.all", n=len(section.children))
            found = self.more[id(section)] = More(title, self._cover(section).url)
        return found

    def _cover(self, section: Any) -> Any:
        """Return the first page of the outermost section around this one, the shelf left out."""
        above = section.parent
        if above is None or _is_shelf(above.children[0]):
            return _first_page(section)
        return self._cover(above)


def _around(items: Sequence[Any], place: int, reach: int) -> Sequence[Any]:
    """Return up to `2 * reach + 1` items, with that at `place` as near to their middle as may be."""
    width = 2 * reach + 1
    start = max(0, min(place - reach, len(items) - width))
    return items[start : start + width]


def _is_shelf(item: Any) -> bool:
    """True for the page that lists all handbooks: beside it a page shows its own handbook alone."""
    return getattr(item, "url", None) == SHELF_URL


def _first_page(item: Any) -> Any:
    while item.children:
        item = item.children[0]
    return item
