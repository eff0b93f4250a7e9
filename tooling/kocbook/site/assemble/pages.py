"""From an outline to files: each page's view, front matter and Markdown, the tables, the media."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from kocbook.insight.summary import summary_in
from kocbook.insight.translations import find_translation
from kocbook.model.community import Module
from kocbook.site.assemble.calendar_feed import make_calendar_feed
from kocbook.site.assemble.feed import ADDRESS as FEED
from kocbook.site.assemble.feed import make_feeds
from kocbook.site.assemble.for_machines import LLMS, ROBOTS, make_llms, make_robots
from kocbook.site.assemble.listing import whole_outline
from kocbook.site.assemble.public_data import public_tables
from kocbook.site.assemble.render_cache import KnownPages
from kocbook.site.files.writer import Files, Folder, Kept, Media
from kocbook.site.outline.addresses import relative_url
from kocbook.site.outline.outline import (
    NavEntry,
    NavSection,
    Outline,
    PageKind,
    PageRef,
    cover_url,
    module_url,
)
from kocbook.site.outline.shard import Shard
from kocbook.site.pictures.store import PictureShelf
from kocbook.site.templates.render import render_moved, render_page
from kocbook.site.views.board import make_board_view
from kocbook.site.views.brief import make_brief_view
from kocbook.site.views.calendar import make_calendar_view
from kocbook.site.views.charts import ChartLibrary
from kocbook.site.views.context import SiteContext
from kocbook.site.views.cover import CoverArt, make_cover_view
from kocbook.site.views.credits import make_credits_view, make_handbook_credits_view
from kocbook.site.views.desk import make_desk_view
from kocbook.site.views.equipment import make_equipment_view
from kocbook.site.views.events import make_event_view, make_events_view
from kocbook.site.views.glossary import make_glossary_view
from kocbook.site.views.guides import make_attribution_view, make_contribute_view, make_guide_view
from kocbook.site.views.held import make_held_view
from kocbook.site.views.home import make_home_view
from kocbook.site.views.library import make_library_view
from kocbook.site.views.module import make_module_view
from kocbook.site.views.offers import make_offers_view
from kocbook.site.views.proposals import make_proposals_view
from kocbook.site.views.responses import make_responses_page
from kocbook.site.views.roster import make_profile_view, make_roster_view
from kocbook.site.views.share import EVERYWHERE
from kocbook.site.views.shelf import make_shelf_view
from kocbook.site.views.skills import make_skills_view
from kocbook.site.views.structured_data import cover_data, module_data, script_json, site_address
from kocbook.site.views.tags import make_tag_view, make_tags_view

_WITHOUT_SIDEBARS = frozenset(PageKind) - {PageKind.MODULE}
_WITHOUT_TREE = _WITHOUT_SIDEBARS - {PageKind.BRIEF, PageKind.COVER}
_FOUND_BY_TITLE = frozenset(
    {PageKind.HOME, PageKind.BOARD, PageKind.CREDITS, PageKind.ROSTER, PageKind.LIBRARY}
    | {PageKind.TAGS, PageKind.TAG, PageKind.SHELF, PageKind.HANDBOOK_CREDITS}
    | {PageKind.EVENTS, PageKind.CALENDAR}
)
"""Lists of what stands elsewhere: search knows them by their titles alone."""
NO_SHARES: Mapping[str, str] = MappingProxyType({})
MAX_DESCRIPTION = 150
MOVED_SCRIPT = "assets/moved.js"
"""What takes an anchor along from an old address."""


def make_files(
    context: SiteContext,
    arts: Mapping[str, CoverArt],
    charts: ChartLibrary | None = None,
    shelf: PictureShelf | None = None,
    shard: Shard | None = None,
    known: KnownPages | None = None,
) -> tuple[Folder, Outline]:
    """Return the files of one language's folder, all or those of a shard, and its outline.

    A page that is `known` to be in its place is not rendered again.
    """
    shelf = shelf or PictureShelf()
    outline = whole_outline(context)
    is_first = context.language == context.community.settings.languages[0]
    pages = [page for page in outline.pages if shard is None or shard.holds(page)]
    files: Folder = {
        page.source: make_page(context, page, arts, charts, shelf, known) for page in pages
    }
    files.update(iter_media(context, arts, shard))
    files.update(_iter_moved(context, pages))
    if is_first:
        files.update(_iter_taken_in(context, pages, files))
    if shard is None or shard.is_shared:
        files |= _make_common(context, charts if is_first else None)
    if is_first:
        files |= {address: Media(str(path)) for address, path in shelf.files.items()}
    return dict(sorted(files.items())), outline


def make_page(
    context: SiteContext,
    page: PageRef,
    arts: Mapping[str, CoverArt],
    charts: ChartLibrary | None,
    shelf: PictureShelf,
    known: KnownPages | None = None,
) -> bytes | Kept:
    """Return the Markdown of a page, unless it is `known` to be in its place."""
    shares = shelf.shares
    if known:
        if known.holds(page):
            return Kept()
        context, arts, shares = known.begin(), known.lend("arts"), known.lend("shares")
    view = make_view(context, page, arts)
    front = front_matter(context, page, shares)
    if known and known.is_same(page, page.url, view, front):
        return Kept()
    is_first = context.language == context.community.settings.languages[0]
    root = "" if is_first else "../"
    address = charts.address if charts else None
    glossary = context.community.settings.glossary
    return render_page(
        page,
        view,
        front,
        context.texts,
        root,
        address,
        shelf.pictures,
        glossary=glossary,
        tag_names=context.community.settings.tag_names.get(context.language, {}),
    )


def _make_common(context: SiteContext, charts: ChartLibrary | None) -> Files:
    """Return what stands beside the pages; of the first language, the tables and `charts` too."""
    files: Files = {**make_feeds(context), **make_calendar_feed(context)}
    if context.language == context.community.settings.languages[0]:
        files |= {ROBOTS: make_robots(context), LLMS: make_llms(context)}
        files.update(public_tables(context))
    if charts:
        files[charts.address] = Media(str(charts.path))
    return files


def list_elsewhere(
    context: SiteContext, outline: Outline, arts: Mapping[str, CoverArt], shard: Shard
) -> list[str]:
    """List the sources of the pages and media that other parts hold: links lead there."""
    pages = [page.source for page in outline.pages if not shard.holds(page)]
    own = {address for address, _ in iter_media(context, arts, shard)}
    return pages + sorted({address for address, _ in iter_media(context, arts)} - own)


def _iter_moved(context: SiteContext, pages: Iterable[PageRef]) -> Iterator[tuple[str, bytes]]:
    """Yield a page for each earlier address of a module or a handbook that has a page now."""
    for page in pages:
        for old in _old_addresses(context, page):
            way, address = relative_url(page.url, old), site_address(context, page.url)
            script = relative_url(MOVED_SCRIPT, old)
            moved = render_moved(way, address, page.title, context.texts, script)
            yield f"{old}index.html", moved


def _old_addresses(context: SiteContext, page: PageRef) -> Iterator[str]:
    """Yield where a page stood before; a module also stood in its handbook under earlier ids."""
    books = context.community.handbooks
    if page.kind is PageKind.COVER and page.sheet == 1:
        yield from map(cover_url, books[page.subject].formerly)
    module = context.community.modules.get(page.subject)
    if module is None or page.sheet > 1:
        return
    book = books.get(module.handbook)
    inside = [f"{old}/{module.id}" for old in book.formerly] if book else []
    yield from map(module_url, dict.fromkeys([*module.brief.formerly, *inside]))


def _iter_taken_in(
    context: SiteContext, pages: Iterable[PageRef], files: Mapping[str, object]
) -> Iterator[tuple[str, bytes]]:
    """Yield a page for each address that a text had on another site; pages of ours stay."""
    names = {str(PurePosixPath(name).with_suffix("")).casefold() for name in files}
    for page in pages:
        module = context.community.modules.get(page.subject)
        source = module.brief.inherited if module else None
        for old in source.addresses if source else ():
            name = f"{old}index.html" if old.endswith("/") else old
            stem = name.casefold().removesuffix(".html")
            if not name.endswith(".html") or stem in names or f"{stem}/index" in names:
                continue
            names.add(stem)
            way, address = relative_url(page.url, old), site_address(context, page.url)
            script = relative_url(MOVED_SCRIPT, old)
            yield name, render_moved(way, address, page.title, context.texts, script)


def make_view(context: SiteContext, page: PageRef, arts: Mapping[str, CoverArt]) -> object:
    """Return what stands on a page."""
    community = context.community
    match page.kind:
        case PageKind.HOME:
            return make_home_view(context, arts)
        case PageKind.COVER:
            handbook = community.handbooks[page.subject]
            return make_cover_view(context, handbook, arts.get(handbook.id), page.sheet)
        case PageKind.MODULE:
            return make_module_view(context, context.facts[page.subject])
        case PageKind.BRIEF:
            return make_brief_view(context, context.facts[page.subject])
        case PageKind.RESPONSES:
            return make_responses_page(context, context.facts[page.subject], page.sheet)
        case PageKind.BOARD:
            return make_board_view(context, page.sheet)
        case PageKind.CALENDAR:
            return make_calendar_view(context)
        case PageKind.PROPOSALS:
            return make_proposals_view(context)
        case PageKind.ROSTER:
            return make_roster_view(context, page.sheet)
        case PageKind.PROFILE:
            return make_profile_view(context, community.members[page.subject], page.sheet)
        case PageKind.SKILLS:
            return make_skills_view(context)
        case PageKind.CREDITS:
            return make_credits_view(context)
        case PageKind.HANDBOOK_CREDITS:
            return make_handbook_credits_view(context, page.subject, page.sheet)
        case PageKind.CONTRIBUTE:
            return make_contribute_view(context)
        case PageKind.GUIDE:
            return make_guide_view(page.subject)
        case PageKind.ATTRIBUTION:
            return make_attribution_view(context)
        case PageKind.DESK:
            return make_desk_view(context)
        case PageKind.LIBRARY:
            return make_library_view(context)
        case PageKind.TAGS:
            return make_tags_view(context)
        case PageKind.TAG:
            return make_tag_view(context, page.subject, page.sheet)
        case PageKind.GLOSSARY:
            return make_glossary_view(context)
        case PageKind.OFFERS:
            return make_offers_view(context)
        case PageKind.HELD:
            return make_held_view(context, page)
        case PageKind.EVENTS:
            return make_events_view(context)
        case PageKind.EVENT:
            return make_event_view(context, community.events[page.subject])
        case PageKind.EQUIPMENT:
            return make_equipment_view(context)
        case PageKind.SHELF:
            return make_shelf_view(context, page.sheet)


def front_matter(
    context: SiteContext, page: PageRef, shares: Mapping[str, str] = NO_SHARES
) -> dict[str, Any]:
    """Return a page's front matter. The theme prints title and description as they are: escaped."""
    hidden = ["toc"] if page.kind in _WITHOUT_SIDEBARS else []
    if page.kind in _WITHOUT_TREE:
        hidden.append("navigation")
    if page.kind not in (PageKind.MODULE, PageKind.BRIEF, PageKind.COVER):
        hidden.append("footer")
    values: dict[str, Any] = {
        "title": html.escape(page.title),
        "description": html.escape(_describe(context, page)),
        "kind": page.kind.value,
        "hide": hidden,
    }
    if page.kind in _FOUND_BY_TITLE:
        values["search"] = {"title_only": True}
    if page.kind is PageKind.GLOSSARY:
        values["same"] = [list(term.spellings) for term in context.community.settings.glossary]
    image = shares.get(page.url) or shares.get(EVERYWHERE)
    if image:
        values["image"] = image
    if page.sheet > 1 and page.kind is not PageKind.RESPONSES:
        values["search"] = {"exclude": True}  # what stands on it has pages of its own
    data: dict[str, Any] = {}
    if page.kind in (PageKind.DESK, PageKind.HELD):
        values["search"] = {"exclude": True}
        values["robots"] = "noindex"
    if page.kind is PageKind.MODULE:
        facts = context.facts[page.subject]
        values["tongues"] = list_tongues(context, facts.module)
        values["form"] = facts.module.brief.form.value
        data = module_data(context, facts)
    if page.kind is PageKind.COVER and page.sheet == 1:
        handbook = context.community.handbooks[page.subject]
        data = cover_data(context, handbook)
        values["feed"] = cover_url(handbook.id) + FEED
    if data:
        root = context.community.settings.site.url.rstrip("/")
        values["data"] = script_json(data | ({"image": f"{root}/{image}"} if image else {}))
    return values


