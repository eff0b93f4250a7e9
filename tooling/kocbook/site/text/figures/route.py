"""A route: stops by their distance, and the charge of the battery between them."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.markdown.figures import Cells
from kocbook.markdown.html_tree import Element
from kocbook.site.text.figures.line import spread
from kocbook.site.text.figures.parts import name_cells, numbers, put_before, table_of
from kocbook.site.text.figures.svg import dot, drawing, label, plain, stroke, thin, tone

_TOP, _HIGH, _FOOT = 18, 110, 22
_LEVELS = (0, 50, 100)
_LOW = 20
"""Percent below which a charge is shown in the colour of a warning."""


def draw_route(figure: Element, texts: Texts) -> None:
    """Draw how the charge falls on the road and rises at each stop, and a battery for each figure."""
    del texts
    table, head, rows = table_of(figure)
    places = spread([one[1] for one in map(numbers, rows)])
    drawn = _draw_charge(rows, places)
    name_cells(head, rows)
    for row in rows:
        for cell, charge in zip(row[2:], numbers(row[2:]), strict=True):
            if charge is not None:
                put_before(cell, _battery(charge))
    figure.children.insert(figure.children.index(table), drawn)


def _height(charge: float) -> float:
    return _TOP + _HIGH * (1 - charge / 100)


def _draw_charge(rows: Cells, places: list[float]) -> Element:
    levels = [thin(_height(level)) for level in _LEVELS]
    words = [label(0, _height(level) - 4, f"{level}%") for level in _LEVELS]
    strokes: list[Element] = []
    before: tuple[float, float] | None = None
    for row, (cells, x) in enumerate(zip(rows, places, strict=True), start=1):
        arrives, leaves = numbers(cells)[2:4]
        arrives, leaves = _first(arrives, leaves), _first(leaves, arrives)
        if before:
            strokes.append(stroke(*before, x, _height(arrives)))
        if leaves != arrives:
            rise = stroke(x, _height(arrives), x, _height(leaves), 3)
            strokes.append(tone(2, [rise]))
        strokes.append(dot(x, _height(arrives), 4))
        words.append(label(x, _TOP + _HIGH + _FOOT - 4, plain(row), "middle"))
        before = x, _height(leaves)
    parts = [tone(0, levels), tone(1, strokes), tone(0, words)]
    return drawing(_TOP + _HIGH + _FOOT, parts, "kb-draw kb-draw--route")


def _first(one: float | None, other: float | None) -> float:
    return one if one is not None else other if other is not None else 0.0


def _battery(charge: float) -> Element:
    shell = {"x": "1", "y": "1", "width": "26", "height": "12", "rx": "3", "fill": "none"}
    filled = {"x": "3", "y": "3", "width": plain(22 * charge / 100), "height": "8", "rx": "1.5"}
    parts = [
        Element("rect", shell | {"stroke": "currentColor", "stroke-width": "1.5"}),
        Element("rect", filled | {"fill": "currentColor"}),
    ]
    name = f"kb-draw kb-draw--sign kb-tone-{2 if charge < _LOW else 1}"
    return drawing(14, parts, name, width="28")
