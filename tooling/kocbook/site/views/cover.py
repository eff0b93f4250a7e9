"""The cover of a handbook: who made it, what it is for, and its chapters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.credits import signatories
from kocbook.insight.names import public_name, signature
from kocbook.model.handbook import Handbook
from kocbook.site.context import DOWNLOADS, Extra, SiteContext
from kocbook.site.outline import cover_url, has_page, is_settled
from kocbook.site.views.cards import ModuleCard, make_card
from kocbook.site.views.people import Person, show_person


@dataclass(frozen=True, slots=True)
class CoverArt:
    """The picture on the cover, relative to the handbook's folder, with its size in pixels."""

    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter with the cards of its finished modules and of those under way."""

    number: int
    title: str
    summary: str | None
    finished: tuple[ModuleCard, ...]
    under_way: tuple[ModuleCard, ...]


@dataclass(frozen=True, slots=True)
class CoverView:
    """A handbook's cover. `names` is the collective signature, empty before anybody signed."""

    id: str
    url: str
    title: str
    summary: str
    goal: str
    audience: str
    language: str
    brand: str
    names: str
    signers: tuple[Person, ...]
    lead: Person
    chapters: tuple[ChapterView, ...]
    finished: int
    modules: int
    open_seats: int
    archived: date | None
    art: CoverArt | None
    pdf: str | None
    offline: str | None


def make_cover_view(context: SiteContext, handbook: Handbook, art: CoverArt | None) -> CoverView:
    """Return what stands on a handbook's cover."""
    signed = signatories(context.lines_of(handbook))
    modules = {
        module.id: make_card(context, context.facts[module.key])
        for module in context.community.iter_chapter_modules(handbook.id)
        if has_page(context.facts[module.key]) and not is_settled(context.facts[module.key])
    }
    chapters = _chapters(context, handbook, modules)
    shown = [card for chapter in chapters for card in (*chapter.finished, *chapter.under_way)]
    names = [public_name(context.community, member, context.texts) for member in signed]
    return CoverView(
        id=handbook.id,
        url=cover_url(handbook.id),
        title=handbook.title,
        summary=handbook.summary,
        goal=handbook.goal,
        audience=handbook.audience,
        language=handbook.language,
        brand=context.say(context.community.settings.brand),
        names=signature(names, context.texts) if names else "",
        signers=tuple(show_person(context, member) for member in signed),
        lead=show_person(context, handbook.lead),
        chapters=chapters,
        finished=sum(len(chapter.finished) for chapter in chapters),
        modules=len(shown),
        open_seats=sum(len(card.open_seats) or _takes_part(card) for card in shown),
        archived=_archived(context, handbook),
        art=art,
        pdf=f"{DOWNLOADS}/{handbook.id}.pdf"
        if Extra.PDF in context.extras and _has_texts(chapters)
        else None,
        offline=f"{DOWNLOADS}/offline.zip" if Extra.ZIP in context.extras else None,
    )


def _has_texts(chapters: tuple[ChapterView, ...]) -> bool:
    return any(chapter.finished for chapter in chapters)


def _archived(context: SiteContext, handbook: Handbook) -> date | None:
    day = handbook.archived
    return day if day and day <= context.as_of else None


def _takes_part(card: ModuleCard) -> int:
    """Count a module without seats as one open place while it takes responses."""
    return int(not card.seats and card.state in ("open", "invited"))


def _chapters(
    context: SiteContext, handbook: Handbook, modules: dict[str, ModuleCard]
) -> tuple[ChapterView, ...]:
    """Group the cards by chapter; modules in no chapter make one more, those in two come once."""
    left = dict(modules)
    groups = [
        (chapter.title, chapter.summary, [name for name in chapter.modules if name in modules])
        for chapter in handbook.chapters
    ]
    listed = {name for _, _, names in groups for name in names}
    groups.append((context.texts("site.nav.more"), None, [n for n in modules if n not in listed]))
    chapters: list[ChapterView] = []
    for title, summary, names in groups:
        cards = [card for name in names if (card := left.pop(name, None))]
        done = tuple(card for card in cards if card.state in ("published", "reused"))
        rest = tuple(card for card in cards if card not in done)
        if cards:
            chapters.append(ChapterView(len(chapters) + 1, title, summary, done, rest))
    return tuple(chapters)
