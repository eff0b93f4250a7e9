"""Charts as data: a drawing or an ECharts option, what it shows in words, and its figures as a table.

A view builds a `Chart`; the macro `chart` of `charts.j2` puts it on the page. What readers only look at
is drawn when the site is built; what they touch, `charts.js` draws.
Colours and fonts are names of the site's own CSS properties, `var(--kb-teal)`: the script resolves
them, and again whenever the reader switches between light and dark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from kocbook.site.files.vendor_files import content_name, find_vendor_file

_LIBRARY = "echarts/dist/echarts.min.js"

PAPER, INK, SOFT, LINE = "var(--kb-card)", "var(--kb-ink)", "var(--kb-soft)", "var(--kb-line)"
TEAL, TEAL_WASH = "var(--kb-teal)", "var(--kb-teal-wash)"
ORANGE, ORANGE_WASH = "var(--kb-orange)", "var(--kb-orange-wash)"


class Shape(StrEnum):
    """How much room a chart takes before it is drawn, so that nothing moves when it is."""

    WIDE = "wide"  # 16 : 9, never lower than a phone needs
    SQUARE = "square"
    ROWS = "rows"  # as high as its rows


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The figures of a chart as text: a heading line, and rows that begin with their name."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures. `label` says in a sentence what a reader would see in it.

    `drawing` is HTML with inline SVG, of `site.text.figures`. Without one, `option` is what ECharts'
    `setOption` takes, as plain data: no function can stand in it.
    `rows` counts the lines of a chart whose shape is ROWS. `note` may explain its marks.
    """

    label: str
    table: ChartTable
    option: Mapping[str, Any] = field(default_factory=dict)
    drawing: str = ""
    shape: Shape = Shape.WIDE
    rows: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChartLibrary:
    """The file that draws charts, and its address from the root of the whole site."""

    path: Path
    address: str


def find_chart_library() -> ChartLibrary | None:
    """Return the library of this installation, named after its content; None where there is none.

    Without it pages show their tables alone.
    """
    path = find_vendor_file(_LIBRARY)
    return ChartLibrary(path, f"assets/echarts-{content_name(path)}.min.js") if path else None
