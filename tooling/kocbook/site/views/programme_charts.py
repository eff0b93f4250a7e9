"""The programme by month as charts, each with its table."""

from __future__ import annotations

from collections.abc import Sequence

from kocbook.insight.programme import Month, list_months
from kocbook.site.text.figures.plain_charts import standing_bars
from kocbook.site.views.charts import Chart, ChartTable
from kocbook.site.views.context import SiteContext

_PICTURES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("modules", ("opened", "claimed", "accepted", "published"), "published"),
    ("responses", ("responses",), "responses"),
    ("joined", ("joined",), "joined"),
    ("points", ("points",), "points"),
)
"""The charts: a name for their words, their figures, and the figure that the label adds up."""


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
        drawing=standing_bars(labels, names, columns),
        table=ChartTable(
            (texts("site.desk.month"), *names),
            tuple(tuple(str(cell) for cell in row) for row in rows),
        ),
    )
