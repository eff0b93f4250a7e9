"""The Atom feed of one language: what was finished last."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime, time

from feedgenerator import Atom1Feed

from kocbook.insight.state import ModuleFacts
from kocbook.insight.summary import summary_in
from kocbook.site.outline.outline import module_url
from kocbook.site.views.cards import only_seat
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import split_byline
from kocbook.site.views.structured_data import site_address

ADDRESS = "feed.xml"
NEWEST = 30
"""So many modules stand in a feed."""


def make_feed(context: SiteContext) -> bytes:
    """Return the feed: the newest modules with their bylines; hidden names stay hidden.

    Nothing in it depends on the clock: a module's day is that of its acceptance.
    """
    settings = context.community.settings
    feed = Atom1Feed(
        title=context.say(settings.name),
        link=site_address(context, ""),
        description=context.say(settings.intro),
        language=context.language,
        feed_url=site_address(context, ADDRESS),
        feed_guid=site_address(context, ADDRESS),
        author_name=context.say(settings.name),
    )
    for day, facts in newest_modules(context):
        _add(feed, context, facts, day)
    if not feed.items:  # the library would take the clock's time
        feed.latest_post_date = lambda: _midnight(context.as_of)
    return f"{feed.writeString('utf-8')}\n".encode()


def newest_modules(context: SiteContext) -> list[tuple[date, ModuleFacts]]:
    """List finished modules with their days, the newest first."""
    done = [
        (facts.finished, facts)
        for facts in context.facts.values()
        if facts.state.is_on_site
        and facts.finished
        and facts.finished <= context.as_of
        and facts.module.key not in context.community.held.modules
    ]
    done.sort(key=lambda item: item[1].module.key)
    done.sort(key=lambda item: item[0], reverse=True)
    return done[:NEWEST]


def _add(feed: Atom1Feed, context: SiteContext, facts: ModuleFacts, day: date) -> None:
    module, brief = facts.module, facts.module.brief
    lines = context.credits.get(module.key, ())
    byline, _ = split_byline(context, lines, only_seat(facts))
    licence = context.community.find_licence(brief.terms.licence)
    address = site_address(context, module_url(module.key))
    feed.add_item(
        title=module.title_in(context.language)[0],
        link=address,
        unique_id=address,
        description=html.escape(summary_in(module, context.language)[0]),
        author_name=context.texts("site.list-comma").join(part.person.name for part in byline)
        or context.say(context.community.settings.name),
        pubdate=_midnight(day),
        updateddate=_midnight(day),
        categories=brief.tags,
        item_copyright=context.say(licence.name) if licence else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
