"""The whole outline: the pages of a site, with the further sheets of its long lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from kocbook.site.outline.outline import (
    Outline,
    PageKind,
    PageRef,
    credits_url,
    make_outline,
    sort_handbooks,
)
from kocbook.site.outline.pagination import sheet_url
from kocbook.site.views.board import count_board
from kocbook.site.views.context import SiteContext
from kocbook.site.views.cover import count_cover
from kocbook.site.views.credits import count_credits, splits_credits
from kocbook.site.views.responses import count_responses
from kocbook.site.views.roster import count_profile, count_roster
from kocbook.site.views.shelf import count_shelf
from kocbook.site.views.tags import count_tag, list_long_tags, tag_url

_COUNTS: Mapping[PageKind, Callable[[SiteContext, str], int]] = MappingProxyType(
    {
        PageKind.BOARD: lambda context, _: count_board(context),
        PageKind.COVER: lambda context, subject: count_cover(
            context, context.community.handbooks[subject]
        ),
        PageKind.HANDBOOK_CREDITS: count_credits,
        PageKind.MODULE: lambda context, key: count_responses(context, context.facts[key]),
        PageKind.BRIEF: lambda context, key: count_responses(context, context.facts[key]),
        PageKind.PROFILE: count_profile,
        PageKind.ROSTER: lambda context, _: count_roster(context),
        PageKind.SHELF: lambda context, _: count_shelf(context),
        PageKind.TAG: count_tag,
    }
)
"""How many sheets a list has, by its kind; asked with the list's subject."""


_WITH_RESPONSES = frozenset({PageKind.MODULE, PageKind.BRIEF})
"""Pages whose further sheets hold what an activity collected, and no text."""


def whole_outline(context: SiteContext) -> Outline:
    """Return the outline in the reader's language; nothing in the navigation leads to what is added."""
    outline = make_outline(context.community, context.facts, context.texts)
    pages = (*outline.pages, *_handbook_credits(context), *_long_tags(context))
    sheets = tuple(sheet for page in pages for sheet in _iter_sheets(context, page))
    return Outline(sheets, outline.nav)


def _handbook_credits(context: SiteContext) -> Iterator[PageRef]:
    if splits_credits(context):
        for name in sort_handbooks(context.community):
            about = context.book_title(name)[0]
            title = context.texts("site.credits.of", title=about)
            yield PageRef(PageKind.HANDBOOK_CREDITS, credits_url(name), title, name)


def _long_tags(context: SiteContext) -> Iterator[PageRef]:
    for tag in list_long_tags(context):
        yield PageRef(PageKind.TAG, tag_url(tag), tag, tag)


def _iter_sheets(context: SiteContext, page: PageRef) -> Iterator[PageRef]:
    yield page
    count = _COUNTS.get(page.kind)
    for number in range(2, count(context, page.subject) + 1 if count else 1):
        title = context.texts("site.sheets.title", title=page.title, n=number)
        kind = PageKind.RESPONSES if page.kind in _WITH_RESPONSES else page.kind
        url = sheet_url(page.url, number)
        yield replace(page, kind=kind, url=url, title=title, sheet=number, short="")
