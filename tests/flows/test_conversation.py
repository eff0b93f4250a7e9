"""A car owner's whole way: one issue from the QR code to "delivered", merged by the machine, and taken back."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from kocbook.intake.forms.form_file import load_forms
from kocbook.model.forms import FormName
from tests.flows.conftest import ROOT, Forge, git
from tests.intake.conftest import PEOPLE, make_event, write_body

FORMS = load_forms(ROOT)
NIGHT, WASH = "guide/night-drive", "guide/car-wash"
SEAT = "claim/guide/night-drive/writer"
CLAIM = f"modules/{NIGHT}/claims/writer.yml"


@pytest.fixture(autouse=True)
def forms(forge: Forge) -> None:
    forge.publish_forms(merges=True)


def send(
    forge: Forge, who: str, form: str, said: dict[str, Any], number: int = 21, **more: Any
) -> dict[str, Any]:
    """Send a form, or what it says now; return the event."""
    body = write_body(FORMS[FormName(form)], said)
    known = forge.github.issues.get(number, {})
    labels = known.get("labels", [{"name": f"koc-{form}"}])
    event = make_event(body, who, number, **{"labels": labels, **more})
    forge.github.issues[number] = event["issue"]
    run = forge.step("form", event)
    assert run.code == 0, run.log
    return event


def say(forge: Forge, who: str, words: str, number: int = 21) -> str:
    """Comment below an issue; return the answer."""
    issue = forge.github.issues[number]
    login, account = PEOPLE[who]
    user = {**issue["user"], "login": login, "id": account}
    comment = forge.github.say(number, words, user)
    event = {"action": "created", "issue": issue, "comment": comment, "sender": user}
    run = forge.step("form", event, "issue_comment")
    assert run.code == 0, run.log
    return forge.github.own_comments(number)[-1]


def on_main(forge: Forge, path: str) -> str:
    return git(forge.base, "show", f"main:{path}")


def branches(forge: Forge) -> list[str]:
    listed = git(forge.base, "for-each-ref", "--format=%(refname:short)", "refs/heads")
    return [name for name in listed.splitlines() if name != "main"]


def test_from_the_first_form_to_delivered_nobody_waits_for_staff(forge: Forge) -> None:
    began, visits, taps = time.monotonic(), 1, 3  # the form of the task's page: name, tick, send
    send(forge, "newcomer", "claim", {"module": NIGHT, "seat": "writer", "name": "小新"})
    assert "小新" in on_main(forge, "members/new-driver.yml")
    assert "member: new-driver" in on_main(forge, CLAIM)
    assert forge.github.dispatched == ["publish.yml main", "intake.yml main"]
    reply = forge.comment(21)
    assert "已经合并好了" in reply
    assert "轮到您" in reply
    assert "截止日" in reply
    assert f"https://club.example/{NIGHT}/" in reply
    assert forge.github.issues[21].get("state") != "closed"  # the conversation goes on
    assert "延期了" in say(forge, "newcomer", "想延期一下，谢谢")
    taps += 2
    assert "extended:" in on_main(forge, CLAIM)
    assert "稿子收到了" in say(forge, "newcomer", "改：\n夜里先看灯。\n\n再擦镜子。")
    taps += 2
    visits += 1
    assert [one["title"] for one in forge.github.pulls.values()] == ["投稿：夜里开车，看得清才安心"]
    assert "没有认出来" in say(forge, "newcomer", "这样行不行？")
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(
        f"\nvisits {visits}, taps {taps}, acts of staff 0, machine {minutes:.1f} min\n"
    )


def test_from_the_code_on_a_flyer_to_published(forge: Forge) -> None:
    """The whole chain; what a person does is counted, staff act twice: one merge, one review."""
    began, visits, taps, staff = time.monotonic(), 0, 0, 0
    said = {"module": WASH, "seat": "writer", "name": "小新"}
    send(forge, "newcomer", "claim", said)
    visits, taps = visits + 1, taps + 3  # the task's page: a name, a tick, "submit"
    say(forge, "newcomer", "改：\n一、先冲掉沙子。\n\n二、从上往下擦。")
    visits, taps = visits + 1, taps + 2
    ((number, pull),) = forge.github.pulls.items()
    assert pull["title"] == "投稿：自己洗车"
    forge.github.reply("pulls/merge", {"pull_number": str(number)}, {}, {})
    review = {"module": WASH, "verdict": ["通过 · Accepted"], "strengths": "步骤清楚"}
    send(forge, "zhou-lan", "review", review, number=30)
    staff += 2
    assert "已经合并好了" in forge.comment(30), forge.comment(30)
    run = forge.step("remind", {}, "schedule")
    assert run.code == 0, run.log
    told = "\n".join(forge.github.own_comments(21))
    assert "通过了评审" in told
    assert "步骤清楚" in told
    assert "您的名字在这里" in told
    count = len(forge.github.own_comments(21))
    assert forge.step("remind", {}, "schedule").code == 0
    assert len(forge.github.own_comments(21)) == count  # each is told once
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(
        f"\nvisits {visits}, taps {taps}, acts of staff {staff}, machine {minutes:.1f} min\n"
    )


def test_only_the_judged_commit_is_merged_and_people_merge_the_rest(forge: Forge) -> None:
    forge.github.may_merge = False
    send(forge, "old-he", "claim", {"module": NIGHT, "seat": "writer"})
    assert "已经合并好了" not in forge.comment(21)
    assert len(forge.github.pulls) == 1
    puts = [line for line in forge.github.writes if line.startswith("PUT ")]
    assert puts == [f"PUT pulls/{next(iter(forge.github.pulls))}/merge"]


def test_a_name_like_anothers_waits_for_a_person(forge: Forge) -> None:
    said = {"module": NIGHT, "seat": "writer", "name": "灯塔汽车官方客服"}
    send(forge, "newcomer", "claim", said)
    assert "很像" in forge.comment(21)
    assert "koc-needs-staff" in forge.github.labels(21)
    assert len(forge.github.pulls) == 1
    send(forge, "newcomer", "deliver", {"module": NIGHT, "text": "夜里先看灯。"}, number=22)
    assert "⏳" in forge.comment(22)  # it waits by itself
    (number,) = forge.github.pulls
    forge.github.reply("pulls/merge", {"pull_number": str(number)}, {}, {})
    assert forge.step("forms-again", {}, "push").code == 0
    assert "稿子收到了" in forge.comment(22)


@pytest.mark.parametrize("way", ["edit", "close", "words", "missed"])
def test_taking_back_takes_back(forge: Forge, way: str) -> None:
    said = {"module": WASH, "text": "一、先冲掉沙子。"}
    event = send(forge, "old-he", "deliver", said)
    ((number, pull),) = forge.github.pulls.items()
    head = git(forge.base, "rev-parse", "issue/21")
    if way == "edit":
        send(forge, "old-he", "deliver", {"module": WASH}, action="edited")
    elif way == "words":
        assert "收回了" in say(forge, "old-he", "撤回吧，谢谢")
    else:
        forge.github.issues[21]["state"] = "closed"
        closing = {**event, "action": "closed", "issue": forge.github.issues[21]}
        step, kind = ("form", "issues") if way == "close" else ("forms-again", "schedule")
        assert forge.step(step, closing, kind).code == 0
    assert forge.github.closed[number] is pull
    assert forge.status(head) == "failure"
    assert branches(forge) == []
    if way != "missed":
        assert "收回了" in "".join(forge.github.own_comments(21))


def test_who_tidies_a_title_or_a_body_takes_nothing_back(forge: Forge) -> None:
    event = send(forge, "old-he", "deliver", {"module": WASH, "text": "一、先冲掉沙子。"})
    before = forge.comment(21)
    login, number = PEOPLE["zhou-lan"]
    staff = {**event["sender"], "login": login, "id": number}
    changes = {"title": {"from": "投稿："}}
    tidied = {**event, "action": "edited", "sender": staff, "changes": changes}
    assert forge.step("form", tidied).code == 0
    assert forge.comment(21) == before
    assert forge.step("form", {**tidied, "changes": {"body": {"from": ""}}}).code == 0
    assert len(forge.github.pulls) == 1
