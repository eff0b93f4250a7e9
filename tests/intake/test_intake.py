"""`koc intake`: forms become the records that the commands write, or a kind question."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from kocbook.base.texts import load_texts
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.forms import FormName
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.intake.conftest import FrontDoor, make_event, write_body

NIGHT = "guide/night-drive"
WASH = "guide/car-wash"
CLAIM = "claim/guide/night-drive/writer"


def record(door: FrontDoor, branch: str, path: str) -> dict[str, Any]:
    found = yaml.safe_load(door.read(branch, path))
    assert isinstance(found, dict)
    return found


def test_a_newcomer_joins_with_the_account_of_the_issue(door: FrontDoor) -> None:
    said = {
        "name": "小新",
        "city": "西安",
        "skills": ["写作 Writing well", "夜间摄影 Night photos"],
    }
    done = door.send("join", "newcomer", said)
    assert (done["ok"], done["branch"], done["labels"]) == (True, "issue/12", ["koc-join"])
    assert done["title"] == "加入：小新（new-driver）"
    assert "### ✅ 收到了" in done["reply"]
    assert "<summary>English</summary>" in done["reply"]
    made = record(door, "issue/12", "members/new-driver.yml")
    assert made["github"] == "New-Driver"
    assert made["github_id"] == 7007
    assert made["skills"] == ["writing-well", "night-photos"]
    assert door.files("issue/12") == ["members/new-driver.yml"]
    author = door.clone.git("log", "-1", "--format=%an <%ae>", "issue/12")
    assert author == "小新 <7007+New-Driver@users.noreply.github.com>"
    assert door.clone.git("symbolic-ref", "--short", "HEAD") == "main"
    assert door.clone.git("status", "--porcelain") == ""


def test_a_claim_goes_to_a_branch_named_by_its_seat(door: FrontDoor) -> None:
    done = door.send(
        "claim", "old-he", {"module": NIGHT, "seat": "writer", "note": "有“夜跑”经验: #1"}
    )
    assert (done["branch"], done["commit"]) == (CLAIM, door.clone.git("rev-parse", CLAIM))
    made = record(door, CLAIM, f"modules/{NIGHT}/claims/writer.yml")
    assert made["member"] == "old-he"
    assert made["note"] == "有“夜跑”经验: #1"


def test_the_second_claimant_hears_at_once_who_was_first(door: FrontDoor) -> None:
    assert door.send("claim", "old-he", {"module": NIGHT, "seat": "writer"})["ok"]
    commit = door.clone.git("rev-parse", CLAIM)
    door.clone.git("update-ref", f"refs/remotes/origin/{CLAIM}", commit)
    done = door.send("claim", "xiao-man", {"module": NIGHT, "seat": "writer"}, number=13)
    assert not done["ok"]
    assert "刚刚由老何先认领了一步" in done["reply"]
    assert "自己洗车" in done["reply"]
    assert door.clone.git("rev-parse", CLAIM) == commit
    again = door.send("claim", "old-he", {"module": NIGHT, "seat": "writer"}, action="edited")
    assert again["ok"]  # one's own claim is no rival


def test_claims_in_open_requests_count_too(door: FrontDoor) -> None:
    assert door.send("claim", "old-he", {"module": NIGHT, "seat": "writer"})["ok"]
    commit = door.clone.git("rev-parse", CLAIM)
    door.clone.git("branch", "-D", CLAIM)
    pending = door.clone.folder.parent / "pending.json"
    pending.write_text(json.dumps({"heads": [commit], "sent": []}), encoding="utf-8")
    body = write_body(door.forms[FormName.CLAIM], {"module": NIGHT, "seat": "writer"})
    done = door.take(make_event(body, "xiao-man"), "--pending", str(pending))
    assert "先认领了一步" in done["reply"]


def test_a_taken_seat_names_its_holder(door: FrontDoor) -> None:
    done = door.send("claim", "old-he", {"module": NIGHT, "seat": "photographer"})
    assert "已经由林小满认领了" in done["reply"]
    assert done["labels"] == ["koc-claim", "koc-needs-reply"]


def test_terms_that_changed_since_are_asked_about(door: FrontDoor) -> None:
    community = load_community(WorkingTree(door.clone.folder)).community
    assert community
    terms = terms_fingerprint(community.modules[NIGHT].brief)
    said = {"module": NIGHT, "seat": "writer"}
    assert (
        "约定后来改过" in door.send("claim", "old-he", {**said, "terms": "0123456789ab"})["reply"]
    )
    assert door.send("claim", "old-he", {**said, "terms": terms})["ok"]


def test_a_delivery_keeps_its_words_and_follows_edits(door: FrontDoor) -> None:
    text = "### 夜里先看灯\n\n1. 开近光\r\n2. 擦镜子\n\n> 慢一点"
    said = {"module": WASH, "text": text}
    first = door.send("deliver", "old-he", said)
    assert first["ok"], first["reply"]
    path = f"content/{WASH}/index.md"
    assert door.read("issue/12", path) == text.replace("\r\n", "\n")
    said["text"] = "改好了：先擦玻璃。"
    second = door.send("deliver", "old-he", said, action="edited")
    assert second["branch"] == first["branch"]
    assert door.read("issue/12", path) == "改好了：先擦玻璃。"
    delivered = record(door, "issue/12", f"modules/{WASH}/claims/writer.yml")["delivered"]
    assert str(delivered) == "2026-06-30"


def test_the_reply_says_what_was_mended_and_shows_the_text(door: FrontDoor) -> None:
    text = (
        "1、先看胎压\n2、再看雨刷\n\n　　＊＊慢一点＊＊ @somebody closes #1\n\n```\n</details>\n```"
    )
    reply = door.send("deliver", "old-he", {"module": WASH, "text": text})["reply"]
    chinese, english = reply.split("<summary>English</summary>")
    for part, language in ((chinese, "zh"), (english, "en")):
        texts = load_texts(language)
        for change in ("fullwidth-bold", "indent", "line-breaks"):
            assert f"- {texts(f'typed.{change}')}" in part
        assert "typed.invisible" not in part
        shown = "1、先看胎压\n2、再看雨刷\n慢一点 @somebody closes #1\n</details>"
        assert f"```text\n{shown}\n```" in part
    plain = door.send("deliver", "old-he", {"module": WASH, "text": "都好。"}, action="edited")
    assert "格式" not in plain["reply"]
    assert "```text\n都好。\n```" in plain["reply"]


def test_a_refused_delivery_is_shown_without_what_must_not_be_public(door: FrontDoor) -> None:
    done = door.send("deliver", "old-he", {"module": WASH, "text": "拨 138 0013 8000"})
    assert not done["ok"]
    assert "```text\n拨 138****00\n```" in done["reply"]
    assert "0013" not in done["reply"]


@pytest.mark.parametrize(
    "sign", ["![Uploading IMG_2031.jpg…]()", '<!-- Uploading "IMG_2031.jpg"... -->']
)
def test_a_photo_that_had_not_arrived_is_asked_for(door: FrontDoor, sign: str) -> None:
    for form, module in (("deliver", WASH), ("respond", "guide/cover-vote")):
        said = {"module": module, "text": f"先看玻璃。\n{sign}"}
        done = door.send(form, "old-he", said)
        assert not done["ok"]
        assert "“IMG\\_2031.jpg”在您发送的时候还没有传完" in done["reply"]
        assert "was still on its way" in done["reply"]
        quoted = {"module": module, "text": f"```\n{sign}\n```\n", "choice": "绿色"}
        assert "还没有传完" not in door.send(form, "old-he", quoted)["reply"]


def test_a_vote_takes_options_by_their_words(door: FrontDoor) -> None:
    done = door.send(
        "respond", "old-he", {"module": "guide/cover-vote", "choice": "绿色", "reason": "醒目"}
    )
    made = record(door, done["branch"], "modules/guide/cover-vote/responses/old-he.yml")
    assert (made["choice"], made["reason"]) == ("green", "醒目")
    wrong = door.send("respond", "old-he", {"module": "guide/cover-vote", "choice": "红色"})
    assert "可以选：蓝色、绿色" in wrong["reply"]


def test_feedback_on_a_task_is_a_question_and_other_feedback_is_noted(door: FrontDoor) -> None:
    done = door.send("feedback", "old-he", {"module": NIGHT, "text": "要拍隧道吗？"})
    assert (
        record(door, done["branch"], f"modules/{NIGHT}/questions/2026-06-30-old-he.yml")["text"]
        == "要拍隧道吗？"
    )
    for who, said in (
        ("old-he", {"text": "网站很好用"}),
        ("newcomer", {"module": NIGHT, "text": "？"}),
    ):
        noted = door.send("feedback", who, said)
        assert (noted["ok"], noted["kind"], noted["branch"]) == (True, "noted", None)


@pytest.mark.parametrize(
    ("form", "who", "said", "asked"),
    [
        ("claim", "newcomer", {"module": NIGHT}, "写上您的署名，就一起加入了"),
        ("claim", "old-he", {"module": "guide/none"}, "没有找到“guide/none”这个任务"),
        ("claim", "old-he", {"module": NIGHT, "agree": ""}, "还没有打勾"),
        ("claim", "old-he", {}, "“任务 · Task”还没有填"),
        ("claim", "old-he", {"module": "guide/cover-vote"}, "打卡与投票"),
        ("deliver", "old-he", {"module": NIGHT, "text": "有话说"}, "您在这个任务里还没有席位"),
        ("deliver", "old-he", {"module": WASH}, "正文和照片都还空着"),
        ("deliver", "old-he", {"module": WASH, "text": "### 正文 · Text\n\n哈"}, "一模一样"),
        ("respond", "old-he", {"module": "guide/cover-vote"}, "还没有看到您的选择"),
        ("respond", "old-he", {"module": NIGHT, "text": "打卡"}, "要先认领席位"),
        ("join", "old-he", {"name": "老何"}, "您已经是成员了"),
        ("join", "newcomer", {"name": "小新", "id": "xiao-man"}, "已经有人用了"),
        ("join", "newcomer", {"name": "小新", "id": "小 新"}, "不能作成员编号"),
        ("join", "newcomer", {"name": "小新", "skills": ["会飞"]}, "不在选项里"),
        ("join", "newcomer", {"name": "名" * 61}, "60"),
    ],
)
def test_what_is_unclear_is_asked_back_and_nothing_is_written(
    door: FrontDoor, form: str, who: str, said: dict[str, Any], asked: str
) -> None:
    before = door.clone.snapshot()
    done = door.send(form, who, said)
    assert not done["ok"]
    assert asked in done["reply"]
    assert "### 🔧" in done["reply"]
    assert done["branch"] is None
    assert door.clone.snapshot() == before


def test_a_delivery_waits_until_the_team_is_complete(door: FrontDoor) -> None:
    before = door.clone.snapshot()
    done = door.send("deliver", "xiao-man", {"module": NIGHT, "text": "先写一半"})
    assert (done["ok"], done["kind"], done["branch"]) == (False, "waits", None)
    assert "这些席位还没有人：writer" in done["reply"]
    assert "### ⏳" in done["reply"]
    assert door.clone.snapshot() == before


def test_only_the_authors_own_edit_counts(door: FrontDoor) -> None:
    body = write_body(door.forms[FormName.CLAIM], {"module": NIGHT, "seat": "writer"})
    event = make_event(body, "old-he", action="edited")
    event["sender"] = {**event["sender"], "login": "zhou-lan-car", "id": 1004}
    assert "别人改的" in door.take(event)["reply"]


def test_a_login_in_the_text_names_nobody(door: FrontDoor) -> None:
    body = write_body(door.forms[FormName.JOIN], {"name": "小新"})
    body += "\n\n### github\n\nxiao-man-car\n\n### github_id\n\n1001"
    done = door.take(make_event(body, "newcomer"))
    assert record(door, done["branch"], "members/new-driver.yml")["github_id"] == 7007


def test_the_number_decides_and_not_the_login(door: FrontDoor) -> None:
    body = write_body(door.forms[FormName.CLAIM], {"module": NIGHT, "seat": "writer"})
    event = make_event(body, "old-he")
    event["issue"]["user"]["id"] = event["sender"]["id"] = 4040
    assert "写上您的署名，就一起加入了" in door.take(event)["reply"]


def test_more_claims_than_allowed_counting_those_on_their_way(door: FrontDoor) -> None:
    settings = door.clone.folder / "community.yml"
    settings.write_text(
        settings.read_text("utf-8")
        .replace("points: 0, claims: 2", "points: 0, claims: 1")
        .replace("points: 15, claims: 3", "points: 15, claims: 1"),
        "utf-8",
    )
    brief = door.clone.folder / "modules/trip/packing/module.yml"
    brief.write_text(brief.read_text("utf-8") + "opened: 2026-06-01\n", "utf-8")
    door.clone.git("commit", "-qam", "一次一个")
    done = door.send("claim", "zhou-lan", {"module": NIGHT, "seat": "writer"})
    assert done["ok"], done["reply"]
    door.clone.git("update-ref", f"refs/remotes/origin/{CLAIM}", done["commit"])
    other = door.send("claim", "zhou-lan", {"module": "trip/packing"}, number=13)
    assert "会超过现在的上限" in other["reply"]


def test_who_sends_too_much_waits_a_day(door: FrontDoor) -> None:
    body = write_body(door.forms[FormName.JOIN], {"name": "小新"})
    event = make_event(body, "newcomer", updated_at="2026-06-30T12:00:00Z")
    pending = door.clone.folder.parent / "pending.json"
    for times, ok in (
        (["2026-06-29T11:00:00Z"] * 20, True),
        (["2026-06-30T01:00:00Z"] * 10, False),
    ):
        pending.write_text(json.dumps({"sent": times}), encoding="utf-8")
        assert door.take(event, "--pending", str(pending))["ok"] is ok


def test_an_issue_that_is_no_form_is_left_alone(door: FrontDoor) -> None:
    done = door.take(make_event("随便问问 ### 没有表单", "old-he"))
    assert (done["ok"], done["kind"], done["reply"]) == (True, "ignored", "")


@pytest.mark.parametrize("text", ["", "[]", '{"issue": 1}', "[" * 100_000, "\xff"])
def test_what_is_no_event_is_a_usage_error(door: FrontDoor, text: str) -> None:
    path = door.clone.folder.parent / "event.json"
    path.write_text(text, encoding="latin-1")
    done = door.koc("intake", str(path))
    assert (done.code, done.out) == (2, "")


def test_words_that_look_like_code_stay_words(door: FrontDoor) -> None:
    text = "$(touch x) `rm -rf /` {{ 7*7 }} {name} %s ]]> <script>alert(1)</script> ::set-output::"
    done = door.send("claim", "old-he", {"module": NIGHT, "seat": "writer", "note": text})
    assert record(door, CLAIM, f"modules/{NIGHT}/claims/writer.yml")["note"] == text
    assert done["ok"]
