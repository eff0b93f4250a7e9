"""One conversation: a form that joins and claims, then words below it that are acts or are asked back."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kocbook.intake.forms.answers import FormAnswers
from kocbook.intake.forms.spoken import read_spoken
from kocbook.model.forms import FormName
from tests.intake.conftest import PEOPLE, FrontDoor, make_event, write_body

NIGHT, WASH = "guide/night-drive", "guide/car-wash"
SEAT = f"claim/{NIGHT}/writer"
ASKED = FormAnswers({"module": NIGHT, "seat": "writer"}, {"careful": ("yes",)})


def say(
    door: FrontDoor, words: str, who: str = "newcomer", by: str | None = None
) -> dict[str, Any]:
    """Comment below the claim of the writer's seat."""
    said = {"module": NIGHT, "seat": "writer", "name": "小新"}
    event = make_event(write_body(door.forms[FormName.CLAIM], said), who)
    login, number = PEOPLE[by or who]
    user = {**event["sender"], "login": login, "id": number}
    event["action"], event["sender"] = "created", user
    event["comment"] = {"id": 5, "body": words, "user": user}
    return door.take(event)


def test_the_first_form_joins_and_claims_and_words_below_it_are_acts(door: FrontDoor) -> None:
    said = {"module": NIGHT, "seat": "writer", "name": "小新"}
    done = door.send("claim", "newcomer", said)
    assert done["ok"], done["reply"]
    files = ["members/new-driver.yml", f"modules/{NIGHT}/claims/writer.yml"]
    assert door.files(SEAT) == files
    door.clone.git("merge", "-q", "--no-edit", SEAT)
    more = say(door, "我想延期一下，谢谢！")
    assert more["ok"], more["reply"]
    extended = yaml.safe_load(door.read("issue/12-extend", files[1]))["extended"]
    assert str(extended) == "2026-06-30"
    text = say(door, "改：\n夜里先看灯。\n\n再擦镜子。")
    assert text["branch"] == "issue/12"
    assert say(door, "让出吧")["branch"] == "issue/12-release"


def test_words_of_others_change_nothing(door: FrontDoor) -> None:
    assert say(door, "让出", "old-he", by="xiao-man")["kind"] == "ignored"


UNSURE = [
    "可以延期吗？",
    "不想延期",
    "别让出",
    "我同意你说的，不过第二段要改",
    "延期还是让出好呢",
    "嗯",
    "",
]


@pytest.mark.parametrize("words", UNSURE)
def test_what_is_not_sure_is_no_act(words: str) -> None:
    assert read_spoken(words, ASKED) is None


KNOWN = {
    "延期": FormName.EXTEND,
    "您好，麻烦帮我延期一下，谢谢": FormName.EXTEND,
    "extend please": FormName.EXTEND,
    "让出": FormName.RELEASE,
    "Release my seat.": FormName.RELEASE,
    "同意": FormName.SIGN,
    "I agree": FormName.SIGN,
    "撤回": FormName.WITHDRAW,
    "我要退出": FormName.LEAVE,
    "再加一张\n![雨刷](https://github.com/user-attachments/assets/0a1b2c3d-1111-2222-3333-444455556666)": FormName.DELIVER,
    "change: Look at the lights first.": FormName.DELIVER,
}


@pytest.mark.parametrize("words", KNOWN)
def test_plain_words_are_acts(words: str) -> None:
    spoken = read_spoken(words, ASKED)
    assert spoken
    assert spoken.form is KNOWN[words]


@given(st.text(max_size=200))
def test_any_words_at_all(words: str) -> None:
    spoken = read_spoken(words, ASKED)
    assert spoken is None or spoken.answers.words["module"] == NIGHT
