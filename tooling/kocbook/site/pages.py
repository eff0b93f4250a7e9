"""From an outline to files: each page's view, front matter and Markdown, the tables, the media."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from kocbook.site.charts import ChartLibrary
from kocbook.site.context import SiteContext
from kocbook.site.feed import ADDRESS as FEED
from kocbook.site.feed import make_feed
from kocbook.site.outline import NavEntry, Outline, PageKind, PageRef, make_outline, module_url
from kocbook.site.picture_store import PictureShelf
from kocbook.site.public_data import public_tables
from kocbook.site.render import relative_url, render_moved, render_page
from kocbook.site.structured_data import cover_data, module_data, script_json, site_address
from kocbook.site.views.board import make_board_view
from kocbook.site.views.brief import make_brief_view
from kocbook.site.views.cover import CoverArt, make_cover_view
from kocbook.site.views.credits import make_credits_view
from kocbook.site.views.desk import make_desk_view
from kocbook.site.views.glossary import make_glossary_view
from kocbook.site.views.guides import make_attribution_view, make_contribute_view, make_guide_view
from kocbook.site.views.home import make_home_view
from kocbook.site.views.library import make_library_view
from kocbook.site.views.module import make_module_view
from kocbook.site.views.roster import make_profile_view, make_roster_view
from kocbook.site.views.share import EVERYWHERE
from kocbook.site.views.skills import make_skills_view
from kocbook.site.views.tags import make_tags_view

_WITHOUT_SIDEBARS = frozenset(PageKind) - {PageKind.MODULE}
_WITHOUT_TREE = _WITHOUT_SIDEBARS - {PageKind.BRIEF, PageKind.COVER}
_FOUND_BY_TITLE = frozenset(
    {PageKind.HOME, PageKind.BOARD, PageKind.CREDITS, PageKind.ROSTER, PageKind.LIBRARY}
    | {PageKind.TAGS}
)
"""Lists of what stands elsewhere: search knows them by their titles alone."""
NO_SHARES: Mapping[str, str] = MappingProxyType({})
MAX_DESCRIPTION = 150


@dataclass(frozen=True, slots=True)
class Media:
    """A file to be copied: where it stands in the repository, or a whole path outside of it."""

    path: str


Files = dict[str, bytes | Media]
"""What an assembled folder holds, by path: bytes to write, or media to copy."""


def make_files(
    context: SiteContext,
    arts: Mapping[str, CoverArt],
    charts: ChartLibrary | None = None,
    shelf: PictureShelf | None = None,
) -> tuple[Files, Outline]:
    """Return every file of one language's folder, and its outline."""
    shelf = shelf or PictureShelf()
    outline = make_outline(context.community, context.facts, context.texts)
    is_first = context.language == context.community.settings.languages[0]
    files: Files = {
        page.source: render_page(
            page,
            make_view(context, page, arts),
            front_matter(context, page, shelf.shares),
            context.texts,
            "" if is_first else "../",
            charts.address if charts else None,
            shelf.pictures,
        )
        for page in outline.pages
    }
    files.update(iter_media(context, arts))
    files.update(_iter_moved(context, outline))
    files[FEED] = make_feed(context)
    if is_first:
        files.update(public_tables(context))
        if charts:
            files[charts.address] = Media(str(charts.path))
        files |= {address: Media(str(path)) for address, path in shelf.files.items()}
    return dict(sorted(files.items())), outline


def _iter_moved(context: SiteContext, outline: Outline) -> Iterator[tuple[str, bytes]]:
    """Yield a page for each earlier address of a module that has a page now."""
    for page in outline.pages:
        if page.kind in (PageKind.MODULE, PageKind.BRIEF):
            for key in context.community.modules[page.subject].brief.formerly:
                old = module_url(key)
                way, address = relative_url(page.url, old), site_address(context, page.url)
                yield f"{old}index.html", render_moved(way, address, page.title, context.texts)


