"""The tool's own charts that nobody has to touch: lying bars with words above, standing bars by month."""

from __future__ import annotations

from collections.abc import Sequence

from kocbook.markdown.html_tree import Element, write_html
from kocbook.site.text.figures.scale import choose_steps
from kocbook.site.text.figures.svg import LABEL, bar, drawing, label, percent, plain, thin, tone

_TOP, _HIGH, _FOOT = 8, 190, 24
_FILL = 0.72
"""How much of a month's room its bars take."""
_MOST_NAMES = 4


def lying_bars(rows: Sequence[tuple[str, str, float]]) -> str:
    """Return bars as HTML, each below its words: a name, what is told of it, and its part of 0 to 1."""
    parts: list[Element | str] = []
    for name, told, part in rows:
        parts.append(Element("p", {}, [name, " ", Element("b", {}, [told])]))
        parts.append(bar(part, 12, 1))
    return write_html(Element("", {}, [Element("div", {"class": "kb-rows"}, parts)]))


def standing_bars(
    names: Sequence[str], titles: Sequence[str], columns: Sequence[Sequence[int]]
) -> str:
    """Return bars side by side as HTML: a group for each of `names`, in it one of each of `columns`.

    `titles` are what the columns count; they stand above where there are several.
    """
    scale = choose_steps([0.0, *(float(one) for column in columns for one in column)])
    foot = _TOP + _HIGH
    heights = {
        plain(step): foot - (_HIGH - LABEL) * scale.part(step)
        for step in scale.steps
        if step == int(step)
    }
    groups = [
        tone(number, _stand(column, number - 1, len(columns), foot, scale.steps[-1]))
        for number, column in enumerate(columns, start=1)
    ]
    words = [label(0, y - 4, step) for step, y in heights.items()] + _name(names, foot)
    levels = tone(0, [thin(y) for y in heights.values()])
    drawn = drawing(foot + _FOOT, [levels, *groups, tone(0, words)], "kb-draw kb-draw--line")
    keys = [
        Element("span", {"class": f"kb-key kb-tone-{number}", "data-kb-column": title})
        for number, title in enumerate(titles, start=1)
    ]
    legend = [Element("div", {"class": "kb-keys"}, [*keys])]
    return write_html(Element("", {}, [*legend, drawn]))


def _stand(
    column: Sequence[int], place: int, beside: int, foot: float, top: float
) -> list[Element]:
    room = 1 / len(column)
    wide = room * _FILL / beside
    bars = []
    for number, value in enumerate(column):
        high = (_HIGH - LABEL) * value / top
        x = number * room + room * (1 - _FILL) / 2 + place * wide
        places = {"x": percent(x), "y": plain(foot - high), "width": percent(wide * 0.9)}
        bars.append(
            Element("rect", places | {"height": plain(high), "rx": "2", "fill": "currentColor"})
        )
    return bars


def _name(names: Sequence[str], foot: float) -> list[Element]:
    """Return the first name, the last, and some between them, below their groups."""
    count = min(len(names), _MOST_NAMES)
    chosen = {round(one * (len(names) - 1) / max(count - 1, 1)) for one in range(count)}
    found = []
    for number in sorted(chosen):
        edge = "start" if number == 0 else "end" if number == len(names) - 1 else "middle"
        x = {"start": 0.0, "end": 1.0}.get(edge, (number + 0.5) / len(names))
        found.append(label(x, foot + _FOOT - 6, names[number], edge))
    return found
