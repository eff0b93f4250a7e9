"""The calendar for readers and members: what runs, what comes, and what is made for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kocbook.insight.calendar import CampaignFacts, Phase, list_campaigns
from kocbook.insight.state import ModuleFacts
from kocbook.site.outline.outline import has_page, module_url
from kocbook.site.views.context import SiteContext

ADDRESS = "calendar/calendar.ics"
"""Where the calendar stands for programs, in the folder of a language."""
_BACK = timedelta(days=366)
"""For so long what is over is still told."""


@dataclass(frozen=True, slots=True)
class DatedWork:
    """Something that is made for a date: its page, and the state or the last day to take part."""

    title: str
    language: str
    url: str
    state: str
    closes: date | None


@dataclass(frozen=True, slots=True)
class DateCard:
    """One date as the page shows it; `progress` is the part of it that has passed, in per cent."""

    id: str
    title: str
    language: str
    kind: str
    phase: str
    starts: date
    ends: date | None
    days: int
    progress: int
    about: str | None
    url: str | None
    cancelled: str | None
    work: tuple[DatedWork, ...]


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The page: dates by how far they are, and the address of the feed."""

    as_of: date
    groups: tuple[tuple[str, tuple[DateCard, ...]], ...]
    feed: str


def make_calendar_view(context: SiteContext) -> CalendarView:
    """Return the page: what runs and what is prepared first, what is over last and newest first."""
    cards: dict[str, list[DateCard]] = {str(phase): [] for phase in Phase}
    for one in list_shown(context):
        cards[one.phase].append(_card(context, one))
    cards[Phase.OVER].reverse()
    groups = tuple((name, tuple(found)) for name, found in cards.items() if found)
    return CalendarView(context.as_of, groups, ADDRESS)


def list_shown(context: SiteContext) -> list[CampaignFacts]:
    """List the dates that are told: all to come, and those of the last year."""
    listed = list_campaigns(context.community, context.facts, context.as_of)
    return [one for one in listed if one.campaign.last_day >= context.as_of - _BACK]


def iter_closing(context: SiteContext) -> Iterator[ModuleFacts]:
    """Yield the activities with a page whose last day is to come."""
    for _, facts in sorted(context.facts.items()):
        closes = facts.module.brief.closes
        is_shown = has_page(facts) and facts.module.key not in context.community.held.modules
        if is_shown and facts.state.is_claimable and closes and closes >= context.as_of:
            yield facts


def _card(context: SiteContext, one: CampaignFacts) -> DateCard:
    campaign = one.campaign
    title, language = campaign.title_in(context.language)
    whole = (campaign.last_day - campaign.starts).days + 1
    passed = min(max((context.as_of - campaign.starts).days + 1, 0), whole)
    return DateCard(
        id=campaign.id,
        title=title,
        language=language,
        kind=campaign.kind.value,
        phase=one.phase.value,
        starts=campaign.starts,
        ends=campaign.ends,
        days=one.days,
        progress=100 * passed // whole,
        about=campaign.names[language].summary
        if language != "zh" and campaign.names[language].summary
        else campaign.about,
        url=campaign.url,
        cancelled=campaign.cancelled,
        work=tuple(_iter_work(context, one)),
    )


def _iter_work(context: SiteContext, one: CampaignFacts) -> Iterator[DatedWork]:
    for key in one.modules:
        facts = context.facts[key]
        if has_page(facts) and key not in context.community.held.modules:
            title, language = facts.module.title_in(context.language)
            closes = facts.module.brief.closes if facts.state.is_claimable else None
            yield DatedWork(title, language, module_url(key), facts.state.value, closes)
