"""What a text says of other articles: titles in 《…》, and sections of them in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CHINESE = re.compile(
    r"《(?P<title>[^《》\n]{1,100})》"
    r"(?:(?:里面?|当中|中|的){0,2}[“「](?P<section>[^“”「」\n]{1,60})[”」](?P<called>(?:这|那|一)*[节段])?)?"
)
_ENGLISH = re.compile(
    r"(?:“(?P<section>[^“”\n]{1,80})” in )?“(?P<title>[^“”\n]{1,100})”(?P<called>)?"
)
_OWN = re.compile(r"(?<![》里中的])[“「](?P<section>[^“”「」\n]{1,60})[”」](?:这|那|一){1,2}节")
_SHORT = re.compile(r"[：:，,——]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention: where it stands in the words, and what it names.

    `title` is "" for a section of the same text. `section` has its place too, so that a link can
    stand on it; `is_called` is true where the words say that it is a section.
    """

    start: int
    end: int
    title: str
    section: str = ""
    section_start: int = -1
    is_called: bool = False


def find_citations(words: str) -> Iterator[Citation]:
    """Yield what may name an article or a section, in order of place; most quotations name none."""
    if "《" in words:
        yield from (_read(match) for match in _CHINESE.finditer(words))
    if "“" in words and "” in “" in words:
        yield from (_read(match) for match in _ENGLISH.finditer(words))
    if "节" in words:
        for match in _OWN.finditer(words):
            start = match.start("section")
            yield Citation(match.start(), match.end(), "", match["section"], start, True)


def _read(match: re.Match[str]) -> Citation:
    section, start = match["section"] or "", match.start("section")
    return Citation(
        match.start(), match.end(), match["title"], section, start, bool(match["called"])
    )


def short_title(title: str) -> str:
    """Return the part of a title before its first colon or comma, as people cite it."""
    return _SHORT.split(title, maxsplit=1)[0].strip()
