"""Events by command: planned, registered for, cancelled, called off, ticked off and looked back on."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.conftest import Koc
from tests.write.conftest import Clone, read

PLAN = [
    *("new", "event", "night-talk", "--title", "夜拍座谈", "--kind", "talk"),
    *("--summary", "聊聊夜里怎么拍", "--date", "2026-07-10", "--places", "1", "--points", "4"),
    *("--member", "zhou-lan", "--yes"),
]
EVENT = "events/night-talk/event.yml"


def merge(clone: Clone) -> None:
    """Take what was written into main."""
    branch = clone.git("symbolic-ref", "--short", "HEAD")
    clone.git("checkout", "-q", "main")
    clone.git("merge", "-q", "--ff-only", branch)


@pytest.fixture
def planned(quiet_koc: Koc, clone: Clone) -> Clone:
    done = quiet_koc(*PLAN)
    assert (done.code, done.err) == (0, "")
    merge(clone)
    return clone


def test_an_event_is_planned(planned: Clone) -> None:
    assert read(planned, EVENT) == {
        "title": "夜拍座谈",
        "kind": "talk",
        "summary": "聊聊夜里怎么拍",
        "contact": "zhou-lan",
        "date": date(2026, 7, 10),
        "opened": date(2026, 6, 30),
        "places": 1,
        "points": 4,
    }


def test_the_first_has_the_place_and_the_next_waits_until_it_is_given_back(
    quiet_koc: Koc, planned: Clone
) -> None:
    first = quiet_koc("register", "夜拍座谈", "--member", "old-he")
    assert first.code == 0
    assert "您有位子" in first.out
    merge(planned)
    again = quiet_koc("register", "night-talk", "--member", "old-he")
    assert (again.code, "报过" in again.err) == (2, True)
    second = quiet_koc("register", "night-talk", "--member", "xiao-man", "--note", "带相机")
    assert "候补第 1 位" in second.out
    merge(planned)
    assert quiet_koc("register", "night-talk", "--cancel", "--member", "old-he").code == 0
    merge(planned)
    assert "轮到您" in quiet_koc("remind", "--since", "2026-06-29").out
    third = quiet_koc("register", "night-talk", "--member", "old-he")
    assert "候补第 1 位" in third.out


def test_who_came_earns_the_points_and_the_desk_asks_for_the_recap(
    quiet_koc: Koc, planned: Clone
) -> None:
    assert quiet_koc("register", "night-talk", "--member", "old-he").code == 0
    merge(planned)
    early = quiet_koc("new", "attendance", "night-talk", "--member", "zhou-lan", "--yes")
    assert early.code == 2
    later = ("--as-of", "2026-07-12")
    assert "还没记到场" in quiet_koc("board", "--for", "community-operator", *later).out
    before = points(quiet_koc, "2026-07-12")
    ticked = quiet_koc("new", "attendance", "night-talk", "--member", "zhou-lan", "--yes", *later)
    assert (ticked.code, "来了 1 位" in ticked.out) == (0, True)
    merge(planned)
    # With more points in all, a little more of the foundation tasks' counts.
    assert before + 4 <= points(quiet_koc, "2026-07-12") <= before + 5
    assert "还没写回顾" in quiet_koc("board", "--for", "community-operator", *later).out
    recap = ("new", "recap", "night-talk", "--thanks", "谢谢来的人", "--member", "zhou-lan")
    assert quiet_koc(*recap, "--yes", *later).code == 0
    merge(planned)
    assert "还没写回顾" not in quiet_koc("board", "--for", "community-operator", *later).out


def points(koc: Koc, day: str) -> int:
    rows = json.loads(koc("tiers", "--format", "json", "--as-of", day).out)["rows"]
    return int(next(row["points"] for row in rows if row["member"] == "old-he"))


def test_what_costs_money_waits_for_a_lead(quiet_koc: Koc, clone: Clone) -> None:
    costly = [*PLAN, "--costs"]
    lead = "project-lead" in str(read(clone, "members/zhou-lan.yml").get("staff"))
    assert quiet_koc(*costly).code == 0
    plan = read(clone, EVENT)
    assert ("approved_by" in plan) is lead
    assert ("opened" in plan) is lead


def test_an_event_is_called_off_with_its_reason(quiet_koc: Koc, planned: Clone) -> None:
    assert quiet_koc("register", "night-talk", "--member", "old-he").code == 0
    merge(planned)
    words = ("call-off", "night-talk", "--because", "场地没了", "--member", "zhou-lan", "--yes")
    assert quiet_koc(*words).code == 0
    merge(planned)
    assert read(planned, EVENT)["because"] == "场地没了"
    assert "场地没了" in quiet_koc("remind", "--since", "2026-06-29").out
    closed = quiet_koc("register", "night-talk", "--member", "xiao-man")
    assert (closed.code, "取消了" in closed.err) == (2, True)
    assert quiet_koc("check").code == 0


def test_nobody_registers_for_what_there_is_not(quiet_koc: Koc, planned: Clone) -> None:
    near = quiet_koc("register", "nite-talk", "--member", "old-he")
    assert (near.code, "night-talk" in near.err) == (2, True)
    assert planned.git("status", "--porcelain") == ""
