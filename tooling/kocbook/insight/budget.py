"""A handbook's money: approved, promised to those who may count on it, and paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kocbook.base.money import to_minor
from kocbook.model.community import Community, Module


@dataclass(frozen=True, slots=True)
class Purse:
    """One handbook's money in minor units of `currency`. `promised` holds what is paid, too."""

    handbook: str
    approved: date | None
    currency: str
    budget: int
    promised: int
    paid: int

    @property
    def left(self) -> int:
        """What may still be promised; below 0 where more was promised than approved."""
        return self.budget - self.promised


def promised_cash(modules: Iterable[Module]) -> int:
    """Return the cash that modules promise, in whole units."""
    return sum(module.brief.reward.cash for module in modules if is_promised(module))


def is_promised(module: Module) -> bool:
    """True for cash that somebody may count on: of an open module, or of one that has claims."""
    gone = module.brief.withdrawn or module.brief.superseded_by
    return bool(module.claims) or bool(module.brief.opened and not gone)


def list_purses(community: Community, as_of: date) -> list[Purse]:
    """List the money of every handbook that has a budget, by handbook."""
    promised: dict[str, list[Module]] = {}
    for module in community.modules.values():
        promised.setdefault(module.handbook, []).append(module)
    return [
        Purse(
            handbook=handbook.id,
            approved=handbook.budget.approved,
            currency=handbook.budget.currency,
            budget=to_minor(handbook.budget.cash, handbook.budget.currency),
            promised=to_minor(
                promised_cash(promised.get(handbook.id, ())), handbook.budget.currency
            ),
            paid=sum(
                line.cash_minor
                for payout in community.payouts
                if payout.handbook == handbook.id and payout.date <= as_of
                for line in payout.lines
            ),
        )
        for _, handbook in sorted(community.handbooks.items())
        if handbook.budget
    ]
