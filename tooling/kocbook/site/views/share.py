"""What stands on the picture of a page that somebody shares."""

from __future__ import annotations

from kocbook.insight.state import ModuleFacts
from kocbook.site.outline.outline import PageKind, make_outline
from kocbook.site.outline.shard import Shard
from kocbook.site.pictures.share import ShareCard
from kocbook.site.views.cards import only_seat
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import split_byline

MOST_NAMES = 6
"""So many names stand on a picture; more are counted."""
EVERYWHERE = ""
"""The address whose picture stands for pages without one of their own: the home page's."""


def share_cards(context: SiteContext, shard: Shard | None = None) -> dict[str, ShareCard]:
    """Return the cards of the home page, the covers and the modules, by their pages' addresses.

    Of a shard those of its own pages, and the home page's, which stands for pages without one.
    """
    community = context.community
    site = context.say(community.settings.name)
    cards = {EVERYWHERE: ShareCard(context.say(community.settings.brand), site, "", "", "")}
    for page in make_outline(community, context.facts, context.texts).pages:
        if shard is not None and not shard.holds(page):
            continue
        match page.kind:
            case PageKind.COVER:
                book = community.handbooks[page.subject]
                title = book.title_in(context.language)[0]
                cards[page.url] = ShareCard(site, title, book.audience, site, book.id)
            case PageKind.MODULE | PageKind.BRIEF:
                cards[page.url] = _module_card(context, context.facts[page.subject], site)
    return cards


def _module_card(context: SiteContext, facts: ModuleFacts, site: str) -> ShareCard:
    module, t = facts.module, context.texts
    people = split_byline(context, context.credits.get(module.key, ()), only_seat(facts))[0]
    names = [part.person.name for part in people] if facts.state.is_on_site else []
    if len(names) > MOST_NAMES:
        listed = t("site.list-comma").join(names[:MOST_NAMES])
        said = t("site.share.names", names=listed, n=len(names))
    else:
        said = t("site.list-comma").join(names)
    if not said and facts.state.is_claimable:
        said = t("site.share.open")
    title = context.book_title(module.handbook)[0]
    return ShareCard(title, module.title_in(context.language)[0], said, site, module.handbook)
