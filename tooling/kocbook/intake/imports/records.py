"""A book's records: the blueprint with its chapters, and a brief for each page that asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kocbook.base.texts import Texts
from kocbook.intake.imports.book import DEEPEST, AddressStyle, NotKept, NotKeptKind, SourceBook
from kocbook.intake.imports.draft import MOST_TITLE, PageDraft
from kocbook.intake.imports.folder import FIRST
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind
from kocbook.records.record_text import render_record

_ADDRESS = re.compile(
    r"(?:[^\s/?#<>\"\\.][^/?#<>\"\\\r\n]*/)*(?:[^\s/?#<>\"\\.][^/?#<>\"\\\r\n]*)?"
)
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,59}")
_MOST_MODULES = 200
_MOST_CHAPTERS = 200
_MOST_ADDRESSES = 30
_MOST_NUMBERS = 30

Report = Callable[[NotKept], None]


def chapter_values(
    book: SourceBook, drafts: Sequence[PageDraft], texts: Texts, report: Report
) -> list[dict[str, Any]]:
    """Return the chapters of a blueprint, in reading order, each with its level.

    Chapters that stand deeper than a handbook has levels are joined with those above them.
    """
    chapters: list[dict[str, Any]] = []
    open_titles: tuple[str, ...] = ()
    for draft in drafts:
        titles = tuple(title or texts("site.nav.more") for title in draft.page.chapters)
        titles = titles or (book.title,)
        if len(titles) > DEEPEST:
            report(NotKept(draft.page.path, 0, NotKeptKind.DEEPER, " / ".join(titles)))
            titles = (*titles[: DEEPEST - 1], " · ".join(titles[DEEPEST - 1 :]))
        titles = tuple(_fit(title) for title in titles)
        if titles != open_titles or len(chapters[-1]["modules"]) >= _MOST_MODULES:
            same = _common(titles, open_titles)
            same = min(same, len(titles) - 1)
            chapters += [_chapter(titles[at], at + 1) for at in range(same, len(titles))]
            open_titles = titles
        chapters[-1]["modules"].append(draft.id)
    depth = DEEPEST
    while len(chapters) > _MOST_CHAPTERS and depth > 1:
        chapters, depth = _flatten(chapters, depth), depth - 1
    return chapters


def _flatten(chapters: list[dict[str, Any]], depth: int) -> list[dict[str, Any]]:
    """Return the chapters without those of the deepest level: their modules go to those above."""
    kept: list[dict[str, Any]] = []
    for chapter in chapters:
        last = kept[-1] if kept else None
        fits = last and len(last["modules"]) + len(chapter["modules"]) <= _MOST_MODULES
        if last and fits and chapter.get("level", 1) == depth:
            last["modules"] += chapter["modules"]
        else:
            kept.append(chapter)
    return kept


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many titles two ways have in common, from the outermost."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _chapter(title: str, level: int) -> dict[str, Any]:
    return {"title": title, "modules": [], **({"level": level} if level > 1 else {})}


def _fit(title: str) -> str:
    return title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 1] + "…"


def render_blueprint(
    book: SourceBook,
    handbook: str,
    chapters: Sequence[Mapping[str, Any]],
    lead: str,
    language: str,
    texts: Texts,
) -> bytes:
    """Return the text of a handbook's record; what no source says is left for a planner to write."""
    path = f"modules/{handbook}/handbook.yml"
    values = {
        "title": _fit(book.title),
        "summary": (book.summary or book.title)[:500],
        "audience": texts("import.audience"),
        "goal": texts("import.goal"),
        "lead": lead,
        "chapters": [_ordered(chapter) for chapter in chapters],
        "language": language,
    }
    return render_record(RecordKind.HANDBOOK, path, values).encode()


def _ordered(chapter: Mapping[str, Any]) -> dict[str, Any]:
    return {key: chapter[key] for key in ("title", "level", "modules") if key in chapter}


def render_brief(
    book: SourceBook, handbook: str, draft: PageDraft, contact: str, day: date, community: Community
) -> bytes:
    """Return the brief of a page: it says where the text comes from, and asks for nothing."""
    path = f"modules/{handbook}/{draft.id}/module.yml"
    known = set(community.settings.tags)
    licence = book.licence if book.licence and _LICENCE.fullmatch(book.licence) else None
    source = {
        "source": book.title[:200],
        "date": day,
        "url": _web(book.url or book.repository),
        "path": book.path_of(draft.page.path)[:500],
        "licence": licence,
        "authors": book.authors[:500] if book.authors else None,
        "addresses": list(old_addresses(book, draft.page.path)),
    }
    values = {
        "title": draft.title,
        "background": draft.summary,
        "contact": contact,
        "inherited": {key: value for key, value in source.items() if value not in (None, [])},
        "tags": [tag for tag in dict.fromkeys(draft.tags) if tag in known],
        "language": "zh" if draft.is_chinese else "en",
        "not_phones": draft.not_phones[:_MOST_NUMBERS],
    }
    return render_record(RecordKind.MODULE, path, values).encode()


def old_addresses(book: SourceBook, path: str) -> tuple[str, ...]:
    """Return where a page stood on the source's own site, from its root."""
    stem = path.rpartition(".")[0]
    folder, _, name = stem.rpartition("/")
    is_first = name.casefold() in FIRST
    found: list[str] = []
    if book.style is AddressStyle.NONE:
        return ()
    if book.style is not AddressStyle.FILES:
        found.append((f"{folder}/" if folder else "") if is_first else f"{stem}/")
    if book.style is not AddressStyle.FOLDERS:
        found.append(f"{folder}/index.html".lstrip("/") if is_first else f"{stem}.html")
    found += [old for old, page in book.moved.items() if page == path]
    return tuple(_usable(found))[:_MOST_ADDRESSES]


def _usable(addresses: Iterable[str]) -> Iterable[str]:
    """Keep addresses that can be a page here: that of a site's first page is our own first page's."""
    for address in dict.fromkeys(addresses):
        is_home = address in ("", "index.html", "/")
        if not is_home and len(address) <= 500 and _ADDRESS.fullmatch(address):
            yield address


def _web(address: str | None) -> str | None:
    return address if address and re.fullmatch(r"https://[^\s<>\"]{1,490}", address) else None
