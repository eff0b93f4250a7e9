"""Lines: one to three columns of numbers over the first column, drawn; the table folded below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kocbook.base.texts import Texts
from kocbook.markdown.html_tree import Element
from kocbook.site.text.figures.parts import keep_for_ears, name_cells, numbers, table_of
from kocbook.site.text.figures.scale import Scale, choose_steps
from kocbook.site.text.figures.svg import LABEL, dot, drawing, label, plain, stroke, thin, tone

_TOP, _HIGH, _FOOT = 10, 180, 24
_EDGE = 0.03
_MOST_LABELS = 5


def draw_line(figure: Element, texts: Texts) -> None:
    """Draw the columns of a figure's table as lines, and fold the table."""
    table, head, rows = table_of(figure)
    columns = [[numbers(row)[place] for row in rows] for place in range(1, len(head))]
    names = [row[0].words().strip() for row in rows]
    places = spread(numbers([row[0] for row in rows]))
    drawn = draw_columns(columns, names, places)
    name_cells(head, rows)
    legend = _legend(head[1:]) if len(head) > 2 else []
    at = figure.children.index(table)
    figure.children[at : at + 1] = [
        *legend,
        drawn,
        keep_for_ears(table, texts("site.figure.table")),
    ]


def spread(firsts: Sequence[float | None]) -> list[float]:
    """Return where across rows stand: by their numbers where these grow, else in equal steps."""
    count = len(firsts)
    grown = [one for one in firsts if one is not None]
    room = 1 - 2 * _EDGE
    if len(grown) == count and all(a < b for a, b in pairwise(grown)):
        wide = grown[-1] - grown[0] or 1
        return [_EDGE + room * (one - grown[0]) / wide for one in grown]
    return [_EDGE + room * place / max(count - 1, 1) for place in range(count)]


def draw_columns(
    columns: Sequence[Sequence[float | None]], names: Sequence[str], places: Sequence[float]
) -> Element:
    """Return the drawing: thin lines with their values, the names of some rows, and the lines."""
    scale = choose_steps([one for column in columns for one in column if one is not None])
    heights = {plain(step): _height(scale, step) for step in scale.steps}
    levels = tone(0, [thin(y) for y in heights.values()])
    words = [label(0, y - 4, step) for step, y in heights.items()]
    lines = [
        tone(place, _join(column, places, scale)) for place, column in enumerate(columns, start=1)
    ]
    named = tone(0, words + _name_rows(names, places))
    return drawing(_TOP + _HIGH + _FOOT, [levels, *lines, named], "kb-draw kb-draw--line")


def _height(scale: Scale, number: float) -> float:
    return _TOP + LABEL + (_HIGH - LABEL) * (1 - scale.part(number))


def _name_rows(names: Sequence[str], places: Sequence[float]) -> list[Element]:
    """Return as many names below as have room, those of the first and the last row among them."""
    last = len(names) - 1
    most = max(2, min(_MOST_LABELS, 40 // max(1, *map(len, names))))
    chosen = sorted({round(one * last / (most - 1)) for one in range(most)})
    y = _TOP + _HIGH + _FOOT - 6
    shown, after = [], -1.0
    for row in chosen:
        anchor = "start" if row == 0 else "end" if row == last else "middle"
        if row not in (0, last) and not after + 0.14 < places[row] < 0.86:
            continue
        after = places[row]
        shown.append(label(0 if row == 0 else 1 if row == last else after, y, names[row], anchor))
    return shown


def _join(column: Sequence[float | None], places: Sequence[float], scale: Scale) -> list[Element]:
    """Return strokes from point to point: where a number lacks, nothing was measured."""
    points = [
        (places[row], _height(scale, one)) for row, one in enumerate(column) if one is not None
    ]
    strokes = [stroke(*a, *b) for a, b in pairwise(points)]
    return strokes + [dot(*one, radius=3.5 if len(points) <= 12 else 2) for one in points]


def _legend(head: Sequence[Element]) -> list[Element | str]:
    """Return keys without a word: the style sheet shows each column's name from its attribute."""
    keys = [
        Element("span", {"class": f"kb-key kb-tone-{place}", "data-kb-column": one.words().strip()})
        for place, one in enumerate(head, start=1)
    ]
    return [Element("div", {"class": "kb-keys", "aria-hidden": "true"}, [*keys])]
