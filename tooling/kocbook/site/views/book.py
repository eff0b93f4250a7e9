"""A handbook as a book: what stands on its cover, who signs it, and its finished texts in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.state import ModuleFacts
from kocbook.model.handbook import Handbook
from kocbook.site.outline.outline import cover_url, module_url
from kocbook.site.views.cards import only_seat
from kocbook.site.views.context import SiteContext
from kocbook.site.views.cover import CoverArt, all_chapters, make_cover_view
from kocbook.site.views.people import CreditedPerson, split_byline
from kocbook.site.views.structured_data import site_address


@dataclass(frozen=True, slots=True)
class BookPage:
    """A module in the book. `place` is its id within the document."""

    url: str
    place: str
    title: str
    language: str
    finished: date | None
    authors: tuple[CreditedPerson, ...]
    thanks: tuple[CreditedPerson, ...]
    licence: str
    address: str


@dataclass(frozen=True, slots=True)
class BookChapter:
    """A chapter that has something to read."""

    number: int
    title: str
    summary: str | None
    pages: tuple[BookPage, ...]


@dataclass(frozen=True, slots=True)
class BookView:
    """A whole book. `art` is the cover's picture within the site; `address` where to read it online."""

    id: str
    url: str
    title: str
    summary: str
    audience: str
    language: str
    brand: str
    community: str
    names: str
    art: str | None
    chapters: tuple[BookChapter, ...]
    as_of: date
    address: str


def make_book_view(context: SiteContext, handbook: Handbook, art: CoverArt | None) -> BookView:
    """Return the book of a handbook; chapters without a finished text are left out."""
    cover = make_cover_view(context, handbook, art)
    chapters: list[BookChapter] = []
    for chapter in all_chapters(context, handbook):
        pages = tuple(
            _make_page(context, context.facts[card.url.rstrip("/")])
            for card in chapter.finished
            if _has_text(context.facts[card.url.rstrip("/")])
        )
        if pages:
            chapters.append(BookChapter(len(chapters) + 1, chapter.title, chapter.summary, pages))
    return BookView(
        id=handbook.id,
        url=cover.url,
        title=cover.title,
        summary=cover.summary,
        audience=cover.audience,
        language=cover.language,
        brand=cover.brand,
        community=context.say(context.community.settings.name),
        names=cover.names,
        art=f"{handbook.id}/{art.file}" if art else None,
        chapters=tuple(chapters),
        as_of=context.as_of,
        address=site_address(context, cover_url(handbook.id)),
    )


def _has_text(facts: ModuleFacts) -> bool:
    return facts.module.text is not None


def _make_page(context: SiteContext, facts: ModuleFacts) -> BookPage:
    module, brief = facts.module, facts.module.brief
    lines = context.credits.get(module.key, ())
    authors, thanks = split_byline(context, lines, only_seat(facts))
    licence = context.community.find_licence(brief.terms.licence)
    url = module_url(module.key)
    return BookPage(
        url=url,
        place=f"m-{module.id}",
        title=brief.title,
        language=brief.language,
        finished=facts.finished,
        authors=authors,
        thanks=thanks,
        licence=context.say(licence.name) if licence else brief.terms.licence,
        address=site_address(context, url),
    )
