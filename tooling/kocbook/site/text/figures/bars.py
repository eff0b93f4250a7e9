"""Bars: each number of the table with a bar before it, all measured by the greatest."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.markdown.html_tree import Element
from kocbook.site.text.figures.parts import name_cells, numbers, put_before, table_of
from kocbook.site.text.figures.svg import bar

_HEIGHT = 12


def draw_bars(figure: Element, texts: Texts) -> None:
    """Put a bar before each number."""
    del texts
    _, head, rows = table_of(figure)
    top = max((n or 0 for row in rows for n in numbers(row[1:])), default=0) or 1
    name_cells(head, rows)
    for row in rows:
        for place, (cell, number) in enumerate(zip(row[1:], numbers(row[1:]), strict=True), 1):
            put_before(cell, bar((number or 0) / top, _HEIGHT, place))
