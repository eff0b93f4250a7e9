"""What waits around things that are lent: a yes, a handover, a return, and what is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kocbook.insight.loans import Loan, LoanState, list_loans
from kocbook.insight.waits.for_events import responsible_staff
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene
from kocbook.model.loan import Equipment

CONFIRM_DAYS = 2
"""So soon a booking is confirmed, or refused with a reason."""


def loan_waits(scene: WaitScene, thing: Equipment) -> Iterator[Wait]:
    """Yield all that waits around one thing on a day."""
    staff = (responsible_staff(scene, thing.card.contact),)
    for loan in list_loans(thing, scene.as_of):
        booking = loan.booking
        name = f"--booking {booking.name}"
        if loan.state is LoanState.ASKED:
            due = min(booking.date + timedelta(CONFIRM_DAYS), booking.start)
            command = f"koc book {thing.id} --confirm {name}"
            yield _wait(WaitKind.BOOKING, thing, loan, staff, booking.date, command, due)
        elif loan.state is LoanState.BOOKED and booking.start <= scene.as_of:
            command = f"koc new handover {thing.id} {name}"
            day = booking.start
            yield _wait(WaitKind.HANDOVER, thing, loan, staff, day, command, day)
        elif loan.state in (LoanState.OUT, LoanState.LATE) and loan.handover:
            since, command = loan.handover.date, f"koc new return {thing.id} {name}"
            borrower = (booking.member,)
            yield _wait(WaitKind.RETURN, thing, loan, borrower, since, command, booking.end)
            if loan.state is LoanState.LATE:
                since = booking.end + timedelta(1)
                yield _wait(WaitKind.LATE, thing, loan, staff, since, command, booking.end)


def _wait(
    kind: WaitKind,
    thing: Equipment,
    loan: Loan,
    whom: Sequence[str],
    since: date,
    command: str,
    due: date,
) -> Wait:
    booking = loan.booking
    return Wait(
        kind,
        tuple(whom),
        since,
        booking.path,
        command,
        due=due,
        about=(booking.member,) if booking.member not in whom else (),
        name=booking.name,
        what=f"{booking.start.isoformat()} – {booking.end.isoformat()}",
        figure=loan.days_late or None,
        equipment=thing.id,
    )
