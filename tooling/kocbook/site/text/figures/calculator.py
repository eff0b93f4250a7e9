"""A calculator: a table of results by two numbers; a script reads between its lines."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.markdown.html_tree import Element
from kocbook.site.text.figures.parts import numbers, put_before, table_of
from kocbook.site.text.figures.svg import bar, plain


def draw_calculator(figure: Element, texts: Texts) -> None:
    """Show the table with bars, and tell the script its numbers and its words."""
    table, head, rows = table_of(figure)
    top = max((n or 0 for row in rows for n in numbers(row[1:])), default=0) or 1
    for cell, number in zip(head, numbers(head), strict=True):
        cell.attributes = {"scope": "col", "data-kb-value": plain(number or 0)}
    for row in rows:
        found = numbers(row)
        row[0].tag, row[0].attributes = (
            "th",
            {"scope": "row", "data-kb-value": plain(found[0] or 0)},
        )
        for cell, number in zip(row[1:], found[1:], strict=True):
            cell.attributes = {"data-kb-value": plain(number or 0)}
            put_before(cell, bar((number or 0) / top, 6, 1))
    table.attributes |= {
        "data-kb-calculator": "",
        "data-kb-result": texts("site.figure.result"),
    }
