"""The whole outline: the pages of a site, with the further sheets of its long lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from kocbook.site.context import SiteContext
from kocbook.site.outline import (
    Outline,
    PageKind,
    PageRef,
    credits_url,
    make_outline,
    sort_handbooks,
)
from kocbook.site.sheets import sheet_url
from kocbook.site.views.cover import count_cover
from kocbook.site.views.credits import count_credits, splits_credits
from kocbook.site.views.roster import count_roster
from kocbook.site.views.shelf import count_shelf

_COUNTS: Mapping[PageKind, Callable[[SiteContext, str], int]] = MappingProxyType(
    {
        PageKind.COVER: lambda context, subject: count_cover(
            context, context.community.handbooks[subject]
        ),
        PageKind.HANDBOOK_CREDITS: count_credits,
        PageKind.ROSTER: lambda context, _: count_roster(context),
        PageKind.SHELF: lambda context, _: count_shelf(context),
    }
)
"""How many sheets a list has, by its kind; asked with the list's subject."""


def whole_outline(context: SiteContext) -> Outline:
    """Return the outline in the reader's language; nothing in the navigation leads to what is added."""
    outline = make_outline(context.community, context.facts, context.texts)
    pages = (*outline.pages, *_handbook_credits(context))
    sheets = tuple(sheet for page in pages for sheet in _iter_sheets(context, page))
    return Outline(sheets, outline.nav)


def _handbook_credits(context: SiteContext) -> Iterator[PageRef]:
    if splits_credits(context):
        for name in sort_handbooks(context.community):
            about = context.community.handbooks[name].title
            title = context.texts("site.credits.of", title=about)
            yield PageRef(PageKind.HANDBOOK_CREDITS, credits_url(name), title, name)


def _iter_sheets(context: SiteContext, page: PageRef) -> Iterator[PageRef]:
    yield page
    count = _COUNTS.get(page.kind)
    for number in range(2, count(context, page.subject) + 1 if count else 1):
        title = context.texts("site.sheets.title", title=page.title, n=number)
        yield replace(page, url=sheet_url(page.url, number), title=title, sheet=number, short="")
