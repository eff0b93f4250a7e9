"""Every act has a form: what a member or one of the staff sends becomes the record of that act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from kocbook.intake.forms.acts import ACTS
from kocbook.model.forms import FORMS, FormName
from tests.intake.conftest import FrontDoor
from tests.write.conftest import with_activities

NIGHT, DAY, WASH = "guide/night-drive", "guide/first-day", "guide/car-wash"
PLAN = {
    "module": "guide/parking",
    "chapter": "开始",
    "title": "窄车位怎么停",
    "background": "新手常问",
    "goals": "能照着停：同事照着停了一遍\n看得懂：没有术语",
    "includes": "- 倒车入位\n- 侧方停车",
    "role": "撰写",
}
CASES: list[tuple[str, str, Mapping[str, Any], str, Mapping[str, object]]] = [
    ("release", "xiao-man", {"module": NIGHT}, f"modules/{NIGHT}/claims/past/photographer-1.yml", {"member": "xiao-man"}),
    ("credit", "old-he", {"module": NIGHT, "role": "实测", "evidence": "夜里试了三趟"}, f"modules/{NIGHT}/credits/old-he--testing.yml", {"role": "testing"}),
    ("profile", "old-he", {"name": "何师傅", "city": "成都"}, "members/old-he.yml", {"name": "何师傅", "city": "成都"}),
    ("recognise", "zhou-lan", {"member": "老何", "kind": ["表扬 · Praise"], "reason": "帮了很多新手"}, "members/recognition/2026/2026-06-30-old-he.yml", {"member": "old-he", "kind": "praise"}),
    ("propose", "old-he", {"title": "雨天看路", "pitch": "年年有人问", "outline": "灯光\n除雾", "writes": ["愿意 · Yes"]}, "plan/proposals/old-he--1.yml", {"member": "old-he", "outline": ["灯光", "除雾"], "writes": True}),
    ("plan", "zhou-lan", PLAN, "modules/guide/parking/module.yml", {"title": "窄车位怎么停"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "who", "said", "path", "values"), CASES, ids=lambda one: str(one)[:12]
)
def test_a_form_becomes_the_record_of_its_act(
    door: FrontDoor,
    form: str,
    who: str,
    said: Mapping[str, Any],
    path: str,
    values: Mapping[str, object],
) -> None:
    done = door.send(form, who, said)
    assert done["ok"], done["reply"]
    assert path in door.files("issue/12")
    record = yaml.safe_load(door.read("issue/12", path))
    assert {key: record[key] for key in values} == values


def test_a_proposal_is_answered_by_form(door: FrontDoor) -> None:
    said = {"proposal": "雨天看路", "verdict": ["给建议 · Advice"], "words": "从除雾写起会更独特"}
    assert "没有认出“雨天看路”" in door.send("advise", "zhou-lan", said)["reply"]
    assert door.send("propose", "old-he", {"title": "雨天看路", "pitch": "年年有人问"})["ok"]
    door.clone.git("merge", "-q", "--no-edit", "issue/12")
    assert not door.send("advise", "old-he", said)["ok"]
    done = door.send("advise", "zhou-lan", said)
    assert done["ok"], done["reply"]
    advice = yaml.safe_load(door.read("issue/12", "plan/advice/old-he--1-1.yml"))
    assert (advice["by"], advice["words"]) == ("zhou-lan", "从除雾写起会更独特")


def test_that_a_decision_is_there_is_told_by_form(door: FrontDoor) -> None:
    with_activities(door.clone, {"colours": "gallery"})
    said = {"module": "guide/colours", "version": "软件 3.3", "reference": "HMI-7"}
    assert "还没有结果" in door.send("ship", "zhou-lan", said)["reply"]
    path = "modules/guide/colours/outcome.yml"
    outcome = door.clone.folder / path
    outcome.write_text(
        "by: zhou-lan\ndate: 2026-06-29\ndecided: 选了蓝\nbecause: 多数人\n", "utf-8"
    )
    door.clone.git("add", "-A")
    door.clone.git("commit", "-qm", "Outcome")
    done = door.send("ship", "zhou-lan", said)
    record = yaml.safe_load(door.read("issue/12", path))
    assert (record["reference"], record["shipped_in"]) == ("HMI-7", "软件 3.3"), done["reply"]


def test_a_gift_is_confirmed_from_a_phone(door: FrontDoor) -> None:
    assert "没有等您签收的" in door.send("received", "old-he", {})["reply"]
    path = "members/gifts/2026/2026-06-20-lamp.yml"
    gift = {"member": "old-he", "by": "zhou-lan", "date": "2026-06-20", "kind": "gift"}
    gift |= {"what": "露营灯一盏", "given": "2026-06-25", "given_by": "zhou-lan"}
    file = door.clone.folder / path
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(gift, allow_unicode=True), encoding="utf-8")
    door.clone.git("add", "-A")
    door.clone.git("commit", "-q", "-m", "A gift")
    done = door.send("received", "old-he", {"gift": "露营灯一盏"})
    assert done["ok"], done["reply"]
    assert yaml.safe_load(door.read("issue/12", path))["received"].isoformat() == "2026-06-30"


def test_more_time_is_given_once_the_clock_runs(door: FrontDoor) -> None:
    assert "工期还没有开始算" in door.send("extend", "xiao-man", {"module": NIGHT})["reply"]
    assert door.send("claim", "old-he", {"module": NIGHT, "seat": "writer"})["ok"]
    door.clone.git("merge", "-q", "--no-edit", f"claim/{NIGHT}/writer")
    done = door.send("extend", "old-he", {"module": "夜里开车，看得清才安心"})
    assert done["ok"], done["reply"]
    assert "新的截止日是 2026-07-" in done["reply"]
    assert door.files("issue/12") == [f"modules/{NIGHT}/claims/writer.yml"]


TALK = """title: 夜拍座谈
kind: talk
summary: 聊聊夜里怎么拍
contact: zhou-lan
date: 2026-07-10
opened: 2026-06-01
shifts:
  - {id: early, title: 早班, places: 1}
  - {id: late, title: 晚班, places: 2}
