"""What stands in the private repository beside payments and notes: approved and promised amounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.model.handbook import Budget
from kocbook.model.paths import RecordKind

PRIVATE_KINDS = frozenset(
    {
        *(RecordKind.RECOGNITION, RecordKind.PAYOUT, RecordKind.BUDGET, RecordKind.CASH),
        *(RecordKind.LOAN_DETAILS, RecordKind.CONTACT, RecordKind.GIFT_DETAIL),
    }
)
"""The kinds of records that the private repository may hold."""


@dataclass(frozen=True, slots=True)
class PrivateBudget:
    """A handbook's budget where it is not public: in whole units of `currency`."""

    handbook: str
    path: str
    cash: int
    currency: str
    approved_by: str | None = None
    approved: date | None = None

    @property
    def budget(self) -> Budget:
        """The same, as a blueprint has it."""
        return Budget(self.cash, self.currency, self.approved_by, self.approved)


@dataclass(frozen=True, slots=True)
class PrivateCash:
    """The cash that a module promises, where the amount is not public.

    The brief holds a commitment to it; `salt` (32 hex digits) keeps that from being guessed.
    """

    path: str
    cash: int
    currency: str
    salt: str
    by: str
    date: date
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Under which address a member without an account is reached: a number, a name in a chat."""

    path: str
    member: str
    address: str
    by: str
    date: date
    note: str | None = None
