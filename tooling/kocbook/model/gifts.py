"""What was promised to a member beside points, and how far it has come: gifts, places and fees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.model.enums import GiftKind
from kocbook.model.settings import Text2

Day = date
"""The type, for records whose own `date` hides it."""


@dataclass(frozen=True, slots=True)
class Gift:
    """One thing promised to one member by the member of staff `by`, tracked until it has arrived.

    `date` is the day of the promise, or of the request; `due` the last day that was said. `given_by` handed it over on
    the day `given`; `received` is the receipt, which the member writes. Amounts and addresses stand
    in a `GiftDetail`, never here. What a member asks for in exchange for `points` names the `offer`
    and has no `by` until one of the staff has `agreed` to it, or `declined` it.
    """

    id: str
    path: str
    member: str
    date: date
    kind: GiftKind
    what: str
    by: str | None = None
    module: str | None = None
    due: Day | None = None
    given: Day | None = None
    given_by: str | None = None
    received: Day | None = None
    note: str | None = None
    offer: str | None = None
    points: int = 0
    agreed: Day | None = None
    declined: Day | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What members may have for `points` each: `stock` of it in all, `each` at most for one member.

    It can be asked for from `opened` to `closes`, and where the community lets points be spent.
    """

    id: str
    path: str
    name: Text2
    kind: GiftKind
    points: int
    stock: int
    by: str
    opened: date
    closes: date | None = None
    each: int | None = None
    about: Text2 | None = None


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
