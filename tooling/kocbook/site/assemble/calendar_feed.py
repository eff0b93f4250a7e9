"""The calendar as iCalendar, for phones and offices to subscribe to: dates, and last days to take part.

Nothing in it depends on the clock, so that what did not change has the same bytes.
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from kocbook.insight.calendar import CampaignFacts
from kocbook.insight.state import ModuleFacts
from kocbook.site.outline.outline import CALENDAR_URL, module_url
from kocbook.site.views.calendar import ADDRESS, iter_closing, list_shown
from kocbook.site.views.context import SiteContext
from kocbook.site.views.structured_data import site_address

_DAILY = timedelta(days=1)


def make_calendar_feed(context: SiteContext) -> dict[str, bytes]:
    """Return the feed of a language by its path, or nothing where there is no calendar."""
    if not context.community.campaigns:
        return {}
    name = context.texts(
        "site.calendar.feed-name", name=context.say(context.community.settings.name)
    )
    calendar = Calendar()
    calendar.add("prodid", "-//kocbook//calendar//" + context.language.upper())
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _DAILY, parameters={"VALUE": "DURATION"})
    calendar.add("url", site_address(context, CALENDAR_URL))
    for one in list_shown(context):
        calendar.add_component(_campaign(context, one))
    for facts in iter_closing(context):
        calendar.add_component(_closing(context, facts))
    return {ADDRESS: calendar.to_ical()}


def _campaign(context: SiteContext, one: CampaignFacts) -> Event:
    campaign = one.campaign
    event = _event(f"campaign:{campaign.id}", campaign.date, campaign.starts, campaign.last_day)
    title = campaign.title_in(context.language)[0]
    event.add("summary", title)
    event.add("categories", [context.texts(f"words.campaign.{campaign.kind}")])
    event.add("status", "CANCELLED" if campaign.cancelled else "CONFIRMED")
    event.add("url", site_address(context, f"{CALENDAR_URL}#{campaign.id}"))
    if about := campaign.cancelled or campaign.about:
        event.add("description", about)
    return event


def _closing(context: SiteContext, facts: ModuleFacts) -> Event:
    module, day = facts.module, facts.module.brief.closes or context.as_of
    event = _event(f"closes:{module.key}", module.brief.opened or day, day, day)
    title = module.title_in(context.language)[0]
    event.add("summary", context.texts("site.calendar.closing", title=title))
    event.add("url", site_address(context, module_url(module.key)))
    return event


def _event(name: str, written: date, first: date, last: date) -> Event:
    """Return an event of whole days that takes nobody's time; its id stays when the site moves."""
    event = Event()
    event.add("uid", uuid.uuid5(uuid.NAMESPACE_URL, f"kocbook:{name}").urn)
    event.add("dtstamp", datetime.combine(written, time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", last + _DAILY)  # the day after, as RFC 5545 counts
    event.add("transp", "TRANSPARENT")
    return event
