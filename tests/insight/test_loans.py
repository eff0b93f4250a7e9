"""Things that are lent: no day is held twice, and what is late is counted from the last day booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.events import Applicant
from kocbook.insight.loans import (
    LoanBar,
    LoanState,
    find_clash,
    find_free,
    find_loan_bar,
    find_still_out,
    iter_clashes,
    list_loans,
    may_borrow,
)
from kocbook.model.loan import (
    Booking,
    Equipment,
    EquipmentCard,
    EquipmentKind,
    Handover,
    Return,
)

FIRST = date(2026, 6, 1)
CARD = EquipmentCard("equipment/car/equipment.yml", "车", EquipmentKind.CAR, "拍摄用", "su-qing", 5)


def book(start: int, days: int, number: int = 0, **more: object) -> Booking:
    begin = FIRST + timedelta(start)
    name = f"{begin.isoformat()}-m-{number}"
    made = Booking(name, f"equipment/car/bookings/{name}.yml", f"m-{number}", FIRST, begin, begin)
    return replace(made, end=begin + timedelta(days - 1), **more)  # type: ignore[arg-type]


def days_of(booking: Booking) -> set[date]:
    """The oracle: every day that a booking holds, one by one."""
    length = (booking.end - booking.start).days + 1
    return set() if booking.cancelled else {booking.start + timedelta(n) for n in range(length)}


wishes = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5), st.booleans()), max_size=12).map(
    lambda listed: [
        book(start, days, number, cancelled=FIRST if gone else None)
        for number, (start, days, gone) in enumerate(listed)
    ]
)


def take(listed: list[Booking]) -> Equipment:
    """Accept one wish after the other, as long as nothing clashes."""
    thing = Equipment("car", CARD)
    for wanted in listed:
        if find_clash(thing, wanted) is None:
            thing = replace(thing, bookings={**thing.bookings, wanted.name: wanted})
    return thing


@given(wishes)
def test_no_day_is_ever_held_twice(listed: list[Booking]) -> None:
    thing = take(listed)
    held = [day for one in thing.bookings.values() for day in days_of(one)]
    assert len(held) == len(set(held))
    assert list(iter_clashes(thing)) == []


@given(wishes)
def test_a_wish_is_refused_only_for_a_day_that_is_held(listed: list[Booking]) -> None:
    thing = take(listed)
    for wanted in listed:
        others = [one for one in thing.bookings.values() if one.name != wanted.name]
        clash = any(days_of(one) & days_of(wanted) for one in others)
        assert (find_clash(thing, wanted) is not None) == clash


@given(wishes, st.integers(1, 5))
def test_the_first_free_day_is_free_and_no_earlier_one_is(listed: list[Booking], days: int) -> None:
    thing = take(listed)
    held = {day for one in thing.bookings.values() for day in days_of(one)}
    found = find_free(thing, days, FIRST)

    def is_free(start: date) -> bool:
        return not held & {start + timedelta(n) for n in range(days)}

    assert is_free(found)
    assert not any(is_free(FIRST + timedelta(n)) for n in range((found - FIRST).days))


@given(st.integers(0, 9), st.integers(0, 9))
def test_lateness_counts_from_the_last_day_that_was_booked(until: int, more: int) -> None:
    one = book(0, 3, confirmed_by="su-qing")
    out = Handover(one.name, "x", "su-qing", one.start, "好", 100)
    thing = Equipment("car", CARD, {one.name: one}, {one.name: out})
    day = one.start + timedelta(until)
    (loan,) = list_loans(thing, day)
    assert loan.days_late == max(0, until - 2)
    assert loan.state is (LoanState.LATE if until > 2 else LoanState.OUT)
    back = Return(one.name, "y", "su-qing", day, "好", 100 + more)
    (loan,) = list_loans(replace(thing, returns={one.name: back}), day + timedelta(more))
    assert (loan.state, loan.days_late, loan.kilometres) == (
        LoanState.RETURNED,
        max(0, until - 2),
        more,
    )


def test_what_is_late_is_not_free_today() -> None:
    one = book(0, 2, confirmed_by="su-qing")
    out = Handover(one.name, "x", "su-qing", one.start, "好")
    thing = Equipment("car", CARD, {one.name: one}, {one.name: out})
    today = FIRST + timedelta(6)
    assert find_free(thing, 1, today) == today + timedelta(1)


def test_a_thing_goes_out_again_once_it_is_back() -> None:
    first, second = book(0, 2, 1), book(4, 2, 2)
    out = {one.name: Handover(one.name, "x", "a", one.start, "好") for one in (first, second)}
    thing = Equipment("car", CARD, {first.name: first, second.name: second}, out)
    again = out[second.name]
    assert find_still_out(thing, again) is out[first.name]
    back = Return(first.name, "y", "a", FIRST + timedelta(3), "好")
    assert find_still_out(replace(thing, returns={first.name: back}), again) is None


def test_who_may_book_and_for_how_long() -> None:
    who = Applicant("m-0", "newcomer")
    assert find_loan_bar(CARD, who, book(3, 5), FIRST) is None
    assert find_loan_bar(CARD, who, book(3, 6), FIRST) is LoanBar.TOO_LONG
    assert find_loan_bar(CARD, who, book(3, 0), FIRST) is LoanBar.ORDER
    assert find_loan_bar(CARD, who, book(3, 1), FIRST + timedelta(4)) is LoanBar.PAST
    retired = replace(CARD, retired=FIRST + timedelta(4))
    assert find_loan_bar(retired, who, book(3, 2), FIRST) is LoanBar.RETIRED
    assert find_loan_bar(retired, who, book(2, 2), FIRST) is None
    some = replace(CARD, tiers=("core",), skills=("driving",), invited=("m-1",))
    assert not may_borrow(some, who)
    assert may_borrow(some, Applicant("m-0", "core"))
    assert may_borrow(some, Applicant("m-0", "newcomer", {"driving"}))
    assert may_borrow(some, Applicant("m-1", "newcomer"))
