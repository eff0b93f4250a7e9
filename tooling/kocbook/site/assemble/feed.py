"""Atom feeds: what was finished last, in one language, of all handbooks or of one.

Whole texts stand in them, each person who signs is an author, and an entry keeps its id when the site moves.
"""

from __future__ import annotations

import html
import uuid
from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Any

from feedgenerator import Atom1Feed

from kocbook.insight.state import ModuleFacts
from kocbook.insight.summary import summary_in
from kocbook.model.handbook import Handbook
from kocbook.site.assemble.feed_text import make_feed_text
from kocbook.site.outline.outline import cover_url, module_url
from kocbook.site.views.cards import only_seat
from kocbook.site.views.context import SiteContext
from kocbook.site.views.module import contributed_text
from kocbook.site.views.people import split_byline
from kocbook.site.views.structured_data import site_address

ADDRESS = "feed.xml"
NEWEST = 30
"""So many modules stand in a feed."""


class _Feed(Atom1Feed):  # type: ignore[misc]  # published without types
    """A feed whose entries may have several authors."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an entry, and an author for each of its `people`."""
        super().add_item_elements(handler, item)
        for name in item["people"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


def make_feeds(context: SiteContext, handbooks: Collection[str] | None = None) -> dict[str, bytes]:
    """Return feeds of a language by their paths: that of everything, and those of all or some handbooks."""
    books = context.community.handbooks.values()
    wanted = [book for book in books if handbooks is None or book.id in handbooks]
    own = {cover_url(book.id) + ADDRESS: make_feed(context, book) for book in wanted}
    return {ADDRESS: make_feed(context), **own}


def make_feed(context: SiteContext, handbook: Handbook | None = None) -> bytes:
    """Return the feed: the newest modules, of one handbook or of all; hidden names stay hidden.

    Nothing in it depends on the clock: a module's day is that of its acceptance.
    """
    settings = context.community.settings
    folder = cover_url(handbook.id) if handbook else ""
    feed = _Feed(
        title=handbook.title if handbook else context.say(settings.name),
        link=site_address(context, folder),
        description=handbook.summary if handbook else context.say(settings.intro),
        language=context.language,
        feed_url=site_address(context, folder + ADDRESS),
        feed_guid=site_address(context, folder + ADDRESS),
        author_name=context.say(settings.name),
    )
    for day, facts in newest_modules(context, handbook):
        _add(feed, context, facts, day)
    if not feed.items:  # the library would take the clock's time
        feed.latest_post_date = lambda: _midnight(context.as_of)
    return f"{feed.writeString('utf-8')}\n".encode()


def newest_modules(
    context: SiteContext, handbook: Handbook | None = None
) -> list[tuple[date, ModuleFacts]]:
    """List the newest finished modules with their days, of one handbook or of all."""
    done = finished_modules(context)
    return [one for one in done if handbook in (None, _handbook_of(context, one[1]))][:NEWEST]


def _handbook_of(context: SiteContext, facts: ModuleFacts) -> Handbook | None:
    return context.community.handbooks.get(facts.module.handbook)


def finished_modules(context: SiteContext) -> list[tuple[date, ModuleFacts]]:
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
    return done


def _add(feed: Atom1Feed, context: SiteContext, facts: ModuleFacts, day: date) -> None:
    module, brief = facts.module, facts.module.brief
    lines = context.credits.get(module.key, ())
    byline, _ = split_byline(context, lines, only_seat(facts))
    licence = context.community.find_licence(brief.terms.licence)
    address = site_address(context, module_url(module.key))
    text = contributed_text(context, facts)
    feed.add_item(
        title=module.title_in(context.language)[0],
        link=address,
        unique_id=_name_entry(module.key, brief.opened),
        description=html.escape(summary_in(module, context.language)[0]),
        people=[part.person.name for part in byline]
        or [context.say(context.community.settings.name)],
        content=make_feed_text(text, context.texts, address) if text else None,
        pubdate=_midnight(day),
        updateddate=_midnight(day),
        categories=brief.tags,
        item_copyright=context.say(licence.name) if licence else None,
    )


def _name_entry(key: str, opened: date | None) -> str:
    """Return an entry's id, which stays when the site has another address."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"kocbook:{opened or ''}:{key}").urn


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
