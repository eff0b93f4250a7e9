"""The cover of a handbook: who made it, what it is for, and its chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kocbook.insight.credits import signatories
from kocbook.insight.names import public_name, signature
from kocbook.insight.state import ModuleFacts
from kocbook.model.enums import State
from kocbook.model.handbook import Chapter, Handbook
from kocbook.model.named import find_summary, find_title
from kocbook.site.outline.outline import cover_url, has_page, is_settled
from kocbook.site.outline.pagination import Sheets, cut, sheet_url, show_sheets
from kocbook.site.views.cards import ModuleCard, make_card
from kocbook.site.views.context import DOWNLOADS, Download, SiteContext
from kocbook.site.views.people import Person, show_person

SIGNERS = 60
"""So many of those who signed stand on the cover; the credits name everybody."""


@dataclass(frozen=True, slots=True)
class CoverArt:
    """The picture on the cover, relative to the handbook's folder, with its size in pixels."""

    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter with the cards of its finished modules and of those under way.

    `above` are the titles of the chapters that it stands in, the outermost first.
    """

    number: int
    title: str
    summary: str | None
    finished: tuple[ModuleCard, ...]
    under_way: tuple[ModuleCard, ...]
    above: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        """How deep the chapter stands: 1, 2 or 3."""
        return len(self.above) + 1


@dataclass(frozen=True, slots=True)
class ChapterLink:
    """A chapter in the contents: where its cards begin, and how many there are."""

    number: int
    title: str
    url: str
    modules: int
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """A chapter before its cards are made; its modules in reading order, finished ones first."""

    number: int
    title: str
    summary: str | None
    modules: tuple[ModuleFacts, ...]
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverView:
    """A handbook's cover, or a further sheet of its chapters.

    `names` is the collective signature, empty before anybody signed; `signers` are the first of
    those who did. `contents` leads to the chapters where they stand on more sheets than one.
    """

    id: str
    url: str
    title: str
    title_language: str
    summary: str
    goal: str
    audience: str
    language: str
    brand: str
    names: str
    signers: tuple[Person, ...]
    further_signers: int
    lead: Person
    chapters: tuple[ChapterView, ...]
    contents: tuple[ChapterLink, ...]
    sheets: Sheets | None
    finished: int
    modules: int
    open_seats: int
    archived: date | None
    art: CoverArt | None
    pdf: str | None
    epub: str | None
    offline: str | None


def count_cover(context: SiteContext, handbook: Handbook) -> int:
    """Return how many sheets the chapters of a handbook need."""
    return len(_cut(_group(context, handbook)))


def make_cover_view(
    context: SiteContext, handbook: Handbook, art: CoverArt | None, number: int = 1
) -> CoverView:
    """Return what stands on a handbook's cover, or on a further sheet of its chapters."""
    signed = signatories(context.lines_of(handbook))
    groups = _group(context, handbook)
    sheets = _cut(groups)
    shown = [facts for group in groups for facts in group.modules]
    names = [public_name(context.community, member, context.texts) for member in signed]
    url = cover_url(handbook.id)
    return CoverView(
        id=handbook.id,
        url=url,
        title=context.book_title(handbook.id)[0],
        title_language=context.book_title(handbook.id)[1],
        summary=context.book_summary(handbook.id)[0],
        goal=handbook.goal,
        audience=handbook.audience,
        language=handbook.language,
        brand=context.say(context.community.settings.brand),
        names=signature(names, context.texts) if names else "",
        signers=tuple(show_person(context, member) for member in signed[:SIGNERS]),
        further_signers=max(0, len(signed) - SIGNERS),
        lead=show_person(context, handbook.lead),
        chapters=tuple(_show(context, group) for group in sheets[number - 1]),
        contents=_contents(url, sheets),
        sheets=show_sheets(url, number, [sheet[0].title for sheet in sheets] if groups else []),
        finished=sum(_is_done(facts) for facts in shown),
        modules=len(shown),
        open_seats=sum(_count_open(facts) for facts in shown),
        archived=_archived(context, handbook),
        art=art,
        pdf=_book_file(context, handbook, shown, Download.PDF),
        epub=_book_file(context, handbook, shown, Download.EPUB),
        offline=f"{DOWNLOADS}/offline.zip" if Download.ZIP in context.extras else None,
    )