def list_tongues(context: SiteContext, module: Module) -> list[str]:
    """List the languages in which readers find a module's text: its own and its translations'."""
    languages = context.community.settings.languages
    if module.text is None:
        return list(languages)  # what stands on it is ours, and written in all of them
    own = module.brief.language
    return [one for one in languages if one == own or find_translation(module, one)]


def site_settings(
    context: SiteContext, outline: Outline, shard: Shard | None, elsewhere: list[str]
) -> bytes:
    """Return what the build must know of the community: names, addresses, the navigation.

    Pages `elsewhere` are not read, so that the navigation says their titles.
    """
    settings = context.community.settings
    first = settings.languages[0]
    unread = frozenset(elsewhere)
    values: dict[str, Any] = {
        "site_name": html.escape(context.say(settings.name)),
        "site_url": settings.site.url.rstrip("/")
        + ("/" if context.language == first else f"/{context.language}/"),
        "root": settings.site.url.rstrip("/") + "/",
        "site_description": html.escape(context.say(settings.intro)),
        "has_glossary": bool(settings.glossary),
        "notice": html.escape(context.say(settings.notice)) if settings.notice else "",
        "repository": html.escape(settings.site.repository),
        "language": context.language,
        "languages": list(settings.languages),
        "nav": [_nav_entry(entry, unread) for entry in outline.nav],
    }
    if shard is not None:
        tongues = {
            page.source: list_tongues(context, context.facts[page.subject].module)
            for page in outline.pages
            if page.kind is PageKind.MODULE and page.source in unread
        }
        values["part"] = {"is_shared": shard.is_shared, "elsewhere": elsewhere, "tongues": tongues}
    return (json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _nav_entry(entry: NavEntry, unread: frozenset[str]) -> str | dict[str, Any]:
    """Write the navigation as MkDocs reads it; pages bring their own titles, if they are read."""
    if isinstance(entry, NavSection):
        return {html.escape(entry.title): [_nav_entry(one, unread) for one in entry.entries]}
    title = entry.short or (entry.title if entry.source in unread else "")
    return {html.escape(title): entry.source} if title else entry.source


def _describe(context: SiteContext, page: PageRef) -> str:
    community = context.community
    match page.kind:
        case PageKind.COVER:
            text = context.book_summary(page.subject)[0]
        case PageKind.MODULE | PageKind.BRIEF | PageKind.RESPONSES:
            text = summary_in(community.modules[page.subject], context.language)[0]
        case PageKind.PROFILE:
            text = community.members[page.subject].intro or page.title
        case PageKind.GUIDE:
            text = context.texts(f"site.guides.{page.subject}.description")
        case PageKind.HOME:
            text = context.say(community.settings.intro)
        case PageKind.HELD:
            text = context.texts("site.held.lead")
        case PageKind.EVENT:
            text = community.events[page.subject].plan.summary
        case _:
            text = context.texts(f"site.{page.url.partition('/')[0]}.description")
    text = " ".join(text.split())
    return text if len(text) <= MAX_DESCRIPTION else text[: MAX_DESCRIPTION - 1] + "…"


def iter_media(
    context: SiteContext, arts: Mapping[str, CoverArt], shard: Shard | None = None
) -> Iterator[tuple[str, Media]]:
    """Yield the files that finished modules show, and pictures that people sent."""
    for key, facts in context.facts.items():
        content = facts.module.content
        if content is None or (shard is not None and not shard.holds_media(key)):
            continue
        shown = set(content.media) if facts.state.is_on_site else _sent(context, key)
        for name in sorted(shown & set(content.media)):
            if content.media[name].kind:
                yield f"{key}/{name}", Media(content.media[name].path)
    for handbook, art in arts.items():
        if shard is not None and not shard.holds_media(handbook):
            continue
        yield f"{handbook}/{art.file}", Media(f"content/{handbook}/{art.file}")


def _sent(context: SiteContext, key: str) -> set[str]:
    facts = context.facts[key]
    if not (facts.state.is_claimable or facts.state.has_ended):
        return set()
    responses = facts.module.responses.values()
    sent = {name for response in responses for name in response.media}
    return sent | {option.picture for option in facts.module.brief.options if option.picture}
