"""A whole book of a source as what one commit writes: blueprint, briefs, texts and media."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.base.texts import Texts, load_texts
from kocbook.intake.acts.chapters import add_to_chapter
from kocbook.intake.imports.book import NotKept, NotKeptKind, SourceBook
from kocbook.intake.imports.draft import PageDraft, read_draft
from kocbook.intake.imports.links import Linker
from kocbook.intake.imports.mend import mend, mend_spaces
from kocbook.intake.imports.names import make_id, make_ids
from kocbook.intake.imports.pictures import Shelf
from kocbook.intake.imports.records import chapter_values, render_blueprint, render_brief
from kocbook.model.community import Community
from kocbook.model.paths import RESERVED_HANDBOOKS
from kocbook.records.yaml_reader import MAX_BYTES

Step = Callable[[str], None]
"""Told which step begins: a key under `cli.steps`."""

KEPT = Path(".koc/import")
"""Where finished pictures are kept between runs, below the community's folder."""


@dataclass(frozen=True, slots=True)
class Target:
    """The community that takes a book in: where it lies, whose work it is, and on which day."""

    root: Path
    community: Community
    member: str
    day: date


@dataclass(slots=True)
class TakenIn:
    """What an import writes, and what it could not keep.

    `pages` pairs the new modules' keys with their files in the source; `stood` are those that were
    here before, and stay as they are.
    """

    handbook: str
    title: str
    files: dict[str, bytes | None] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    stood: list[str] = field(default_factory=list)
    media: int = 0
    not_kept: list[NotKept] = field(default_factory=list)


def take_in(book: SourceBook, target: Target, place: str | None, step: Step) -> TakenIn:
    """Return what taking `book` in writes; `place` is HANDBOOK, or HANDBOOK/MODULE for a single page.

    Where it is None the book's own name is the handbook's. Pages that were taken in before keep
    their ids and stay as they are.

    Raises:
        UsageError: the handbook's id cannot be used, or it holds other modules with chapters that
            people wrote.
    """
    handbook, _, module = (place or "").strip("/").removeprefix("modules/").partition("/")
    if module and len(book.pages) != 1:
        raise UsageError("errors.import-place", place=place)
    name = _handbook_id(book, handbook or None)
    taken = TakenIn(name, book.title, not_kept=list(book.losses))
    report = _Reporter(taken)
    step("import-read")
    drafts, stood = _read_drafts(book, target.community, name, report)
    if module and drafts:
        _name_page(next(iter(drafts.values())), f"{name}/{module}", target.community, bool(stood))
    language = _language(drafts)
    texts = load_texts(language)
    if not book.licence and not book.is_single:
        report(NotKept("", 0, NotKeptKind.NO_LICENCE))
    step("import-move")
    shelf = Shelf(target.root / KEPT, target.community.settings.limits, report)
    linker = Linker(book, drafts, shelf, report)
    new = {path: draft for path, draft in drafts.items() if path not in stood}
    for draft in new.values():
        mend_spaces(draft)
        linker.describe(draft, texts)
        linker.relink(draft)
        mend(draft, report)
    step("import-write")
    for path, draft in new.items():
        _write(book, name, path, draft, target, taken)
    taken.stood = [f"{name}/{module}" for module in stood.values()]
    if new:
        blueprint = _blueprint(book, target, name, drafts, new, language, texts, report)
        taken.files[f"modules/{name}/handbook.yml"] = blueprint
    return taken


@dataclass(slots=True)
class _Reporter:
    """Notes what could not be kept, each thing once."""

    taken: TakenIn
    seen: set[NotKept] = field(default_factory=set)

    def __call__(self, one: NotKept) -> None:
        if one not in self.seen:
            self.seen.add(one)
            self.taken.not_kept.append(one)


def _name_page(draft: PageDraft, key: str, community: Community, stands: bool) -> None:
    """Give the one page of a document the id that was asked for."""
    module = key.partition("/")[2]
    if make_id(module) != module:
        raise UsageError("errors.bad-id", id=module)
    if not stands and community.knows_module(key):
        raise UsageError("errors.id-taken", id=key)
    draft.id = draft.id if stands else module


def _handbook_id(book: SourceBook, asked: str | None) -> str:
    name = asked or make_id(book.name)
    if make_id(name) != name or name in RESERVED_HANDBOOKS:
        if asked:
            raise UsageError("errors.bad-id", id=asked)
        name = f"{name}-book"
    return name


def _read_drafts(
    book: SourceBook, community: Community, handbook: str, report: Callable[[NotKept], None]
) -> tuple[dict[str, PageDraft], dict[str, str]]:
    """Return the drafts of all pages by their paths, and the modules of those that stand here."""
    known = {
        (module.brief.inherited.source, module.brief.inherited.path): module.id
        for module in community.modules.values()
        if module.handbook == handbook and module.brief.inherited
    }
    stood = {
        page.path: known[key]
        for page in book.pages
        if (key := (book.title[:200], book.path_of(page.path)[:500])) in known
    }
    others = [module.id for module in community.modules.values() if module.handbook == handbook]
    fresh = [page.path for page in book.pages if page.path not in stood]
    ids = {**make_ids(fresh, others), **stood}
    drafts: dict[str, PageDraft] = {}
    for page in book.pages:
        quiet = page.path in stood
        draft = read_draft(book, page, ids[page.path], _ignore if quiet else report)
        if draft is not None:
            drafts[page.path] = draft
    return drafts, stood


def _ignore(one: NotKept) -> None:
    del one


def _language(drafts: Mapping[str, PageDraft]) -> str:
    chinese = sum(draft.is_chinese for draft in drafts.values())
    return "zh" if chinese * 2 >= len(drafts) else "en"


def _write(
    book: SourceBook, handbook: str, path: str, draft: PageDraft, target: Target, taken: TakenIn
) -> None:
    key = f"{handbook}/{draft.id}"
    brief = render_brief(book, handbook, draft, target.member, target.day, target.community)
    taken.files[f"modules/{key}/module.yml"] = brief
    taken.files[f"content/{key}/index.md"] = draft.text.encode()
    for name, data in draft.media.items():
        taken.files[f"content/{key}/{name}"] = data
    taken.media += len(draft.media)
    taken.pages[key] = book.path_of(path)


def _blueprint(
    book: SourceBook,
    target: Target,
    handbook: str,
    drafts: Mapping[str, PageDraft],
    new: Mapping[str, PageDraft],
    language: str,
    texts: Texts,
    report: Callable[[NotKept], None],
) -> bytes:
    """Return the blueprint: a new one, or the one that stands with the new modules in its last chapter."""
    known = target.community.handbooks.get(handbook)
    if known is None:
        chapters = chapter_values(book, list(drafts.values()), texts, report)
        return render_blueprint(book, handbook, chapters, target.member, language, texts)
    with (target.root / known.path).open(encoding="utf-8", newline="") as file:
        text = file.read(MAX_BYTES)
    for draft in new.values():
        text = add_to_chapter(text, _chapter_for(draft, known.chapters, texts), draft.id)
    return text.encode()


def _chapter_for(draft: PageDraft, chapters: Sequence[object], texts: Texts) -> int:
    """Return the chapter of the same title as a page's own, else the last."""
    titles = [getattr(one, "title", "") for one in chapters]
    own = draft.page.chapters[-1] if draft.page.chapters else ""
    own = own or texts("site.nav.more")
    return titles.index(own) if own in titles else len(titles) - 1
