"""All handbooks (全部手册), where there are more than have a tab each."""

from __future__ import annotations

from dataclasses import dataclass

from kocbook.site.outline.outline import SHELF_URL, cover_url, sort_handbooks
from kocbook.site.outline.pagination import Sheets, cut, show_sheets
from kocbook.site.views.context import SiteContext


@dataclass(frozen=True, slots=True)
class Volume:
    """A handbook in a list; `finished` counts the modules that readers find in it."""

    url: str
    title: str
    language: str
    summary: str
    finished: int
    is_archived: bool


@dataclass(frozen=True, slots=True)
class ShelfView:
    """A sheet of the list; `total` counts all handbooks."""

    volumes: tuple[Volume, ...]
    total: int
    sheets: Sheets | None


def count_shelf(context: SiteContext) -> int:
    """Return how many sheets the list has."""
    return len(cut([("", sort_handbooks(context.community))]))


def make_shelf_view(context: SiteContext, number: int) -> ShelfView:
    """Return a sheet of the list."""
    names = sort_handbooks(context.community)
    pieces = [piece for sheet in cut([("", names)]) for _, piece in sheet]
    titles = [context.book_title(piece[0])[0] for piece in pieces]
    volumes = tuple(_volume(context, name) for name in pieces[number - 1])
    return ShelfView(volumes, len(names), show_sheets(SHELF_URL, number, titles))


def _volume(context: SiteContext, name: str) -> Volume:
    handbook = context.community.handbooks[name]
    modules = context.facts_of(name)
    return Volume(
        cover_url(name),
        *context.book_title(name),
        context.book_summary(name)[0],
        sum(facts.state.is_on_site for facts in modules),
        handbook.archived is not None and handbook.archived <= context.as_of,
    )
