"""Points and stock: what is granted, spent and left adds up to the point, and nothing is given twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.insight.exchange import add_up, find_overspent, find_purses, stock_left, taken
from kocbook.insight.points import PointEvent
from kocbook.insight.state import all_facts
from kocbook.insight.tiers import all_standings
from kocbook.model.community import Community
from kocbook.model.enums import GiftKind
from kocbook.model.gifts import Gift, Offer
from kocbook.model.settings import Text2
from tests.builders import base_files, load_files
from tests.conftest import examples

START = date(2026, 4, 1)
WHO = ("owner-a", "owner-b")
DAYS = st.integers(0, 20).map(lambda n: START + timedelta(days=n))
EVENTS = st.lists(st.builds(PointEvent, st.sampled_from(WHO), DAYS, st.integers(0, 60)))


@st.composite
def requests(draw: Any) -> list[Gift]:
    """Requests in every state: pending, agreed to and declined, on any day after they were made."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        day, answer = draw(DAYS), draw(st.sampled_from((None, "agreed", "declined")))
        later = day + timedelta(days=draw(st.integers(0, 9)))
        answered = {"by": "staff-a", answer: later} if answer else {}
        who, points = draw(st.sampled_from(WHO)), draw(st.integers(1, 50))
        plain = Gift(f"{day}-{number}", f"p{number}", who, day, GiftKind.GIFT, "灯")
        found.append(replace(plain, offer="lamp", points=points, **answered))
    return found


def held(gift: Gift, day: date) -> int:
    """What a request holds at the end of a day, counted apart from the code under test."""
    asked = gift.date <= day
    back = gift.declined is not None and gift.declined <= day
    return gift.points if asked and not back else 0


@given(EVENTS, requests(), DAYS)
def test_what_is_left_is_what_was_granted_less_what_was_spent(
    events: list[PointEvent], gifts: list[Gift], day: date
) -> None:
    purses = add_up(events, gifts, day)
    for who in WHO:
        granted = sum(one.points for one in events if one.member == who and one.date <= day)
        spent = sum(held(one, day) for one in gifts if one.member == who)
        purse = purses.get(who)
        assert (purse.left if purse else 0) == granted - spent
    everything = sum(one.left for one in purses.values())
    assert everything == sum(one.granted for one in purses.values()) - sum(
        held(one, day) for one in gifts
    )


@settings(max_examples=examples(300))
@given(EVENTS, requests())
def test_whoever_passes_the_rule_is_never_below_nothing(
    events: list[PointEvent], gifts: list[Gift]
) -> None:
    over = {one.id for one in find_overspent(events, gifts)}
    kept = [one for one in gifts if one.id not in over]
    while more := {one.id for one in find_overspent(events, kept)}:
        kept = [one for one in kept if one.id not in more]
    for number in range(40):
        day = START + timedelta(days=number)
        for purse in add_up(events, kept, day).values():
            assert purse.left >= -sum(
                one.points for one in kept if one.member == purse.member and one.declined
            )
    final = add_up(events, kept, date.max)
    assert all(purse.left >= 0 for purse in final.values())


@given(EVENTS, requests(), st.permutations(range(8)))
def test_files_may_come_in_any_order(
    events: list[PointEvent], gifts: list[Gift], order: Sequence[int]
) -> None:
    mixed = [gifts[place] for place in order if place < len(gifts)]
    assert list(find_overspent(events, mixed)) == list(find_overspent(events, gifts))


def with_offers(gifts: Sequence[Gift], stock: int) -> tuple[Community, Offer]:
    offer = Offer("lamp", "o", Text2("灯", "Lamp"), GiftKind.GIFT, 5, stock, "staff-a", START)
    known = load_files(base_files())
    return replace(known, gifts=tuple(gifts), offers={"lamp": offer}), offer


@given(requests(), st.integers(0, 6), DAYS)
def test_stock_is_taken_by_what_was_agreed_to_and_by_nothing_else(
    gifts: list[Gift], stock: int, day: date
) -> None:
    known, offer = with_offers(gifts, stock)
    gone = [one for one in gifts if one.by and held(one, day)]
    assert stock_left(known, offer, day) == stock - len(gone)
    assert {one.id for one in taken(known, "lamp", day)} == {one.id for one in gone}


def test_nobody_falls_a_tier_by_spending() -> None:
    files = base_files()
    files["members/recognition/2026/2026-04-02-thanks.yml"] = {
        "member": "owner-a",
        "by": "staff-a",
        "date": "2026-04-02",
        "kind": "praise",
        "reason": "好",
        "points": 40,
    }
    before = load_files(files)
    asked = Gift(
        "g", "p", "owner-a", date(2026, 4, 3), GiftKind.GIFT, "灯", offer="lamp", points=40
    )
    after = replace(before, gifts=(asked,))
    day = date(2026, 4, 5)
    facts = all_facts(before, day)
    assert find_purses(after, facts, day)["owner-a"].left == 0
    assert all_standings(after, facts, day) == all_standings(before, facts, day)
