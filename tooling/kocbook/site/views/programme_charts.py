"""The programme by month as charts, each with its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kocbook.insight.programme import Month, list_months
from kocbook.site.views import charts
from kocbook.site.views.charts import Chart, ChartTable
from kocbook.site.views.context import SiteContext

_PICTURES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("modules", ("opened", "claimed", "accepted", "published"), "published"),
    ("responses", ("responses",), "responses"),
    ("joined", ("joined",), "joined"),
    ("points", ("points",), "points"),
)
"""The charts: a name for their words, their figures, and the figure that the label adds up."""

_LOOKS: tuple[dict[str, Any], ...] = (
    {"color": charts.SOFT, "opacity": 0.45},
    {"color": charts.ORANGE},
    {"color": charts.TEAL, "opacity": 0.45},
    {"color": charts.TEAL},
)
"""Bars side by side: strong colours for what people did, pale ones for the steps between."""


def draw_programme(context: SiteContext) -> tuple[Chart, ...]:
    """Draw the months; nothing before the first member joined."""
    months = list_months(context.community, context.facts, context.as_of)
    if not months:
        return ()
    return tuple(_draw(context, months, *picture) for picture in _PICTURES)


def _draw(
    context: SiteContext, months: Sequence[Month], name: str, figures: tuple[str, ...], sum_of: str
) -> Chart:
    texts = context.texts
    names = tuple(texts(f"site.desk.{figure}") for figure in figures)
    labels = [f"{month.first:%Y-%m}" for month in months]
    columns = [[getattr(month, figure) for month in months] for figure in figures]
    rows = zip(labels, *columns, strict=True)
    return Chart(
        label=texts(f"site.desk.{name}-label", n=sum(getattr(one, sum_of) for one in months)),
        option=_option(labels, names, columns),
        table=ChartTable(
            (texts("site.desk.month"), *names),
            tuple(tuple(str(cell) for cell in row) for row in rows),
        ),
    )


def _option(labels: list[str], names: Sequence[str], columns: list[list[int]]) -> dict[str, Any]:
    """Return the option of standing bars by month; several figures stand side by side."""
    looks = _LOOKS if len(columns) > 1 else _LOOKS[-1:]
    quiet = {"axisLine": {"show": False}, "axisTick": {"show": False}}
    words = {"color": charts.SOFT, "fontSize": 11}
    return {
        "grid": {
            "left": 4,
            "right": 8,
            "top": 62 if len(columns) > 1 else 40,
            "bottom": 4,
            "containLabel": True,
        },
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "legend": {
            "top": 0,
            "left": 0,
            "itemWidth": 10,
            "itemHeight": 10,
            "textStyle": {"color": charts.INK, "fontSize": 12},
        },
        "xAxis": {
            "type": "category",
            "data": labels,
            **quiet,
            "axisLabel": {**words, "hideOverlap": True},
        },
        "yAxis": {
            "type": "value",
            "minInterval": 1,
            "axisLabel": words,
            "splitLine": {"lineStyle": {"color": charts.LINE}},
        },
        "series": [
            {
                "type": "bar",
                "name": name,
                "data": column,
                "barMaxWidth": 18,
                "itemStyle": {**look, "borderRadius": [3, 3, 0, 0]},
            }
            for name, column, look in zip(names, columns, looks, strict=True)
        ],
    }
