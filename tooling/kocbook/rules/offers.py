"""Rules about offers and what points were spent on: enough points, enough stock, whole records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.exchange import find_overspent, iter_exchanges, taken
from kocbook.insight.points import iter_point_events
from kocbook.model.community import Community
from kocbook.model.enums import StaffRole
from kocbook.rules.context import Context
from kocbook.rules.references import near
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("offer")
gift_rule = rules_for("gift")


def _spends(community: Community) -> bool:
    """True where points buy something: what a member has left comes from all their work."""
    return community.settings.points.spending == "offers"


@rule("offer-not-by-lead", Severity.ERROR, Reach.MODULE, tells=True)
def offer_not_by_lead(context: Context) -> Iterator[Hit]:
    """An offer is listed by a member of the staff who is no project lead, or closes before it opens."""
    for offer in context.community.offers.values():
        person = context.community.members.get(offer.by)
        if person and person.is_staff and StaffRole.PROJECT_LEAD not in person.staff:
            leads = context.community.find_staff(StaffRole.PROJECT_LEAD)
            yield at(offer.path, "by"), {"member": offer.by, "leads": leads}
        if offer.closes is not None and offer.closes < offer.opened:
            data = {"variant": "closes", "opened": offer.opened, "closes": offer.closes}
            yield at(offer.path, "closes"), data


@rule("offer-honour-only", Severity.WARNING, Reach.MODULE)
def offer_honour_only(context: Context) -> Iterator[Hit]:
    """There is an offer, and the community says that points are an honour only."""
    if context.community.settings.points.spending == "honour":
        for offer in context.community.offers.values():
            yield at(offer.path, "points"), {"name": offer.name.zh}


@rule("offer-sold-out", Severity.ERROR, Reach.MODULE)
def offer_sold_out(context: Context) -> Iterator[Hit]:
    """More of an offer was agreed to than there is, or than one member may have."""
    for offer in context.community.offers.values():
        mine: Counter[str] = Counter()
        for place, gift in enumerate(taken(context.community, offer.id, context.as_of), start=1):
            mine[gift.member] += 1
            if place > offer.stock:
                yield at(gift.path, "offer"), {"offer": offer.id, "stock": offer.stock}
            elif offer.each is not None and mine[gift.member] > offer.each:
                data = {"variant": "each", "offer": offer.id, "each": offer.each}
                yield at(gift.path, "offer"), {**data, "member": gift.member}


@gift_rule("exchange-incomplete", Severity.ERROR, Reach.MODULE, tells=True)
def exchange_incomplete(context: Context) -> Iterator[Hit]:
    """A request names no offer that there is, no points, or was answered by nobody."""
    community = context.community
    for gift in community.gifts:
        if gift.offer is None:
            for key in ("points", "agreed", "declined"):
                if getattr(gift, key):
                    yield at(gift.path, key), {"variant": "gift", "field": key}
            if gift.by is None:
                yield at(gift.path), {"variant": "nobody"}
            continue
        where = f"members/offers/{gift.offer}.yml"
        if gift.offer not in community.offers and where not in community.unreadable:
            names = near(gift.offer, community.offers)
            yield at(gift.path, "offer"), {"offer": gift.offer, "near": names}
        if not gift.points:
            yield at(gift.path, "offer"), {"variant": "points"}
        answers = [day for day in (gift.agreed, gift.declined) if day is not None]
        if (gift.by is None) is not (not answers) or len(answers) > 1:
            yield at(gift.path), {"variant": "answer"}


@gift_rule("exchange-over-points", Severity.ERROR, Reach.MODULE, is_wide=_spends)
def exchange_over_points(context: Context) -> Iterator[Hit]:
    """A member asked for more than the points that they had left on that day."""
    exchanges = list(iter_exchanges(context.community, context.as_of))
    if not exchanges:
        return
    members = {gift.member for gift in exchanges} - context.community.half_known
    events = [
        event
        for event in iter_point_events(context.community, context.facts, context.as_of)
        if event.member in members
    ]
    for gift in find_overspent(events, (one for one in exchanges if one.member in members)):
        yield at(gift.path, "points"), {"member": gift.member, "points": gift.points}
