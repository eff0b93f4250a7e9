"""The pictures that the tool draws from a text's own figures: which there are, and what each is made of.

An author writes a fenced block whose first line names the kind, in Chinese or in English; inside stands a
Markdown table or list, so that the block is readable wherever nobody draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FIGURE = "data-kb-figure"
"""The attribute of a figure that a block became: its kind. No author can write it."""


class FigureKind(StrEnum):
    """A kind of picture; its value is the English name of the block."""

    BARS = "bars"
    LINE = "line"
    TIMELINE = "timeline"
    STEPS = "steps"
    COMPARISON = "comparison"
    ROUTE = "route"
    HOTSPOTS = "hotspots"
    CALCULATOR = "calculator"


@dataclass(frozen=True, slots=True)
class FigureShape:
    """What a block of one kind holds: elements that are its body, columns and rows (or list items).

    `columns` and `rows` are the least and the most.
    """

    body: frozenset[str]
    columns: tuple[int, int]
    rows: tuple[int, int]
    has_picture: bool = False


_TABLE = frozenset(["table"])
SHAPES = {
    FigureKind.BARS: FigureShape(_TABLE, (2, 4), (1, 24)),
    FigureKind.LINE: FigureShape(_TABLE, (2, 4), (2, 60)),
    FigureKind.TIMELINE: FigureShape(frozenset(["ul", "ol"]), (0, 0), (2, 20)),
    FigureKind.STEPS: FigureShape(frozenset(["ol"]), (0, 0), (2, 12)),
    FigureKind.COMPARISON: FigureShape(_TABLE, (3, 4), (1, 20)),
    FigureKind.ROUTE: FigureShape(_TABLE, (4, 4), (2, 20)),
    FigureKind.HOTSPOTS: FigureShape(_TABLE, (3, 3), (1, 20), has_picture=True),
    FigureKind.CALCULATOR: FigureShape(_TABLE, (3, 6), (2, 12)),
}

CHINESE_NAMES = {
    "柱图": FigureKind.BARS,
    "折线": FigureKind.LINE,
    "时间线": FigureKind.TIMELINE,
    "步骤": FigureKind.STEPS,
    "对比": FigureKind.COMPARISON,
    "路线": FigureKind.ROUTE,
    "指点": FigureKind.HOTSPOTS,
    "估算": FigureKind.CALCULATOR,
}


_NAMES = {kind.value: kind for kind in FigureKind} | CHINESE_NAMES


def find_kind(name: str) -> FigureKind | None:
    """Return the kind that the first line of a block names, None where it names none."""
    return _NAMES.get(name.strip().lower())
