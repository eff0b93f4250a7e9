"""What is private stays out of public, and leaves it without anybody losing what they hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FOLDER
from tests.policy.people import GALLERY, STAFF, community, drop, edit, judge, rules, with_pins

SETTINGS = "community.yml"
BOOK = "modules/guide/handbook.yml"
PAYOUT = "modules/guide/payouts/2026-04-10-april.yml"
NOTE = "members/recognition/2026/2026-04-10-talk.yml"
TALK: dict[str, Any] = {
    "member": "owner-a",
    "by": "lead",
    "date": "2026-04-10",
    "kind": "coaching",
    "reason": "聊了聊。",
    "private": True,
}
PAID: dict[str, Any] = {
    "date": "2026-04-10",
    "by": "lead",
    "approved_by": "planner",
    "reference": "REF-1",
    "currency": "CNY",
    "lines": [{"module": "tyres", "seat": "writer", "member": "owner-a", "cash_minor": 100}],
}
CASH = {
    "cash": 100,
    "currency": "CNY",
    "salt": "0123456789abcdef" * 2,
    "by": "lead",
    "date": "2026-04-10",
}
OPEN = community()
CLOSED = edit(OPEN, SETTINGS, public_amounts=None, private="https://example.com/private")
PLAIN = {
    "note": {**CLOSED, NOTE: TALK},
    "payout": with_pins({**CLOSED, PAYOUT: PAID}),
    "budget": edit(CLOSED, BOOK, budget={"cash": 900, "currency": "CNY"}),
    "budget of its own": {**CLOSED, "modules/guide/budget.yml": {"cash": 900, "currency": "CNY"}},
    "cash": edit(CLOSED, f"{FOLDER}/module.yml", reward={"points": 20, "cash": 100}),
    "cash of its own": {**CLOSED, f"{GALLERY}/cash.yml": CASH},
}
REFUSED = "policy-private-in-public"


@pytest.mark.parametrize("what", PLAIN)
def test_nobody_brings_it_into_public(what: str) -> None:
    for who in STAFF:
        assert REFUSED in rules(judge(CLOSED, PLAIN[what], who)), who
    # What stands there already is told by the check, and stops no other change.
    other = edit(PLAIN[what], "members/lead.yml", city="成都")
    assert judge(PLAIN[what], other, "lead").allowed


@pytest.mark.parametrize("what", sorted(PLAIN.keys() - {"note"}))
def test_amounts_come_where_the_community_publishes_them(what: str) -> None:
    published = ["briefs", "budgets", "payouts"]
    before, after = (
        edit(files, SETTINGS, public_amounts=published) for files in (CLOSED, PLAIN[what])
    )
    assert REFUSED not in rules(judge(before, after, "lead"))


def test_a_member_hides_praise_that_was_public_anyway() -> None:
    praised = {**CLOSED, NOTE: {**TALK, "private": False}}
    assert judge(praised, {**CLOSED, NOTE: TALK}, "claimant").allowed


def test_a_payment_moves_with_the_yes_of_a_second_person() -> None:
    paid = PLAIN["payout"]
    moved = judge(paid, CLOSED, "lead")
    assert [need.member for need in moved.needs] == ["planner"]
    assert judge(paid, CLOSED, "lead", approvals=["planner"]).allowed
    for who in ("planner", "operator", "claimant"):
        assert not judge(paid, CLOSED, who, approvals=["lead"]).allowed
    # Without a private repository it would be gone.
    without = edit(paid, SETTINGS, private=None)
    gone = judge(without, drop(without, PAYOUT), "lead", approvals=["planner"])
    assert not gone.allowed


def test_a_note_moves_unless_it_gives_points() -> None:
    assert judge(PLAIN["note"], CLOSED, "lead").allowed
    with_points = {**CLOSED, NOTE: {**TALK, "points": 5}}
    assert not judge(with_points, CLOSED, "lead").allowed
    praise = {**CLOSED, NOTE: {**TALK, "kind": "praise", "private": False}}
    assert not judge(praise, CLOSED, "lead").allowed


def test_an_agreed_amount_stays() -> None:
    agreed = {**OPEN, f"{FOLDER}/cash.yml": CASH}
    for after in (edit(agreed, f"{FOLDER}/cash.yml", cash=90), OPEN):
        assert "policy-terms-locked" in rules(judge(agreed, after, "lead"))
    assert judge(agreed, edit(agreed, f"{FOLDER}/cash.yml", note="四月"), "lead").allowed
