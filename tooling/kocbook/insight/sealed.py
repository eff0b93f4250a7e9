"""Amounts of cash that are not public: what a brief holds of one, and where plain ones stand."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from kocbook.base.finding import Location, at
from kocbook.model.community import Community, Module
from kocbook.model.private import PrivateCash


def new_salt() -> str:
    """Return 32 random hex digits, which keep an amount from being guessed."""
    return secrets.token_hex(16)


def seal_amount(cash: int, currency: str, salt: str) -> str:
    """Return the commitment to an amount: SHA-256 over salt, amount and currency, a line each.

    Anybody who is told the three can compute it with `sha256sum`.
    """
    return hashlib.sha256(f"{salt}\n{cash}\n{currency}\n".encode()).hexdigest()


def seal_of(private: PrivateCash) -> str:
    """Return the commitment to a private record's amount."""
    return seal_amount(private.cash, private.currency, private.salt)


class SealFault(StrEnum):
    """What can be wrong between a brief and the private record of its cash."""

    BROKEN = "broken"
    """The amount is another than the one that the brief holds."""
    MISSING = "missing"
    """The private repository has no record of the amount."""
    UNSEALED = "unsealed"
    """There is a private record, but the brief holds nothing."""
    BOTH = "both"
    """The brief has an amount in plain figures beside the seal."""


def find_seal_fault(module: Module, *, sees_private: bool) -> SealFault | None:
    """Return what is wrong; None where nothing is, as far as one sees."""
    reward, private = module.brief.reward, module.cash
    if private is None:
        if reward.sealed and reward.cash:
            return SealFault.BOTH
        return SealFault.MISSING if reward.sealed and sees_private else None
    if reward.sealed is None:
        return SealFault.UNSEALED
    return None if seal_of(private) == reward.sealed else SealFault.BROKEN


class PlainKind(StrEnum):
    """Kinds of private things in plain text."""

    NOTE = "note"
    PAYOUT = "payout"
    BUDGET = "budget"
    CASH = "cash"
    LOAN = "loan"
    CONTACT = "contact"
    GIFT = "gift"


class Plain(NamedTuple):
    """A private thing that stands in plain text in the public repository."""

    kind: PlainKind
    location: Location


def iter_plain(community: Community) -> Iterator[Plain]:
    """Yield what stands in the public tree and may not, unless the community publishes it."""
    settings, private = community.settings, community.private or frozenset()
    for given in community.recognitions:
        if given.private and given.path not in private:
            yield Plain(PlainKind.NOTE, at(given.path))
    for payout in () if settings.shows("payouts") else community.payouts:
        if payout.path not in private:
            yield Plain(PlainKind.PAYOUT, at(payout.path))
    for thing in community.equipment.values():
        for details in thing.details.values():
            if details.path not in private:
                yield Plain(PlainKind.LOAN, at(details.path))
    for contact in community.contacts:
        if contact.path not in private:
            yield Plain(PlainKind.CONTACT, at(contact.path))
    for detail in community.gift_details.values():
        if detail.path not in private:
            yield Plain(PlainKind.GIFT, at(detail.path))
    if not settings.shows("budgets"):
        yield from _iter_budgets(community, private)
    if not settings.shows("briefs"):
        yield from _iter_promises(community, private)


def _iter_budgets(community: Community, private: frozenset[str]) -> Iterator[Plain]:
    for handbook in community.handbooks.values():
        own = community.budgets.get(handbook.id)
        if own is None and handbook.budget and handbook.budget.cash:
            yield Plain(PlainKind.BUDGET, at(handbook.path, "budget"))
        elif own is not None and own.path not in private:
            yield Plain(PlainKind.BUDGET, at(own.path))


def _iter_promises(community: Community, private: frozenset[str]) -> Iterator[Plain]:
    for module in community.modules.values():
        if module.cash is not None and module.cash.path not in private:
            yield Plain(PlainKind.CASH, at(module.cash.path))
        elif module.brief.reward.cash and not module.brief.reward.sealed:
            yield Plain(PlainKind.CASH, at(module.path, "reward", "cash"))
