"""Who may spend whose points: a member their own, at the price; staff answer and change nothing of it."""

from __future__ import annotations

import pytest

from tests.policy.people import Files, community, drop, edit, judge, rules

DAY = "2026-04-10"
ASKED = f"members/gifts/2026/{DAY}-lamp.yml"
OFFER = {
    "name": {"zh": "灯", "en": "Lamp"},
    "kind": "gift",
    "points": 5,
    "stock": 1,
    "by": "lead",
    "opened": "2026-04-01",
}
BASE: Files = {
    **community(),
    "members/offers/lamp.yml": OFFER,
    "members/recognition/2026/2026-04-02-thanks.yml": {
        "member": "passer-by",
        "by": "operator",
        "date": "2026-04-02",
        "kind": "praise",
        "reason": "好",
        "points": 20,
    },
}
BASE["community.yml"] = {**BASE["community.yml"], "points": {"spending": "offers"}}
WISH = {
    "member": "passer-by",
    "date": DAY,
    "kind": "gift",
    "what": "灯",
    "offer": "lamp",
    "points": 5,
}
YES = {"by": "operator", "agreed": DAY}


def test_a_member_spends_their_own_points_at_the_price() -> None:
    assert judge(BASE, {**BASE, ASKED: WISH}, "member").allowed
    for who in ("claimant", "operator", "lead"):
        assert not judge(BASE, {**BASE, ASKED: WISH}, who).allowed
    for wrong in (
        {"points": 1},
        {"kind": "place"},
        {"offer": "boat"},
        {**YES},
        {"date": "2026-03-01"},
    ):
        assert not judge(BASE, {**BASE, ASKED: {**WISH, **wrong}}, "member").allowed, wrong


@pytest.mark.parametrize(
    "spoiled", [{"opened": "2026-05-01"}, {"closes": "2026-04-05"}, {"stock": 0}]
)
def test_what_is_not_on_offer_is_not_asked_for(spoiled: Files) -> None:
    base = edit(BASE, "members/offers/lamp.yml", **spoiled)
    assert "policy-exchange" in rules(judge(base, {**base, ASKED: WISH}, "member"))
    honour = {**BASE, "community.yml": community()["community.yml"]}
    assert "policy-exchange" in rules(judge(honour, {**honour, ASKED: WISH}, "member"))


def test_a_request_is_answered_and_not_rewritten() -> None:
    base = {**BASE, ASKED: WISH}
    assert judge(base, drop(base, ASKED), "member").allowed
    assert not judge(base, drop(base, ASKED), "lead").allowed
    for answer in (YES, {"by": "operator", "declined": DAY, "note": "没有了"}):
        assert judge(base, edit(base, ASKED, **answer), "operator").allowed
        assert not judge(base, edit(base, ASKED, **answer), "member").allowed
        assert not judge(base, edit(base, ASKED, **answer), "expert").allowed
    assert not judge(base, edit(base, ASKED, points=20, **YES), "operator").allowed


def test_what_was_agreed_to_is_the_members() -> None:
    base = {**BASE, ASKED: {**WISH, **YES}}
    for after in (
        drop(base, ASKED),
        edit(base, ASKED, what="贴纸"),
        edit(base, ASKED, points=9),
        edit(base, ASKED, agreed=None, declined=DAY),
    ):
        assert not judge(base, after, "operator").allowed
        assert judge(base, after, "operator", approvals=["member"]).allowed
    given = {"given": DAY, "given_by": "expert"}
    assert judge(base, edit(base, ASKED, **given), "expert").allowed


def test_any_colleague_writes_down_how_many_saw_a_use_and_nothing_else_of_it() -> None:
    path = "modules/guide/tyres/reuse/2026-04-09-site.yml"
    said = {"date": "2026-04-09", "channel": "官网", "title": "转", "by": "operator"}
    base = {**BASE, path: {**said, "authors": ["owner-a", "owner-b"]}}
    seen = edit(base, path, reach=[{"date": DAY, "views": 900}])
    assert "policy-needs-agreement" not in rules(judge(base, seen, "planner"))
    assert not judge(base, seen, "claimant").allowed
    assert "policy-needs-agreement" in rules(judge(base, edit(seen, path, title="载"), "planner"))
