"""The notice that stands in for a page that is held back."""

from __future__ import annotations

from dataclasses import dataclass

from kocbook.site.outline.outline import PageRef, cover_url
from kocbook.site.views.context import SiteContext


@dataclass(frozen=True, slots=True)
class HeldView:
    """What stands where a page should: its title, where it may be shown, and where to read on."""

    title: str
    is_named: bool
    handbook: str | None
    handbook_url: str | None


def make_held_view(context: SiteContext, page: PageRef) -> HeldView:
    """Return the notice for a page; of a module, its handbook is where to read on."""
    community, held = context.community, context.community.held
    pages = (held.modules, held.handbooks, held.members)
    found = next(one[page.subject] for one in pages if page.subject in one)
    book = community.handbooks.get(page.subject.partition("/")[0]) if "/" in page.subject else None
    if book is None or book.id in held.handbooks:
        return HeldView(page.title, found.is_named, None, None)
    return HeldView(page.title, found.is_named, book.title, cover_url(book.id))