def _book_file(
    context: SiteContext, handbook: Handbook, shown: Sequence[ModuleFacts], kind: Download
) -> str | None:
    """Return where a handbook's file of one kind is, None where none is made or it would be empty."""
    if kind not in context.extras or not any(_is_done(facts) for facts in shown):
        return None
    return f"{DOWNLOADS}/{handbook.id}.{kind.value}"


def all_chapters(context: SiteContext, handbook: Handbook) -> tuple[ChapterView, ...]:
    """Return the chapters of a handbook with all their cards."""
    return tuple(_show(context, group) for group in _group(context, handbook))


def _is_done(facts: ModuleFacts) -> bool:
    return facts.state.is_on_site


def _archived(context: SiteContext, handbook: Handbook) -> date | None:
    day = handbook.archived
    return day if day and day <= context.as_of else None


def _count_open(facts: ModuleFacts) -> int:
    """Count the free seats; a module without seats is one open place while it takes responses."""
    if not facts.seats:
        return int(facts.state in (State.OPEN, State.INVITED))
    return sum(seat.state.is_claimable for seat in facts.seats)


def _group(context: SiteContext, handbook: Handbook) -> list[_Group]:
    """Group the modules by chapter; those in no chapter make one more, those in two come once."""
    left = {
        facts.module.id: facts
        for facts in context.facts_of(handbook.id)
        if has_page(facts) and not is_settled(facts)
    }
    listed = set(handbook.module_ids)
    loose = tuple(name for name in left if name not in listed)
    groups: list[_Group] = []
    above: tuple[str, ...] = ()
    for chapter in (*handbook.chapters, Chapter(context.texts("site.nav.more"), loose)):
        above = above[: chapter.level - 1]
        title, summary = _name(context, handbook, chapter)
        modules = [facts for name in chapter.modules if (facts := left.pop(name, None))]
        if modules:
            ordered = tuple(sorted(modules, key=lambda facts: not _is_done(facts)))
            group = _Group(len(groups) + 1, title, summary, ordered, above)
            groups.append(group)
        above = (*above, title)
    return groups


def _name(context: SiteContext, handbook: Handbook, chapter: Chapter) -> tuple[str, str | None]:
    """Return a chapter's title and summary for the reader."""
    known = (handbook.language, chapter.names, context.language)
    return find_title(chapter.title, *known)[0], find_summary(chapter.summary, *known)[0]


def _cut(groups: Sequence[_Group]) -> list[list[_Group]]:
    """Spread the chapters over sheets; one that is longer than a sheet goes on on the next."""
    numbered = {str(group.number): group for group in groups}
    pieces = cut([(name, group.modules) for name, group in numbered.items()])
    return [
        [replace(numbered[name], modules=tuple(modules)) for name, modules in sheet]
        for sheet in pieces
    ]


def _contents(url: str, sheets: Sequence[Sequence[_Group]]) -> tuple[ChapterLink, ...]:
    if sum(map(len, sheets)) < 2:
        return ()
    found: dict[int, ChapterLink] = {}
    for number, sheet in enumerate(sheets, 1):
        for group in sheet:
            before = found.get(group.number)
            count = len(group.modules) + (before.modules if before else 0)
            address = (
                before.url if before else f"{sheet_url(url, number)}#kb-chapter-{group.number}"
            )
            found[group.number] = ChapterLink(
                group.number, group.title, address, count, group.above
            )
    return tuple(found.values())


def _show(context: SiteContext, group: _Group) -> ChapterView:
    done = tuple(make_card(context, facts) for facts in group.modules if _is_done(facts))
    rest = tuple(make_card(context, facts) for facts in group.modules if not _is_done(facts))
    return ChapterView(group.number, group.title, group.summary, done, rest, group.above)
