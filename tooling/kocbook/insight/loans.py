"""Loans: what is booked when, what is out, and what is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kocbook.insight.events import Applicant
from kocbook.model.loan import Booking, Equipment, EquipmentCard, Handover, Return


class LoanState(StrEnum):
    """How far a loan has come."""

    ASKED = "asked"
    BOOKED = "booked"
    OUT = "out"
    LATE = "late"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Loan:
    """A booking with what became of it. `days_late` counts from the last day that was booked."""

    booking: Booking
    state: LoanState
    handover: Handover | None
    back: Return | None
    days_late: int

    @property
    def kilometres(self) -> int | None:
        """How far a car was driven, None where that was not written down."""
        before = self.handover.kilometres if self.handover else None
        after = self.back.kilometres if self.back else None
        return after - before if before is not None and after is not None else None


def list_loans(equipment: Equipment, as_of: date) -> list[Loan]:
    """List the loans of a thing as they stand on a day, by the first day that is booked."""
    found = sorted(equipment.bookings.values(), key=lambda one: (one.start, one.name))
    return [_loan(equipment, one, as_of) for one in found]


def _loan(equipment: Equipment, booking: Booking, as_of: date) -> Loan:
    handover = equipment.handovers.get(booking.name)
    back = equipment.returns.get(booking.name)
    handover = handover if handover and handover.date <= as_of else None
    back = back if back and back.date <= as_of else None
    until = back.date if back else as_of
    late = max(0, (until - booking.end).days) if handover else 0
    return Loan(booking, _state(booking, handover, back, late, as_of), handover, back, late)


def _state(
    booking: Booking, handover: Handover | None, back: Return | None, late: int, as_of: date
) -> LoanState:
    if back is not None:
        return LoanState.RETURNED
    if handover is not None:
        return LoanState.LATE if late else LoanState.OUT
    if booking.cancelled is not None and booking.cancelled <= as_of:
        return LoanState.CANCELLED
    if booking.end < as_of:
        return LoanState.PASSED
    return LoanState.BOOKED if booking.confirmed_by else LoanState.ASKED


def overlap(one: Booking, other: Booking) -> bool:
    """True where two bookings hold the same day; what was cancelled holds none."""
    if one.cancelled or other.cancelled:
        return False
    return one.start <= other.end and other.start <= one.end


def find_clash(equipment: Equipment, wanted: Booking) -> Booking | None:
    """Return the booking that holds a day of the one that is wanted, the earliest; None without."""
    others = (one for one in equipment.bookings.values() if one.name != wanted.name)
    found = [one for one in others if overlap(one, wanted)]
    return min(found, key=lambda one: (one.start, one.name), default=None)


def iter_clashes(equipment: Equipment) -> Iterator[tuple[Booking, Booking]]:
    """Yield each booking that holds a day of another one that was asked for before, with that one."""
    ordered = sorted(equipment.bookings.values(), key=lambda one: (one.date, one.name))
    for index, later in enumerate(ordered):
        first = next((one for one in ordered[:index] if overlap(one, later)), None)
        if first is not None:
            yield later, first


def find_free(equipment: Equipment, days: int, as_of: date, since: date | None = None) -> date:
    """Return the first day, from `since` or today on, from which a thing is free for so many days."""
    start = since or as_of
    for first, last in sorted(_held(equipment, as_of)):
        if last < start:
            continue
        if first > start + timedelta(days - 1):
            break
        start = last + timedelta(1)
    return start


def _held(equipment: Equipment, as_of: date) -> Iterator[tuple[date, date]]:
    """Yield the days that are booked; what should be back and is not is held today, too."""
    for loan in list_loans(equipment, as_of):
        if not loan.booking.cancelled:
            late = loan.state is LoanState.LATE
            yield loan.booking.start, as_of if late else loan.booking.end


def find_still_out(equipment: Equipment, handover: Handover) -> Handover | None:
    """Return an earlier handover after which a thing had not come back when it went out again."""
    for other in sorted(equipment.handovers.values(), key=lambda one: (one.date, one.name)):
        if (other.date, other.name) >= (handover.date, handover.name):
            return None
        back = equipment.returns.get(other.name)
        if back is None or back.date > handover.date:
            return other
    return None


class LoanBar(StrEnum):
    """Why somebody cannot book a thing."""

    RETIRED = "retired"
    NOT_MEANT = "not-meant"
    PAST = "past"
    ORDER = "order"
    TOO_LONG = "too-long"


def find_loan_bar(
    card: EquipmentCard, who: Applicant, wanted: Booking, as_of: date
) -> LoanBar | None:
    """Return why somebody cannot book a thing for these days, None where nothing is in the way."""
    if card.retired and wanted.end >= card.retired:
        return LoanBar.RETIRED
    if not may_borrow(card, who):
        return LoanBar.NOT_MEANT
    if wanted.end < wanted.start:
        return LoanBar.ORDER
    if wanted.start < as_of:
        return LoanBar.PAST
    return LoanBar.TOO_LONG if length(wanted) > card.days else None


def length(booking: Booking) -> int:
    """Return how many days a booking holds, the first and the last included."""
    return (booking.end - booking.start).days + 1


def may_borrow(card: EquipmentCard, who: Applicant) -> bool:
    """True for whom a thing is meant: by name, tier or skill, where it says so."""
    if not (card.tiers or card.skills or card.invited):
        return True
    if who.member in card.invited or who.tier in card.tiers:
        return True
    return not set(card.skills).isdisjoint(who.skills)


def late_loans(equipment: Iterable[Equipment], as_of: date) -> list[tuple[Equipment, Loan]]:
    """List what should be back and is not."""
    return [
        (one, loan)
        for one in equipment
        for loan in list_loans(one, as_of)
        if loan.state is LoanState.LATE
    ]
