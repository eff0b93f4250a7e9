"""The result of a poll: counts beside pictures or as a chart, and the reasons without names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kocbook.insight.responses import Tally, count_votes
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Module
from kocbook.site.text.figures.plain_charts import lying_bars
from kocbook.site.views.charts import Chart, ChartTable
from kocbook.site.views.context import SiteContext


@dataclass(frozen=True, slots=True)
class OptionResult:
    """An option with its result: how many chose it, in whole percent of those who answered.

    `count` is None while the poll is open: nobody should vote with the crowd.
    """

    text: str
    picture: str | None
    alt: str | None
    count: int | None
    percent: int
    is_first: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll: `most` is how many options one person may choose. Pictures stand side by side."""

    choices: tuple[OptionResult, ...]
    voters: int
    most: int
    has_pictures: bool
    chart: Chart | None
    is_whole: bool = True


def show_poll(context: SiteContext, facts: ModuleFacts, reasons: Sequence[tuple[str, str]]) -> Poll:
    """Return a poll with `reasons` from `list_reasons`; its counts only once it is closed.

    Of a poll that is not whole, the page shows the reasons alone.
    """
    module, is_open = facts.module, facts.state.is_claimable
    tallies = count_votes(module)
    top = max((tally.count for tally in tallies), default=0)
    has_pictures = any(tally.option.picture for tally in tallies)
    return Poll(
        choices=tuple(
            OptionResult(
                text=tally.option.text,
                picture=tally.option.picture,
                alt=tally.option.alt,
                count=None if is_open else tally.count,
                percent=0 if is_open else tally.percent,
                is_first=not is_open and 0 < tally.count == top,
                reasons=tuple(text for option, text in reasons if option == tally.option.id),
            )
            for tally in tallies
        ),
        voters=tallies[0].voters if tallies else 0,
        most=module.brief.choices,
        has_pictures=has_pictures,
        chart=None if is_open or has_pictures else _draw_votes(context, module, tallies),
    )


def list_reasons(facts: ModuleFacts) -> list[tuple[str, str]]:
    """List why people chose, with the option, by its words: who chose what is not what a page tells.

    Nothing is told while the poll is open; who chose two is quoted under the one they put first.
    """
    if facts.state.is_claimable:
        return []
    places = {option.id: place for place, option in enumerate(facts.module.brief.options)}
    found = [
        (item.choice[0], reason)
        for item in facts.module.responses.values()
        if item.choice and item.choice[0] in places and (reason := item.reason or item.text)
    ]
    return sorted(found, key=lambda entry: (places[entry[0]], entry[1]))


def _draw_votes(context: SiteContext, module: Module, tallies: tuple[Tally, ...]) -> Chart | None:
    """Draw the counts as lying bars, most first."""
    if not any(tally.count for tally in tallies):
        return None
    texts = context.texts
    ranked = sorted(tallies, key=lambda tally: -tally.count)
    return Chart(
        label=texts("site.poll.chart", title=module.brief.title, n=ranked[0].voters),
        table=ChartTable(
            (texts("site.poll.option"), texts("site.poll.people"), texts("site.poll.part")),
            tuple((tally.option.text, str(tally.count), f"{tally.percent}%") for tally in ranked),
        ),
        drawing=lying_bars(
            [
                (tally.option.text, _tell(context, tally), tally.count / ranked[0].voters)
                for tally in ranked
            ]
        ),
        note=texts("site.poll.several", most=module.brief.choices)
        if module.brief.choices > 1
        else "",
    )


def _tell(context: SiteContext, tally: Tally) -> str:
    return context.texts("site.responses.votes", n=tally.count, percent=tally.percent)
