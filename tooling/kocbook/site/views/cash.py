"""What a task pays in cash, as far as the settings let the site say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kocbook.base.money import show_money, to_minor
from kocbook.insight.split import split_amount
from kocbook.insight.state import ModuleFacts
from kocbook.site.views.context import SiteContext


@dataclass(frozen=True, slots=True)
class CashView:
    """The cash of a task: each seat's part in words, empty where amounts stay off the site.

    `held_back` is the part that waits for optional goals, in percent.
    """

    seats: Mapping[str, str]
    held_back: str | None


def show_cash(context: SiteContext, facts: ModuleFacts) -> CashView | None:
    """Return the cash of a task that one can still take part in; None where it pays none."""
    brief, settings = facts.module.brief, context.community.settings
    is_on_offer = facts.state.is_claimable or facts.state.is_under_way
    if not brief.reward.pays_cash or not is_on_offer:
        return None
    handbook = context.community.handbooks.get(facts.module.handbook)
    held_back = f"{handbook.holdback / 100:g}" if handbook and handbook.holdback else None
    if settings.site.cash != "brief" or brief.reward.sealed:
        return CashView({}, held_back)
    cash = to_minor(brief.reward.cash, settings.currency)
    parts = split_amount(cash, [seat.share for seat in brief.seats])
    shown = (show_money(part, settings.currency, context.language) for part in parts)
    return CashView(dict(zip((seat.id for seat in brief.seats), shown, strict=True)), held_back)
