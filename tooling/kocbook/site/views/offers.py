"""What points buy: the price, how many are left, and the door to ask for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.exchange import is_open, stock_left
from kocbook.model.forms import FormName
from kocbook.site.views.context import SiteContext
from kocbook.site.views.form_links import form_link


@dataclass(frozen=True, slots=True)
class OfferView:
    """One offer that is open today."""

    name: str
    about: str | None
    kind: str
    points: int
    left: int
    closes: date | None
    each: int | None


@dataclass(frozen=True, slots=True)
class OffersView:
    """All open offers, the cheapest first; `form` asks for one."""

    offers: tuple[OfferView, ...]
    form: str


def make_offers_view(context: SiteContext) -> OffersView:
    """Return what can be asked for today, with what is left of it."""
    community, day = context.community, context.as_of
    known = sorted(community.offers.values(), key=lambda one: (one.points, one.id))
    views = (
        OfferView(
            context.say(one.name),
            context.say(one.about) if one.about else None,
            one.kind.value,
            one.points,
            max(stock_left(community, one, day), 0),
            one.closes,
            one.each,
        )
        for one in known
        if is_open(community, one, day)
    )
    return OffersView(tuple(views), form_link(context, FormName.EXCHANGE))
