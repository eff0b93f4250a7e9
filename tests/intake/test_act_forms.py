"""Every act has a form: what a member or one of the staff sends becomes the record of that act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from kocbook.intake.forms.acts import ACTS
from kocbook.model.forms import FORMS, FormName
from tests.intake.conftest import FrontDoor

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
