"""Payments that left the brand's account: who got what, for which seat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """One seat's part of a payment, in whole minor units (分) of its currency."""

    module: str
    seat: str
    member: str
    cash_minor: int


@dataclass(frozen=True, slots=True)
class Payout:
    """One payment of a handbook. `reference` finds it at the bank, `approved_by` is a second person.

    `amounts` is the fingerprint of what was paid: no line changes afterwards.
    """

    handbook: str
    path: str
    date: date
    by: str
    reference: str
    currency: str
    lines: tuple[PayoutLine, ...]
    approved_by: str | None = None
    note: str | None = None
    amounts: str | None = None