def make_view(context: SiteContext, page: PageRef, arts: Mapping[str, CoverArt]) -> object:
    """Return what stands on a page."""
    community = context.community
    match page.kind:
        case PageKind.HOME:
            return make_home_view(context, arts)
        case PageKind.COVER:
            handbook = community.handbooks[page.subject]
            return make_cover_view(context, handbook, arts.get(handbook.id))
        case PageKind.MODULE:
            return make_module_view(context, context.facts[page.subject])
        case PageKind.BRIEF:
            return make_brief_view(context, context.facts[page.subject])
        case PageKind.BOARD:
            return make_board_view(context)
        case PageKind.ROSTER:
            return make_roster_view(context)
        case PageKind.PROFILE:
            return make_profile_view(context, community.members[page.subject])
        case PageKind.SKILLS:
            return make_skills_view(context)
        case PageKind.CREDITS:
            return make_credits_view(context)
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
        case PageKind.GLOSSARY:
            return make_glossary_view(context)


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
    image = shares.get(page.url) or shares.get(EVERYWHERE)
    if image:
        values["image"] = image
    data: dict[str, Any] = {}
    if page.kind is PageKind.DESK:
        values["search"] = {"exclude": True}
        values["robots"] = "noindex"
    if page.kind is PageKind.MODULE:
        facts = context.facts[page.subject]
        values["form"] = facts.module.brief.form.value
        data = module_data(context, facts)
    if page.kind is PageKind.COVER:
        handbook = context.community.handbooks[page.subject]
        data = cover_data(context, handbook)
    if data:
        root = context.community.settings.site.url.rstrip("/")
        values["data"] = script_json(data | ({"image": f"{root}/{image}"} if image else {}))
    return values


def site_settings(context: SiteContext, outline: Outline) -> bytes:
    """Return what the build must know of the community: names, addresses, the navigation."""
    settings = context.community.settings
    first = settings.languages[0]
    values = {
        "site_name": html.escape(context.say(settings.name)),
        "site_url": settings.site.url.rstrip("/")
        + ("/" if context.language == first else f"/{context.language}/"),
        "root": settings.site.url.rstrip("/") + "/",
        "site_description": html.escape(context.say(settings.intro)),
        "glossary": {
            language: {
                word: term.meaning.in_language(language)
                for term in settings.glossary
                for word in term.spellings
            }
            for language in ("zh", "en")
        },
        "notice": html.escape(context.say(settings.notice)) if settings.notice else "",
        "repository": html.escape(settings.site.repository),
        "language": context.language,
        "languages": list(settings.languages),
        "nav": [_nav_entry(entry) for entry in outline.nav],
    }
    return (json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _nav_entry(entry: NavEntry) -> str | dict[str, Any]:
    """Write the navigation as MkDocs reads it; pages bring their own titles."""
    if isinstance(entry, PageRef):
        return {html.escape(entry.short): entry.source} if entry.short else entry.source
    return {html.escape(entry.title): [_nav_entry(inner) for inner in entry.entries]}


def _describe(context: SiteContext, page: PageRef) -> str:
    community = context.community
    match page.kind:
        case PageKind.COVER:
            text = community.handbooks[page.subject].summary
        case PageKind.MODULE | PageKind.BRIEF:
            text = community.modules[page.subject].brief.background
        case PageKind.PROFILE:
            text = community.members[page.subject].intro or page.title
        case PageKind.GUIDE:
            text = context.texts(f"site.guides.{page.subject}.description")
        case PageKind.HOME:
            text = context.say(community.settings.intro)
        case _:
            text = context.texts(f"site.{page.url.strip('/')}.description")
    text = " ".join(text.split())
    return text if len(text) <= MAX_DESCRIPTION else text[: MAX_DESCRIPTION - 1] + "…"


def iter_media(context: SiteContext, arts: Mapping[str, CoverArt]) -> Iterator[tuple[str, Media]]:
    """Yield the files that finished modules show, and pictures that people sent."""
    for key, facts in context.facts.items():
        content = facts.module.content
        if content is None:
            continue
        shown = set(content.media) if facts.state.is_on_site else _sent(context, key)
        for name in sorted(shown & set(content.media)):
            if content.media[name].kind:
                yield f"{key}/{name}", Media(content.media[name].path)
    for handbook, art in arts.items():
        yield f"{handbook}/{art.file}", Media(f"content/{handbook}/{art.file}")


def _sent(context: SiteContext, key: str) -> set[str]:
    facts = context.facts[key]
    if not facts.state.is_claimable:
        return set()
    responses = facts.module.responses.values()
    sent = {name for response in responses for name in response.media}
    return sent | {option.picture for option in facts.module.brief.options if option.picture}
