"""Money and titles: the project lead decides, and nobody's agreed pay changes behind their back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FOLDER
from tests.policy.people import (
    CLAIM,
    EVERYBODY,
    STAFF,
    community,
    edit,
    fingerprint,
    judge,
    rules,
    with_pins,
)

BOOK = "modules/guide/handbook.yml"
BRIEF = f"{FOLDER}/module.yml"
PAYOUT = "modules/guide/payouts/2026-04-10-april.yml"
PAID: dict[str, Any] = {
    "date": "2026-04-10",
    "by": "lead",
    "reference": "REF-1",
    "currency": "CNY",
    "lines": [{"module": "tyres", "seat": "writer", "member": "owner-a", "cash_minor": 100}],
}
HONOUR = "members/recognition/2026/2026-04-10-star.yml"
TITLED: dict[str, Any] = {
    "member": "owner-a",
    "date": "2026-04-10",
    "kind": "honour",
    "reason": "人人都说好。",
    "title": "ambassador",
    "year": 2026,
}
BASE = community()


def with_cash() -> dict[str, Any]:
    """Return the base with cash promised to those who hold its seats."""
    files = edit(BASE, BRIEF, reward={"points": 20, "cash": 500})
    terms = fingerprint(files[BRIEF])
    for path in (CLAIM, f"{FOLDER}/claims/camera.yml"):
        files = edit(files, path, terms=terms)
    return files


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_lead_writes_payments(who: str) -> None:
    paid = with_pins({**BASE, PAYOUT: PAID})
    found = rules(judge(BASE, paid, who))
    assert (found == set()) is (who == "lead")


def test_who_is_named_as_approving_has_to_agree() -> None:
    after = {**BASE, PAYOUT: {**PAID, "approved_by": "planner"}}
    assert [need.member for need in judge(BASE, after, "lead").needs] == ["planner"]
    assert judge(BASE, after, "lead", approvals=["planner"]).needs == ()


@pytest.mark.parametrize("who", STAFF)
def test_only_the_lead_gives_and_takes_titles(who: str) -> None:
    given = {**BASE, HONOUR: {**TITLED, "by": who}}
    assert (rules(judge(BASE, given, who)) == set()) is (who == "lead")
    standing = {**BASE, HONOUR: {**TITLED, "by": "lead"}}
    agreed = judge(standing, BASE, who, approvals=["claimant"])
    assert (rules(agreed) == set()) is (who == "lead")
    assert not judge(standing, BASE, who).allowed  # an honour is the member's


@pytest.mark.parametrize("who", ["planner", "lead"])
def test_what_is_held_back_is_the_leads_and_stays_once_somebody_agreed(who: str) -> None:
    after = edit(BASE, BOOK, holdback=2000)
    assert (rules(judge(BASE, after, who)) == set()) is (who == "lead")
    base = with_cash()
    assert "policy-terms-locked" in rules(judge(base, edit(base, BOOK, holdback=2000), who))
