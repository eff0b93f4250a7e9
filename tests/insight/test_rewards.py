"""The ledger: who earned what, to the last minor unit; what was held back, paid, and is owed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kocbook.base.money import plain_money, show_money, to_minor
from kocbook.insight.rewards import EarnedReward, list_rewards, owed_now, pot_on, released
from kocbook.insight.state import all_facts
from kocbook.model.community import Community
from kocbook.rules.engine import check_community
from tests.builders import FOLDER, TWO_SEATS, base_files, claim, load_files, review

DAY = date(2026, 6, 30)
MODULE = "guide/tyres"
BRIEF = f"{FOLDER}/module.yml"
BUDGET = {"cash": 1000, "currency": "CNY", "approved_by": "staff-a", "approved": "2026-03-01"}


def team(cash: int = 1000, holdback: int = 0) -> dict[str, Any]:
    """Return a module of two, accepted on 8 April."""
    files = base_files()
    files[BRIEF] |= {"seats": TWO_SEATS, "reward": {"points": 21, "cash": cash}}
    book = files["modules/guide/handbook.yml"]
    book["budget"] = BUDGET
    if holdback:
        book["holdback"] = holdback
    files[f"{FOLDER}/claims/writer.yml"] = claim("owner-a", "2026-04-02", delivered="2026-04-02")
    files[f"{FOLDER}/claims/camera.yml"] = claim("owner-b", "2026-04-02", delivered="2026-04-02")
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-08", "fully")
    files["content/guide/tyres/index.md"] = "## 看胎压\n"
    return files


def judge_short(files: dict[str, Any], met: str, day: str, number: int = 1) -> None:
    """Let a review say how far the optional goal is met."""
    said = review(day, "fully")
    said["goals"]["short"] = {"met": met, "evidence": "数过了"}
    files[f"{FOLDER}/reviews/{number}-staff-a.yml"] = said


def pay(files: dict[str, Any], day: str, **amounts: int) -> None:
    holders = {"writer": "owner-a", "camera": "owner-b"}
    files[f"modules/guide/payouts/{day}-batch.yml"] = {
        "date": day,
        "by": "staff-a",
        "reference": f"REF-{day}",
        "currency": "CNY",
        "lines": [
            {"module": "tyres", "seat": seat, "member": holders[seat], "cash_minor": amount}
            for seat, amount in amounts.items()
        ],
    }


def ledger(files: dict[str, Any], day: date = DAY) -> dict[str | None, EarnedReward]:
    community = load_files(files)
    return {row.seat: row for row in list_rewards(community, all_facts(community, day), day)}


def pot(files: dict[str, Any], day: date = DAY) -> int:
    community = load_files(files)
    return pot_on(community, community.modules[MODULE], day)


def test_nothing_is_earned_before_the_acceptance() -> None:
    assert ledger(team(), date(2026, 4, 7)) == {}
    rows = ledger(team(), date(2026, 4, 8))
    assert {seat: (row.points, row.cash, row.balance) for seat, row in rows.items()} == {
        "writer": (13, 60_000, 60_000),
        "camera": (8, 40_000, 40_000),
    }


def test_what_was_earned_stays_when_the_module_is_withdrawn() -> None:
    files = team()
    files[BRIEF]["withdrawn"] = {"date": "2026-05-01", "reason": "车机改版了"}
    assert {row.cash for row in ledger(files).values()} == {60_000, 40_000}


@pytest.mark.parametrize(
    ("met", "wanted"), [("fully", 100_000), ("partly", 90_000), ("not", 80_000)]
)
def test_optional_goals_release_what_is_held_back(met: str, wanted: int) -> None:
    files = team(holdback=2000)
    judge_short(files, met, "2026-04-08")
    assert pot(files) == wanted
    del files["modules/guide/handbook.yml"]["holdback"]
    assert pot(files) == 100_000


def test_a_later_review_releases_the_rest_as_an_instalment() -> None:
    files = team(holdback=2000)
    judge_short(files, "partly", "2026-04-08")
    pay(files, "2026-04-20", writer=54_000, camera=36_000)
    assert [row.balance for row in ledger(files).values()] == [0, 0]
    judge_short(files, "fully", "2026-05-08", number=2)
    rows = ledger(files)
    assert [rows[seat].balance for seat in ("writer", "camera")] == [6000, 4000]
    assert rows["writer"].references == ("REF-2026-04-20",)
    assert rows["writer"].paid_on == date(2026, 4, 20)


def test_without_optional_goals_nothing_is_held_back() -> None:
    files = team(holdback=2000)
    files[BRIEF]["goals"] = [{"id": "clear", "text": "照着做就会"}]
    files[f"{FOLDER}/reviews/1-staff-a.yml"]["goals"].pop("short")
    assert pot(files) == 100_000


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**9), st.lists(st.sampled_from(["fully", "partly", "not"]), max_size=6))
def test_what_is_released_lies_between_nothing_and_all(held: int, met: list[str]) -> None:
    files = base_files()
    goals = [{"id": f"g{n}", "text": "目标"} for n in range(len(met))]
    files[BRIEF]["goals"] = [{"id": "must", "must": True, "text": "必须"}, *goals]
    said = {"reviewer": "staff-a", "date": "2026-04-08"}
    judged = {f"g{n}": {"met": how, "evidence": "看过"} for n, how in enumerate(met)}
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = {
        **said,
        "goals": {"must": {"met": "fully"}, **judged},
    }
    module = load_files(files).modules[MODULE]
    amount = released(held, module.brief, module.reviews)
    assert 0 <= amount <= held
    if all(how == "fully" for how in met):
        assert amount == held
    if met and all(how == "not" for how in met):
        assert amount == 0


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(st.integers(0, 99_999), st.integers(0, 5000), st.integers(1, 9999))
def test_the_parts_of_all_seats_are_the_pot(cash: int, holdback: int, share: int) -> None:
    files = team(cash, holdback)
    judge_short(files, "partly", "2026-04-08")
    seats = [{**TWO_SEATS[0], "share": share}, {**TWO_SEATS[1], "share": 10_000 - share}]
    files[BRIEF]["seats"] = seats
    community = load_files(files)
    owed = owed_now(community, community.modules[MODULE], (), DAY)
    assert sum(owed.values()) == pot_on(community, community.modules[MODULE], DAY)
    assert sum(row.points for row in ledger(files).values()) == 21


def rules_of(community: Community) -> set[str]:
    found = {finding.rule for finding in check_community(community, DAY)}
    return {rule for rule in found if rule.startswith(("payout", "budget"))}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 2000), max_size=4), st.integers(0, 6000))
def test_a_budget_is_exceeded_exactly_when_the_promises_are_more(
    promises: list[int], budget: int
) -> None:
    files = base_files()
    book = files["modules/guide/handbook.yml"]
    book["budget"] = {**BUDGET, "cash": budget}
    for number, cash in enumerate(promises):
        book["chapters"][0]["modules"].append(f"more{number}")
        brief = {**files[BRIEF], "title": f"第 {number} 题", "reward": {"points": 1, "cash": cash}}
        files[f"modules/guide/more{number}/module.yml"] = brief
    assert ("budget-exceeded" in rules_of(load_files(files))) is (sum(promises) > budget)


def test_payments_up_to_the_last_cent_are_clean_and_one_more_is_not() -> None:
    files = team()
    pay(files, "2026-04-20", writer=60_000)
    pay(files, "2026-05-20", camera=40_000)
    assert rules_of(load_files(files)) == set()
    pay(files, "2026-05-20", camera=40_001)
    assert rules_of(load_files(files)) == {"payout-over-due"}


@pytest.mark.parametrize(
    ("currency", "minor", "plain", "shown"),
    [
        ("CNY", 60_000, "600.00", ("¥600", "CN¥600")),
        ("JPY", 600, "600", ("JP¥600", "¥600")),
        ("KWD", 600_000, "600.000", ("KWD600", "KWD600")),
    ],
)
def test_a_currency_has_the_decimals_that_it_has(
    currency: str, minor: int, plain: str, shown: tuple[str, str]
) -> None:
    assert to_minor(600, currency) == minor
    assert plain_money(minor, currency) == plain
    said = [show_money(minor, currency, language) for language in ("zh", "en")]
    assert tuple(text.replace("\xa0", " ") for text in said) == shown