"""


def test_who_registers_by_form_and_cannot_come_gives_the_place_back(door: FrontDoor) -> None:
    folder = door.clone.folder / "events/night-talk"
    folder.mkdir(parents=True)
    (folder / "event.yml").write_text(TALK, encoding="utf-8")
    door.clone.git("add", "-A")
    door.clone.git("commit", "-qm", "座谈")
    unclear = door.send("register", "old-he", {"event": "夜拍座谈"})
    assert "早班" in unclear["reply"]
    address = "https://lantern.example/events/night-talk/"
    done = door.send("register", "old-he", {"event": address, "shift": "晚班"})
    assert done["ok"], done["reply"]
    path = "events/night-talk/registrations/old-he.yml"
    assert door.files("issue/12") == [path]
    record = yaml.safe_load(door.read("issue/12", path))
    # The number is the order: of two on one day, the one that was sent first is first.
    assert (record["shift"], record["order"]) == ("late", 12)
    door.clone.git("merge", "-q", "--no-edit", "issue/12")
    gone = door.send("cancel", "old-he", {"event": "night-talk"})
    assert gone["ok"], gone["reply"]
    assert "cancelled" in yaml.safe_load(door.read("issue/12", path))


LAMP = "title: 补光灯\nkind: tool\nsummary: 夜拍用。\ncontact: zhou-lan\ndays: 3\n"


def test_a_thing_is_booked_by_form_for_days_as_people_write_them(door: FrontDoor) -> None:
    folder = door.clone.folder / "equipment/lamp"
    folder.mkdir(parents=True)
    (folder / "equipment.yml").write_text(LAMP, encoding="utf-8")
    door.clone.git("add", "-A")
    door.clone.git("commit", "-qm", "补光灯")
    unclear = door.send("book", "old-he", {"equipment": "lamp", "start": "下周", "end": "下周"})
    assert "下周" in unclear["reply"]
    said = {"equipment": "补光灯", "start": "2026年7月2日", "end": "2026/7/3", "module": NIGHT}
    done = door.send("book", "old-he", said)
    assert done["ok"], done["reply"]
    path = "equipment/lamp/bookings/2026-07-02-old-he.yml"
    assert door.files("issue/12") == [path]
    record = yaml.safe_load(door.read("issue/12", path))
    assert (str(record["end"]), record["module"]) == ("2026-07-03", NIGHT)
    door.clone.git("merge", "-q", "--no-edit", "issue/12")
    taken = door.send("book", "xiao-man", {**said, "start": "2026-07-03", "end": "2026-07-04"})
    assert "2026-07-04" in taken["reply"]  # from when it is free


def test_who_leaves_is_named_nowhere_in_the_commit(door: FrontDoor) -> None:
    done = door.send("leave", "old-he", {})
    assert done["ok"], done["reply"]
    said = door.clone.git("log", "-1", "--format=%an %ae %s%b", "issue/12")
    assert "老何" not in said
    assert "old-he" not in said
    assert "members/old-he.yml" in door.files("issue/12")


def test_a_review_by_form_speaks_of_each_goal(door: FrontDoor) -> None:
    text = "一、先冲掉沙子。\n\n二、从上往下擦。"
    assert door.send("deliver", "old-he", {"module": WASH, "text": text})["ok"]
    door.clone.git("merge", "-q", "--no-edit", "issue/12")
    vague = door.send(
        "review", "zhou-lan", {"module": WASH, "verdict": ["请作者再改一改 · Changes wanted"]}
    )
    assert "1. " in vague["reply"]  # the goals are told with their numbers
    said = {
        "module": WASH,
        "verdict": ["请作者再改一改 · Changes wanted"],
        "goals": "1：补一张照片",
    }
    done = door.send("review", "zhou-lan", said)
    assert done["ok"], done["reply"]
    (path,) = door.files("issue/12")
    judged = yaml.safe_load(door.read("issue/12", path))["goals"]
    assert next(one.get("next") for one in judged.values()) == "补一张照片"


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.for_staff])
def test_forms_of_the_staff_take_nothing_from_others(door: FrontDoor, form: FormName) -> None:
    said = {one.id: [one.options[0]] if one.options else "x" for one in door.forms[form].questions}
    assert "只给运营团队用" in door.send(form, "old-he", said)["reply"]


def test_every_form_is_in_the_table_or_has_a_way_of_its_own() -> None:
    own = {"join", "claim", "deliver", "respond", "feedback"}
    assert own | set(ACTS) == set(FORMS)
