"""Gifts from the promise to the receipt: how far they are, what waits for whom, and what they may tell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.gifts import find_amount, gift_state
from kocbook.insight.waits.wait import WaitKind
from kocbook.model.enums import GiftKind, GiftState
from kocbook.model.gifts import Gift
from tests.builders import FOLDER, claim, review
from tests.insight.test_inbox import CONTENT, TEXT, Files, community, inbox, kinds

LAMP = "members/gifts/2026/2026-04-12-lamp.yml"
STEPS = list(GiftState)


def promise(**more: object) -> dict[str, Any]:
    said = {"member": "owner-a", "by": "staff-a", "date": "2026-04-12", "kind": "gift"}
    return {**said, "what": "露营灯一盏", **more}


def accepted() -> Files:
    files = community(reward={"points": 20, "other": ["露营灯一盏"]})
    files[f"{FOLDER}/claims/writer.yml"] = claim("owner-a", "2026-04-01", delivered="2026-04-08")
    files[CONTENT] = TEXT
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "fully")
    return files


def test_a_promise_waits_for_who_made_it_then_for_the_receipt() -> None:
    files = accepted()
    (wait,) = inbox(files, "staff-a", "04-11")
    assert wait.command == "koc new gift --to owner-a --module guide/tyres"
    files[LAMP] = promise(module="guide/tyres", due="2026-04-30")
    assert kinds(files, "staff-a", "04-11") == ["gift-due"]  # nobody had promised by then
    (wait,) = inbox(files, "staff-a", "04-12")
    assert (wait.kind, wait.due, wait.about) == (WaitKind.PROMISED, date(2026, 4, 30), ("owner-a",))
    assert wait.command == "koc give 2026-04-12-lamp"
    files[LAMP] |= {"given": "2026-04-20", "given_by": "staff-a"}
    assert kinds(files, "staff-a", "04-19") == ["gift-promised"]
    assert kinds(files, "staff-a", "04-20") == []
    (wait,) = [one for one in inbox(files, "owner-a", "04-20") if one.kind is WaitKind.RECEIPT]
    assert wait.command == "koc received 2026-04-12-lamp"
    files[LAMP]["received"] = "2026-04-21"
    assert "gift-arrived" not in kinds(files, "owner-a", "04-21")


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(0, 60), st.integers(0, 60), st.lists(DAYS, min_size=2), st.booleans())
def test_a_gift_only_goes_forward(
    start: date, packed: int, carried: int, days: list[date], arrives: bool
) -> None:
    sent = start + timedelta(days=packed)
    arrived = sent + timedelta(days=carried) if arrives else None
    gift = Gift("g", "p", "m", start, GiftKind.GIFT, "灯", "s", given=sent, received=arrived)
    seen = [STEPS.index(gift_state(gift, day)) for day in sorted(days)]
    assert seen == sorted(seen)
    assert gift_state(gift, date.max) is (GiftState.RECEIVED if arrives else GiftState.GIVEN)


@given(st.integers(1, 9_999_999), st.sampled_from(["元", " 元", "块钱", "万元", "CNY", " RMB"]))
def test_an_amount_is_seen_however_it_is_written(figure: int, unit: str) -> None:
    wide = str(figure).translate({ord(str(n)): chr(ord("０") + n) for n in range(10)})
    for text in (
        f"稿酬{figure}{unit}，月底付",
        f"稿酬{wide}{unit}",
        f"另付 ¥{figure}",
        f"￥ {wide}",
    ):
        assert find_amount(text) is not None


@given(st.integers(1, 9999), st.sampled_from(["瓦", "张", "号", "升", "毫安"]))
def test_other_figures_are_no_amount(figure: int, unit: str) -> None:
    assert find_amount(f"露营灯 {figure}{unit}") is None
