"""A comparison: properties in rows, two or three things in columns; numbers of a row have bars."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.markdown.html_tree import Element
from kocbook.site.text.figures.parts import name_cells, numbers, put_before, table_of
from kocbook.site.text.figures.svg import bar, drawing

_YES = frozenset(["有", "是", "能", "可以", "支持", "✓", "✔", "yes"])
_NO = frozenset(["没有", "无", "否", "不能", "不可以", "不支持", "✗", "✘", "no"])
_TICK, _CROSS = "M3 8.5 6.5 12 13 4.5", "M4 4l8 8M12 4l-8 8"


def draw_comparison(figure: Element, texts: Texts) -> None:
    """Put bars before the numbers of a row, ticks and crosses before yes and no."""
    del texts
    _, head, rows = table_of(figure)
    name_cells(head, rows)
    for row in rows:
        found = numbers(row[1:])
        whole = [one for one in found if one is not None and one >= 0]
        top = max(whole, default=0)
        for place, cell in enumerate(row[1:], start=1):
            number = found[place - 1]
            if len(whole) == len(found) and top and number is not None:
                put_before(cell, bar(number / top, 8, place))
            elif path := _find_sign(cell.words().strip().lower()):
                put_before(cell, _sign(path))


def _find_sign(words: str) -> str:
    return _TICK if words in _YES else _CROSS if words in _NO else ""


def _sign(path: str) -> Element:
    looks = {"d": path, "fill": "none", "stroke": "currentColor", "stroke-width": "2"}
    name = "kb-draw kb-draw--sign kb-tone-" + ("1" if path == _TICK else "2")
    return drawing(16, [Element("path", looks | {"stroke-linecap": "round"})], name, width="16")
