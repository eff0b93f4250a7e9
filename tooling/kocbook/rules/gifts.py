"""Rules about gifts: their days and givers, and nothing private in public."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.gifts import find_amount
from kocbook.model.gifts import Gift
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("gift")
detail_rule = rules_for("gift-detail")


@rule("gift-steps", Severity.ERROR, Reach.MODULE)
def gift_steps(context: Context) -> Iterator[Hit]:
    """A gift was given before it was promised, received before it was given, or given by nobody."""
    for gift in context.community.gifts:
        yield from _find_missteps(gift)


def _find_missteps(gift: Gift) -> Iterator[Hit]:
    if gift.given is None:
        for key in ("given_by", "received"):
            if getattr(gift, key) is not None:
                yield at(gift.path, key), {"variant": "early", "what": gift.what}
        return
    if gift.given_by is None:
        yield at(gift.path, "given"), {"variant": "giver", "what": gift.what}
    days = {"date": gift.agreed or gift.date, "given": gift.given, "received": gift.received}
    for first, second in (("date", "given"), ("given", "received")):
        earlier, later = days[first], days[second]
        if later is not None and earlier is not None and later < earlier:
            data = {"what": gift.what, "first": earlier, "second": later}
            yield at(gift.path, second), data


@rule("gift-to-oneself", Severity.ERROR, Reach.MODULE)
def gift_to_oneself(context: Context) -> Iterator[Hit]:
    """A member of the staff promises, or gives, something to themselves."""
    for gift in context.community.gifts:
        for key in ("by", "given_by"):
            if getattr(gift, key) == gift.member:
                yield at(gift.path, key), {"member": gift.member}


@rule("gift-tells-amount", Severity.ERROR, Reach.MODULE)
def gift_tells_amount(context: Context) -> Iterator[Hit]:
    """The public record of a gift tells an amount of money, although payments are not public."""
    if context.community.settings.shows("payouts"):
        return
    for gift in context.community.gifts:
        for key in ("what", "note"):
            amount = find_amount(getattr(gift, key) or "")
            if amount is not None:
                yield at(gift.path, key), {"amount": amount}


@detail_rule("gift-detail-alone", Severity.ERROR, Reach.MODULE)
def gift_detail_alone(context: Context) -> Iterator[Hit]:
    """A private detail belongs to no gift, or tells an amount without the community's currency."""
    community = context.community
    known = {gift.id for gift in community.gifts}
    for detail in community.gift_details.values():
        wanted = detail.path.replace("/gift-details/", "/gifts/", 1)
        if detail.id not in known and wanted not in community.unreadable:
            yield at(detail.path), {"path": wanted}
        currency = community.settings.currency
        if (detail.currency or detail.cash) and detail.currency != (detail.cash and currency):
            data = {"variant": "currency", "wanted": currency}
            yield at(detail.path, "currency" if detail.currency else "cash"), data
