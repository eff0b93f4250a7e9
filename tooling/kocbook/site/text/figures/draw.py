"""Draws the figures of a text: each by its kind."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.markdown.figure_kinds import FIGURE, FigureKind
from kocbook.markdown.html_tree import Element, iter_elements
from kocbook.site.text.figures.bars import draw_bars
from kocbook.site.text.figures.calculator import draw_calculator
from kocbook.site.text.figures.comparison import draw_comparison
from kocbook.site.text.figures.hotspots import draw_hotspots
from kocbook.site.text.figures.line import draw_line
from kocbook.site.text.figures.parts import find
from kocbook.site.text.figures.route import draw_route
from kocbook.site.text.figures.steps import draw_steps
from kocbook.site.text.figures.timeline import draw_timeline

_DRAWS = {
    FigureKind.BARS: draw_bars,
    FigureKind.LINE: draw_line,
    FigureKind.TIMELINE: draw_timeline,
    FigureKind.STEPS: draw_steps,
    FigureKind.COMPARISON: draw_comparison,
    FigureKind.ROUTE: draw_route,
    FigureKind.HOTSPOTS: draw_hotspots,
    FigureKind.CALCULATOR: draw_calculator,
}


def draw_all(root: Element, texts: Texts) -> None:
    """Draw each figure of a text where it stands; `texts` are in the language of its page."""
    for figure in [one for one in iter_elements(root) if FIGURE in one.attributes]:
        kind = FigureKind(figure.get(FIGURE))
        figure.attributes["class"] = f"kb-drawn kb-drawn--{kind.value}"
        if body := find(figure, "table", "ol", "ul"):
            body.attributes["class"] = "kb-drawn-body"
        _DRAWS[kind](figure, texts)
