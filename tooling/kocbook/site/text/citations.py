"""Links on what a text says of other articles: titles in 《…》, and sections in quotation marks."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from kocbook.markdown.citations import Citation, find_citations
from kocbook.site.text.terms import change_running_text


def link_citations(content: str, addresses: Mapping[tuple[str, str], str]) -> str:
    """Lead from the words of rendered HTML to what they name; the words stay as they are.

    `addresses` are by title and section; "" for either stands for the whole article, or for a
    section of the same text. Headings, links and code stay without links.
    """
    if not addresses:
        return content
    return change_running_text(content, lambda words: _link(words, addresses))


def _link(words: str, addresses: Mapping[tuple[str, str], str]) -> str:
    found: list[tuple[int, int, str]] = []
    for one in find_citations(words):
        for start, end, address in _places(one, words, addresses):
            if not found or start >= found[-1][1]:
                found.append((start, end, address))
    for start, end, address in reversed(found):
        inside = words[start:end]
        link = f'<a class="kb-cited" href="{html.escape(address)}">{inside}</a>'
        words = f"{words[:start]}{link}{words[end:]}"
    return words


def _places(
    one: Citation, words: str, addresses: Mapping[tuple[str, str], str]
) -> Iterator[tuple[int, int, str]]:
    """Yield where links stand, in order: on the title, and on the section."""
    places = []
    title, section = html.unescape(one.title), html.unescape(one.section)
    if title and (address := addresses.get((title, ""))):
        start = words.index(one.title, one.start)
        places.append((start, start + len(one.title), address))
    if section and (address := addresses.get((title, section))):
        places.append((one.section_start, one.section_start + len(one.section), address))
    yield from sorted(places)
