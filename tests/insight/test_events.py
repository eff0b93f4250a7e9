"""Places at events: never more than there are, in order, and nobody loses one by what others do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.events import (
    Applicant,
    Bar,
    EventState,
    PlaceState,
    allot_places,
    attended,
    event_state,
    find_bar,
    moved_up,
    next_order,
    with_places,
)
from kocbook.model.event import Attendance, Event, EventKind, EventPlan, Registration, Shift

FIRST = date(2026, 6, 1)
NAMES = [f"m-{number}" for number in range(9)]
SHIFTS = (Shift("early", "早班", 2), Shift("late", "晚班", 1))
days = st.integers(0, 9).map(lambda number: FIRST + timedelta(number))


def plan(**more: object) -> EventPlan:
    base = EventPlan(
        "events/talk/event.yml", "座谈", EventKind.TALK, "聊聊", "su-qing", date(2026, 6, 20)
    )
    return replace(base, **{"opened": FIRST, "closes": date(2026, 6, 15), **more})  # type: ignore[arg-type]


def registration(member: str, day: date, order: int, **more: object) -> Registration:
    path = f"events/talk/registrations/{member}.yml"
    return replace(Registration(path, member, day, order), **more)  # type: ignore[arg-type]


@st.composite
def events(draw: st.DrawFn) -> Event:
    has_shifts = draw(st.booleans())
    places = None if has_shifts else draw(st.none() | st.integers(1, 4))
    made = plan(places=places, shifts=SHIFTS if has_shifts else ())
    listed = {}
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True)):
        shift = draw(st.sampled_from(["early", "late"])) if has_shifts else None
        day = draw(days)
        gone = draw(st.none() | st.integers(0, 4).map(lambda more, day=day: day + timedelta(more)))
        order = draw(st.integers(1, 6))
        listed[name] = registration(name, day, order, shift=shift, cancelled=gone)
    return Event("talk", made, listed)


def judge_by_counting(event: Event, member: str) -> tuple[str, int]:
    """The oracle: count who came before, and compare with the places."""
    own = event.registrations[member]
    if own.cancelled:
        return "cancelled", 0
    before = sum(
        (one.date, one.order, name) < (own.date, own.order, member)
        for name, one in event.registrations.items()
        if one.cancelled is None and one.shift == own.shift
    )
    limits = {shift.id: shift.places for shift in event.plan.shifts}
    places = limits.get(own.shift or "", event.plan.places)
    if places is None or before < places:
        return "confirmed", 0
    return "waiting", before - places + 1


@given(events())
def test_places_are_those_that_counting_gives(event: Event) -> None:
    found = allot_places(event)
    assert found.keys() == event.registrations.keys()
    for member, one in found.items():
        assert (one.state.value, one.number) == judge_by_counting(event, member)


@given(events(), st.sampled_from(["early", "late"]))
def test_who_registers_now_comes_last_and_changes_nothing_for_others(
    event: Event, shift: str
) -> None:
    before = allot_places(event)
    day = max([one.date for one in event.registrations.values()], default=FIRST)
    own = registration("new", day, next_order(event), shift=shift if event.plan.shifts else None)
    after = allot_places(replace(event, registrations={**event.registrations, "new": own}))
    assert {name: one for name, one in after.items() if name != "new"} == before


@given(events(), st.data())
def test_who_cancels_moves_others_up_only(event: Event, data: st.DataObject) -> None:
    standing = [name for name, one in event.registrations.items() if one.cancelled is None]
    if not standing:
        return
    name = data.draw(st.sampled_from(sorted(standing)))
    day = max(one.cancelled or one.date for one in event.registrations.values())
    gone = replace(event.registrations[name], cancelled=day)
    later = replace(event, registrations={**event.registrations, name: gone})
    before, after = allot_places(event), allot_places(later)
    for other in before.keys() - {name}:
        assert after[other].number <= before[other].number
        assert (before[other].state, after[other].state) != (
            PlaceState.CONFIRMED,
            PlaceState.WAITING,
        )
    risen = {
        other
        for other in before
        if before[other].state is PlaceState.WAITING and after[other].state is PlaceState.CONFIRMED
    }
    assert len(risen) <= 1
    told = dict(moved_up(later))
    assert all(told[other] == day for other in risen)


@given(events())
def test_who_is_told_of_a_place_has_one(event: Event) -> None:
    assert {member for member, _ in moved_up(event)} <= set(with_places(event))


def test_who_may_register() -> None:
    anybody, day = Applicant("a", "newcomer"), date(2026, 6, 10)
    assert find_bar(Event("talk", plan()), anybody, None, day) is None
    assert find_bar(Event("talk", plan(opened=None)), anybody, None, day) is Bar.NOT_OPEN
    assert find_bar(Event("talk", plan()), anybody, None, date(2026, 6, 16)) is Bar.CLOSED
    off = Event("talk", plan(cancelled=date(2026, 6, 9)))
    assert find_bar(off, anybody, None, day) is Bar.CALLED_OFF
    some = Event("talk", plan(tiers=("core",), skills=("speaking",), invited=("b",)))
    assert find_bar(some, anybody, None, day) is Bar.NOT_MEANT
    assert find_bar(some, Applicant("a", "core"), None, day) is None
    assert find_bar(some, Applicant("a", "newcomer", {"speaking"}), None, day) is None
    assert find_bar(some, Applicant("b", "newcomer"), None, day) is None
    shifts = Event("talk", plan(shifts=SHIFTS))
    assert find_bar(shifts, anybody, None, day) is Bar.WHICH_SHIFT
    assert find_bar(shifts, anybody, "early", day) is None
    assert find_bar(Event("talk", plan()), anybody, "early", day) is Bar.NO_SHIFTS


def test_states_follow_from_days_and_records() -> None:
    event = Event("talk", plan())
    states = {
        date(2026, 5, 31): EventState.DRAFT,
        date(2026, 6, 15): EventState.OPEN,
        date(2026, 6, 16): EventState.CLOSED,
        date(2026, 6, 20): EventState.CLOSED,
        date(2026, 6, 21): EventState.HELD,
    }
    assert {day: event_state(event, day) for day in states} == states


def test_nobody_attended_what_was_called_off() -> None:
    came = Attendance("events/talk/attendance/a.yml", "a", "su-qing", date(2026, 6, 20))
    absent = replace(came, member="b", came=False)
    event = Event("talk", plan(), {}, {"a": came, "b": absent})
    assert attended(event, date(2026, 6, 20)) == [came]
    assert attended(event, date(2026, 6, 19)) == []
    off = replace(event, plan=plan(cancelled=date(2026, 6, 18)))
    assert attended(off, date(2026, 6, 21)) == []
