"""What several kinds of figures have in common: cells, their numbers, and names for columns on phones."""

from __future__ import annotations

import re

from kocbook.markdown.figures import Cells, list_rows, read_number
from kocbook.markdown.html_tree import Element, iter_elements

_HEAD = re.compile(r"[：:]")
_LONGEST_HEAD = 24


def find(figure: Element, *tags: str) -> Element | None:
    """Return the first element of a kind within a figure."""
    return next((one for one in iter_elements(figure) if one.tag in tags), None)


def table_of(figure: Element) -> tuple[Element, list[Element], Cells]:
    """Return a figure's table, the cells of its heading, and those of its rows."""
    table = find(figure, "table")
    assert table is not None, "a figure of this kind has a table"
    head, *rows = list_rows(table)
    return table, head, rows


def numbers(cells: list[Element]) -> list[float | None]:
    """Return the numbers of cells, None for empty ones."""
    return [read_number(cell.words()) for cell in cells]


def name_cells(head: list[Element], rows: Cells) -> None:
    """Let the first cell of each row head it, and each other one know its column's name.

    On a narrow screen a row is a block, and its cells stand below each other.
    """
    for cell in head:
        cell.attributes = {"scope": "col"}
    for row in rows:
        row[0].tag, row[0].attributes = "th", {"scope": "row"}
        for title, cell in zip(head[1:], row[1:], strict=False):
            cell.attributes = {"data-kb-column": title.words().strip()}


def put_before(cell: Element, drawn: Element) -> None:
    """Put a drawing before the words of a cell, which stay together."""
    cell.children = [drawn, Element("span", {}, cell.children)]


def set_off_head(item: Element) -> None:
    """Let the words of a list item before its first colon stand out: when it is, or what to do."""
    holder = item
    first = next((one for one in item.children if isinstance(one, Element) or one.strip()), None)
    if isinstance(first, Element) and first.tag == "p":
        holder = first
    words = holder.children[0] if holder.children else ""
    sign = _HEAD.search(words) if isinstance(words, str) else None
    if isinstance(words, str) and sign and sign.end() <= _LONGEST_HEAD:
        head = Element("strong", {}, [words[: sign.end()]])
        holder.children[0:1] = [head, words[sign.end() :]]


def keep_for_ears(table: Element, title: str) -> Element:
    """Return a table within a fold: its drawing shows the same, and whoever wants figures opens it.

    Its title is an attribute that the style sheet shows, since it is no word of the author's.
    """
    summary = Element("summary", {"data-kb-says": title, "aria-label": title})
    return Element("details", {"class": "kb-drawn-table"}, [summary, table])
