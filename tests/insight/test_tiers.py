"""Points count accepted work; tiers rise at once and fall at the end of a quarter only."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from time import process_time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.points import PointEvent
from kocbook.insight.state import all_facts
from kocbook.insight.tier_history import capped_points, climb, keeps, quarter_end, window_points
from kocbook.insight.tiers import Standing, all_standings
from kocbook.model.settings import PointRules, Text2, Tier
from tests.builders import base_files, load_files

NAME = Text2("级", "Tier")
RULES = PointRules()
FIRST = date(2025, 11, 20)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_foundation_never_exceeds_its_part(foundation: int, other: int, cap: int) -> None:
    total = capped_points(PointRules(foundation_cap=cap), foundation, other)
    counted = total - other
    assert 0 <= counted <= foundation
    assert counted * 10_000 <= cap * total


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 100))
def test_more_work_never_costs_points(foundation: int, other: int, more: int) -> None:
    points = capped_points(RULES, foundation, other)
    assert capped_points(RULES, foundation + more, other) >= points
    assert capped_points(RULES, foundation, other + more) >= points + more


@st.composite
def ladders(draw: st.DrawFn) -> list[Tier]:
    marks = draw(st.lists(st.integers(1, 150), max_size=4, unique=True))
    return [Tier(f"t{mark}", NAME, 1, mark) for mark in (0, *sorted(marks))]


@st.composite
def histories(draw: st.DrawFn) -> list[PointEvent]:
    """A year and a half of work, at odd times."""
    days = st.integers(0, 540).map(lambda days: FIRST + timedelta(days=days))
    events = st.builds(PointEvent, st.just("a"), days, st.integers(0, 90), st.booleans())
    return sorted(draw(st.lists(events, max_size=12)), key=lambda event: event.date)


def walk(events: list[PointEvent], tiers: list[Tier], days: int) -> list[int]:
    """Live through every single day by the two sentences of the rules; return the daily rung."""
    rung, rungs = 0, []
    for day in (FIRST + timedelta(days=n) for n in range(days + 1)):
        points = window_points(events, RULES, day)
        while rung + 1 < len(tiers) and tiers[rung + 1].points <= points:
            rung += 1
        if day == quarter_end(day):
            while rung and points * 10 < tiers[rung].points * 9:
                rung -= 1
        rungs.append(rung)
    return rungs


@given(histories(), ladders())
def test_a_replay_is_what_somebody_lives_through_day_by_day(
    events: list[PointEvent], tiers: list[Tier]
) -> None:
    lived = walk(events, tiers, 720)
    steps = climb(events, tiers, RULES, FIRST + timedelta(days=720))
    replayed = {step.date: step.rung for step in steps}
    rung = 0
    for number, wanted in enumerate(lived):
        rung = replayed.get(FIRST + timedelta(days=number), rung)
        assert rung == wanted


@given(histories(), ladders(), st.integers(0, 720))
def test_a_replay_up_to_a_day_is_the_start_of_a_longer_one(
    events: list[PointEvent], tiers: list[Tier], days: int
) -> None:
    day = FIRST + timedelta(days=days)
    whole = climb(events, tiers, RULES, FIRST + timedelta(days=900))
    part = climb([event for event in events if event.date <= day], tiers, RULES, day)
    assert part == [step for step in whole if step.date <= day]


@given(histories(), ladders())
def test_no_tier_flaps(events: list[PointEvent], tiers: list[Tier]) -> None:
    steps = climb(events, tiers, RULES, FIRST + timedelta(days=900))
    earned = {event.date for event in events}
    before = 0
    for step in steps:
        points = window_points(events, RULES, step.date)
        if step.rung > before:
            assert step.date in earned
            assert tiers[step.rung].points <= points
        else:
            assert step.date == quarter_end(step.date)
            assert points * 10 < tiers[before].points * 9
            assert keeps(tiers[step.rung], points)
        before = step.rung
    falls = [b.date for a, b in pairwise(steps) if b.rung < a.rung]
    assert len(falls) == len(set(falls))


@given(histories(), ladders())
def test_whoever_reaches_a_mark_has_the_tier_on_that_day(
    events: list[PointEvent], tiers: list[Tier]
) -> None:
    for event in events:
        points = window_points(events, RULES, event.date)
        steps = climb(events, tiers, RULES, event.date)
        rung = steps[-1].rung if steps else 0
        assert all(tier.points > points for tier in tiers[rung + 1 :])


def test_quarters_end_where_the_calendar_says() -> None:
    days = [date(2026, month, 1) for month in range(1, 13)]
    ends = {(quarter_end(day).month, quarter_end(day).day) for day in days}
    assert ends == {(3, 31), (6, 30), (9, 30), (12, 31)}
    assert quarter_end(date(2026, 3, 31)) == date(2026, 3, 31)
    assert quarter_end(date(2026, 4, 1)) == date(2026, 6, 30)


def test_ten_thousand_members_are_replayed_in_seconds() -> None:
    tiers = [Tier(str(mark), NAME, 1, mark) for mark in (0, 30, 80, 160)]
    begun = process_time()
    for number in range(10_000):
        days = range(number % 90, 1460, 90)
        events = [PointEvent("a", FIRST + timedelta(days=n), 10 + number % 40) for n in days]
        climb(events, tiers, RULES, FIRST + timedelta(days=1500))
    assert process_time() - begun < 20


def _honour(**more: Any) -> dict[str, Any]:
    honour = {"member": "owner-a", "by": "staff-a", "date": "2026-03-01", "kind": "honour"}
    return {**honour, "reason": "大家都说好。", "title": "ambassador", "year": 2026, **more}


def _standing(day: str, honour: dict[str, Any]) -> Standing:
    files = base_files()
    named = {"id": "ambassador", "name": {"zh": "大使", "en": "A"}, "claims": 4, "named": True}
    files["community.yml"]["tiers"].append(named)
    files["members/recognition/2026/2026-03-01-star.yml"] = honour
    community, as_of = load_files(files), date.fromisoformat(day)
    return all_standings(community, all_facts(community, as_of), as_of)["owner-a"]


def test_a_title_is_the_leads_and_ends_with_its_year() -> None:
    assert _standing("2026-12-31", _honour()).tier.id == "ambassador"
    assert _standing("2026-12-31", _honour()).earned.id == "newcomer"
    assert _standing("2027-01-01", _honour()).tier.id == "newcomer"
    assert _standing("2026-02-28", _honour()).tier.id == "newcomer"
    assert _standing("2026-12-31", _honour(by="owner-b")).tier.id == "newcomer"


def test_no_points_lead_to_a_named_tier() -> None:
    honour = _honour(points=1000)
    del honour["title"], honour["year"]
    standing = _standing("2026-03-02", honour)
    assert standing.tier.id == "regular"
    assert standing.next_tier is None


def test_a_step_down_keeps_the_claims_that_were_allowed() -> None:
    honour = _honour(points=20)
    del honour["title"], honour["year"]
    standing = _standing("2026-12-31", honour)
    assert standing.tier.id == "newcomer"
    assert standing.claims_on(date(2026, 5, 1)) == 3
    assert standing.claims_on(date(2026, 12, 31)) == 1
