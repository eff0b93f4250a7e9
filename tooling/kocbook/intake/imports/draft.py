"""One page on its way from a source into the repository."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kocbook.base.hidden_signs import FORBIDDEN
from kocbook.intake.imports.anchors import find_old_anchors
from kocbook.intake.imports.book import NotKept, NotKeptKind, SourceBook, SourcePage
from kocbook.intake.imports.read import find_heading, read_words, split_front
from kocbook.intake.imports.text_forms import demote, expand, move_forms
from kocbook.markdown.document import read_document
from kocbook.markdown.html_tree import iter_elements
from kocbook.records.loader import MAX_TEXT_BYTES

MOST_TITLE = 100
_MOST_SUMMARY = 160


@dataclass(slots=True)
class PageDraft:
    """A page with its text as it is so far.

    `original` is the source's own text, for places; `anchors` pairs old fragments with new ones.
    `media` are the files that stand beside the text, by name.
    """

    page: SourcePage
    id: str
    title: str
    text: str
    original: str
    summary: str
    tags: tuple[str, ...] = ()
    anchors: dict[str, str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    not_phones: list[str] = field(default_factory=list)

    @property
    def is_chinese(self) -> bool:
        """True for a text in which Chinese signs are more than a twentieth."""
        han = sum("\u4e00" <= char <= "\u9fff" for char in self.text[:20000])
        return han * 20 > len(self.text[:20000].strip())

    def line_of(self, *written: str) -> int:
        """Return the line of the source that holds one of these, 0 where none is found."""
        for one in written:
            if one and (at := self.original.find(one)) >= 0:
                return self.original.count("\n", 0, at) + 1
        return 0


def read_draft(
    book: SourceBook, page: SourcePage, name: str, report: Callable[[NotKept], None]
) -> PageDraft | None:
    """Read a page and move its forms; None for what is no text, which is reported."""
    original = read_words(book.folder / page.path)
    if original is None:
        report(NotKept(page.path, 0, NotKeptKind.UNREADABLE))
        return None
    front = split_front(original)

    def missing(line: int, path: str) -> None:
        report(NotKept(page.path, line + front.lines, NotKeptKind.MISSING_INCLUDE, path))

    places = (*(book.includes or (book.folder,)), (book.folder / page.path).parent)
    text = expand(_without_hidden(front.text, page, report), book.root, places, missing)
    title, text = _take_title(text, front.values.get("title"), page)
    text = demote(move_forms(text)).strip("\n") + "\n"
    if not text.strip():
        report(NotKept(page.path, 0, NotKeptKind.EMPTY))
        return None
    if len(text.encode()) > MAX_TEXT_BYTES:
        report(NotKept(page.path, 0, NotKeptKind.TOO_LONG))
        return None
    if len(title) > MOST_TITLE:
        report(NotKept(page.path, 1, NotKeptKind.TITLE_CUT, title))
        title = title[: MOST_TITLE - 1] + "…"
    draft = PageDraft(page, name, title, text, original, "")
    draft.summary = _summarise(front.values.get("description"), draft)
    tags = front.values.get("tags")
    draft.tags = tuple(str(tag) for tag in tags) if isinstance(tags, list) else ()
    draft.anchors = find_old_anchors(original, text, title)
    return draft


def _without_hidden(text: str, page: SourcePage, report: Callable[[NotKept], None]) -> str:
    """Return a text without signs that nobody sees and that no file here may hold."""
    for match in FORBIDDEN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        report(NotKept(page.path, line, NotKeptKind.HIDDEN_SIGN, f"U+{ord(match[0]):04X}"))
    return FORBIDDEN.sub("", text)


def _take_title(text: str, said: object, page: SourcePage) -> tuple[str, str]:
    """Return the title and the text without it: the site writes the title above a text."""
    lines = text.split("\n")
    heading, own = find_heading(lines), ""
    if heading is not None:
        first, end, own = heading
        lines[first:end] = []
        text = "\n".join(lines)
    front = said.strip() if isinstance(said, str) else ""
    stem = page.path.rpartition("/")[2].rpartition(".")[0]
    return page.title or own or front or stem, text


def _summarise(said: object, draft: PageDraft) -> str:
    """Return what a page is about: its own description, else its first words."""
    if isinstance(said, str) and said.strip():
        words = " ".join(said.split())
    else:
        first = (
            " ".join(element.words().split())
            for element in iter_elements(read_document(draft.text).root)
            if element.tag == "p"
        )
        words = next((one for one in first if len(one) > 1), "") or draft.title
    return words if len(words) <= _MOST_SUMMARY else words[: _MOST_SUMMARY - 1] + "…"
