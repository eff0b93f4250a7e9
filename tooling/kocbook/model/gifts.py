"""What was promised to a member beside points, and how far it has come: gifts, places and fees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.model.enums import GiftKind

Day = date
"""The type, for records whose own `date` hides it."""


@dataclass(frozen=True, slots=True)
class Gift:
    """One thing promised to one member by the member of staff `by`, tracked until it has arrived.

    `date` is the day of the promise, `due` the last day that was said. `given_by` handed it over on
    the day `given`; `received` is the receipt, which the member writes. Amounts and addresses stand
    in a `GiftDetail`, never here.
    """

    id: str
    path: str
    member: str
    by: str
    date: date
    kind: GiftKind
    what: str
    module: str | None = None
    due: Day | None = None
    given: Day | None = None
    given_by: str | None = None
    received: Day | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class GiftDetail:
    """What of a gift is private: the amount of a fee in whole units, and where it is sent.

    `tracking` is the carrier's number. It stands in the private repository, under its gift's name.
    """

    id: str
    path: str
    by: str
    date: date
    cash: int | None = None
    currency: str | None = None
    address: str | None = None
    tracking: str | None = None
    note: str | None = None
