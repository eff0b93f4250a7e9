"""Taking back, taking down, acting for others and telling results: what the commands write passes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kocbook.model.takedown import MARK
from tests.conftest import Koc
from tests.intake.conftest import FrontDoor, door
from tests.write import pictures
from tests.write.conftest import Clone, read, with_activities

__all__ = ["door"]

VOTES = "modules/guide/cover-vote/responses"
HUNT = "modules/guide/hunt"
WALL = "modules/guide/wheel-wall"


def merge(clone: Clone) -> None:
    """Bring what a command wrote to main."""
    branch = clone.git("symbolic-ref", "--short", "HEAD")
    clone.git("switch", "-q", "main")
    clone.git("merge", "-q", "--no-edit", branch)


@pytest.fixture
def club(clone: Clone) -> Clone:
    """The small community with a bug hunt and a photo wall."""
    return with_activities(clone, {"hunt": "bug-hunt", "wheel-wall": "gallery"})


def run(koc: Koc, clone: Clone, *words: str) -> str:
    """Run a command that has to succeed, merge what it wrote, and return what it said."""
    result = koc(*words, "--lang", "en")
    assert (result.code, result.err) == (0, ""), result.out + result.err
    merge(clone)
    assert koc("check").code == 0
    return result.out


def test_several_reports_of_one_member(quiet_koc: Koc, club: Clone) -> None:
    report = ["respond", "hunt", "--member", "xiao-man"]
    run(quiet_koc, club, *report, "--text", "倒车影像黑屏")
    run(quiet_koc, club, *report, "--text", "导航停住半分钟")
    run(quiet_koc, club, *report, "--report", "1", "--text", "倒车影像黑屏，两次里有一次")
    assert read(club, f"{HUNT}/responses/xiao-man.yml")["text"] == "倒车影像黑屏，两次里有一次"
    assert read(club, f"{HUNT}/responses/xiao-man--2.yml")["text"] == "导航停住半分钟"
    assert quiet_koc(*report, "--report", "7", "--text", "？").code == 2
    run(quiet_koc, club, "withdraw", "response", "hunt", "2", "--member", "xiao-man", "--yes")
    assert not (club.folder / f"{HUNT}/responses/xiao-man--2.yml").exists()
    assert (club.folder / f"{HUNT}/responses/xiao-man.yml").exists()


def test_what_others_built_on_is_emptied(quiet_koc: Koc, club: Clone) -> None:
    run(quiet_koc, club, "respond", "hunt", "--member", "xiao-man", "--text", "倒车影像黑屏")
    triage = club.folder / f"{HUNT}/triage/xiao-man.yml"
    triage.parent.mkdir()
    state = "by: zhou-lan\ndate: 2026-06-30\nstate: needs-info\n"
    triage.write_text(state, encoding="utf-8")
    club.git("add", "-A")
    club.git("commit", "-qm", "登记")
    run(quiet_koc, club, "withdraw", "response", "hunt", "--member", "xiao-man", "--yes")
    assert read(club, f"{HUNT}/responses/xiao-man.yml")["text"] == MARK


def test_photos_of_a_response_are_exchanged_and_taken_back(
    quiet_koc: Koc, club: Clone, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.jpg", tmp_path / "b.png"
    first.write_bytes(pictures.jpeg())
    second.write_bytes(pictures.png())
    show = ["respond", "wheel-wall", "--member", "xiao-man"]
    run(quiet_koc, club, *show, str(first), "--alt", "方向盘")
    # The same picture once more changes its description, and is not added again.
    run(quiet_koc, club, *show, str(first), "--alt", "雨里的方向盘", "--text", "雨里等人")
    record = read(club, f"{WALL}/responses/xiao-man.yml")
    assert (record["media"], record["alt"]) == (["xiao-man-1.jpg"], ["雨里的方向盘"])
    run(quiet_koc, club, *show, str(second), "--alt", "霜", "--without", "xiao-man-1.jpg")
    assert read(club, f"{WALL}/responses/xiao-man.yml")["media"] == ["xiao-man-2.png"]
    assert not (club.folder / "content/guide/wheel-wall/xiao-man-1.jpg").exists()
    run(quiet_koc, club, "withdraw", "photo", "wheel-wall", "--member", "xiao-man", "--yes")
    assert read(club, f"{WALL}/responses/xiao-man.yml")["text"] == "雨里等人"
    assert not list((club.folder / "content/guide/wheel-wall").glob("*"))
    run(quiet_koc, club, "withdraw", "response", "wheel-wall", "--member", "xiao-man", "--yes")
    assert not (club.folder / f"{WALL}/responses/xiao-man.yml").exists()
    assert quiet_koc("withdraw", "photo", "wheel-wall", "--member", "xiao-man", "--yes").code == 2


def test_a_question_is_taken_back_and_an_answered_one_emptied(quiet_koc: Koc, club: Clone) -> None:
    ask = ["ask", "night-drive", "要拍几张？", "--member", "xiao-man"]
    run(quiet_koc, club, *ask)
    run(quiet_koc, club, "withdraw", "question", "night-drive", "--member", "xiao-man", "--yes")
    asked = club.folder / "modules/guide/night-drive/questions/2026-06-30-xiao-man.yml"
    assert not asked.exists()
    run(quiet_koc, club, *ask)
    run(quiet_koc, club, "reply", "night-drive", "三张就好。", "--member", "zhou-lan")
    run(quiet_koc, club, "withdraw", "question", "night-drive", "--member", "xiao-man", "--yes")
    assert yaml.safe_load(asked.read_text("utf-8"))["text"] == MARK


def test_a_delivery_is_taken_back_until_it_is_accepted(
    quiet_koc: Koc, club: Clone, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("## 洗车\n\n先冲再擦，毛巾分两条。\n", encoding="utf-8")
    wash = "modules/guide/car-wash/claims"
    holder = yaml.safe_load(next((club.folder / wash).glob("*.yml")).read_text("utf-8"))["member"]
    run(quiet_koc, club, "deliver", "car-wash", str(page), "--member", holder)
    assert "delivered" in read(club, f"{wash}/writer.yml")
    run(quiet_koc, club, "withdraw", "delivery", "car-wash", "--member", holder, "--yes")
    assert "delivered" not in read(club, f"{wash}/writer.yml")
    assert not (club.folder / "content/guide/car-wash/index.md").exists()
    accepted = quiet_koc("withdraw", "delivery", "first-day", "--member", "old-he", "--yes")
    assert accepted.code == 2


def test_staff_take_a_line_down_and_the_person_is_told(quiet_koc: Koc, club: Clone) -> None:
    run(quiet_koc, club, "respond", "hunt", "--member", "xiao-man", "--text", "打我电话 138 骂人")
    target = f"{HUNT}/responses/xiao-man.yml"
    down = ["take-down", target, "--member", "zhou-lan", "--reason", "privacy", "--key", "text"]
    said = run(quiet_koc, club, *down)
    assert "林小满" in said
    assert read(club, target)["text"] == MARK
    record = read(club, f"{HUNT}/takedowns/2026-06-30-1.yml")
    assert record["reason"] == "privacy"
    assert "138" not in str(record)
    told = quiet_koc("remind", "--format", "json").out
    assert '"kind": "taken-down"' in told
    assert "个人信息" in told
    assert quiet_koc("take-down", target, "--member", "xiao-man", "--reason", "spam").code == 2
    assert quiet_koc("take-down", "README.md", "--member", "zhou-lan", "--reason", "spam").code == 2


def test_staff_take_a_phrase_down_and_the_rest_stays(
    quiet_koc: Koc, club: Clone, tmp_path: Path
) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(pictures.jpeg())
    show = ["respond", "wheel-wall", "--member", "xiao-man", str(photo), "--alt", "车牌川A12345"]
    run(
        quiet_koc, club, *show, "--text", "要图找我：vx-138-4567-678，或者 vx-139-0000-1234。不客气"
    )
    target = f"{WALL}/responses/xiao-man.yml"
    before = read(club, target)
    down = ["take-down", target, "--member", "zhou-lan", "--reason", "privacy"]
    for refused in (
        ["--phrase", "没有写过"],
        ["--phrase", "vx…4"],  # two addresses end so
        ["--phrase", "…678"],
        ["--key", "alt", "--phrase", "vx-138…678"],
        ["--key", "choice", "--phrase", "1"],
        ["--key", "alt"],
        ["--phrase", " "],
    ):
        assert quiet_koc(*down, *refused).code == 2, refused
    assert read(club, target) == before
    # Only beginnings and ends are repeated, and both go in one request.
    run(quiet_koc, club, *down, "--phrase", "vx-138…678", "--phrase", "vx-139...1234")
    run(quiet_koc, club, *down, "--phrase", "川A12345")
    left = f"要图找我：{MARK}，或者 {MARK}。不客气"
    assert read(club, target) == {**before, "text": left, "alt": [f"车牌{MARK}"]}
    assert "4567" not in str(read(club, f"{WALL}/takedowns/2026-06-30-1.yml"))
    whole = [*down[:1], "content/guide/wheel-wall/xiao-man-1.jpg", *down[2:]]
    assert quiet_koc(*whole, "--phrase", "川A12345").code == 2


def test_a_scored_entry_loses_a_phrase_and_is_taken_back(quiet_koc: Koc, club: Clone) -> None:
    brief = club.folder / f"{WALL}/module.yml"
    rubric = "rubric: {criteria: [{id: story, text: 有故事, weight: 10000}], prizes: [封面]}\n"
    text = brief.read_text("utf-8").replace("closes: 2026-07-31", "closes: 2026-06-30")
    brief.write_text(text + rubric, "utf-8")
    club.git("commit", "-qam", "评选")
    entry = ["respond", "wheel-wall", "--member", "xiao-man", "--text", "雨里等人，骂人的话"]
    run(quiet_koc, club, *entry)
    scores = ["new", "judging", "wheel-wall", "--member", "zhou-lan"]
    scores += ["--entry", "id=xiao-man; scores=story:9; words=好"]
    run(quiet_koc, club, *scores)
    target, held = f"{WALL}/responses/xiao-man.yml", read(club, f"{WALL}/judgings/zhou-lan.yml")
    down = ["take-down", target, "--member", "zhou-lan", "--reason", "abuse", "--phrase", "骂…话"]
    run(quiet_koc, club, *down)
    assert read(club, target)["text"] == f"雨里等人，{MARK}"
    run(quiet_koc, club, "withdraw", "response", "wheel-wall", "--member", "xiao-man", "--yes")
    assert read(club, target)["text"] == MARK
    assert read(club, f"{WALL}/judgings/zhou-lan.yml") == held


def test_a_phrase_of_a_published_text(quiet_koc: Koc, club: Clone) -> None:
    page = "content/guide/first-day/index.md"
    before = (club.folder / page).read_text("utf-8")
    lines = before.split("\n")
    at = next(number for number, line in enumerate(lines) if len(line) > 12 and line[0] != "#")
    phrase = lines[at][2:8]
    down = ["take-down", page, "--member", "zhou-lan", "--reason", "order", "--phrase", phrase]
    elsewhere = next(number for number, line in enumerate(lines) if phrase not in line)
    assert quiet_koc(*down, "--lines", str(elsewhere + 1)).code == 2
    run(quiet_koc, club, *down, "--lines", str(at + 1))
    lines[at] = lines[at].replace(phrase, MARK)
    assert (club.folder / page).read_text("utf-8") == "\n".join(lines)


def test_a_published_text_stays_published_without_a_line(quiet_koc: Koc, club: Clone) -> None:
    page = "content/guide/first-day/index.md"
    state = quiet_koc("status", "first-day", "--format", "json").out
    run(
        quiet_koc, club, "take-down", page, "--member", "zhou-lan", "--reason", "privacy", "--lines", "3"
    )  # fmt: skip
    assert MARK in (club.folder / page).read_text("utf-8")
    later = quiet_koc("status", "first-day", "--format", "json").out
    assert [line for line in later.splitlines() if '"state"' in line] == [
        line for line in state.splitlines() if '"state"' in line
    ]


def test_staff_extend_for_a_member_who_said_so(quiet_koc: Koc, club: Clone) -> None:
    club.complete_team()
    seat = "modules/guide/night-drive/claims/photographer.yml"
    words = ["extend", "night-drive", "photographer", "--member"]
    said = ["--said", "这周出差，延几天吧"]
    behalf = [*words, "zhou-lan", "--for", "xiao-man"]
    assert quiet_koc(*behalf, *said).code == 2  # nobody knows where it was said
    assert quiet_koc(*words, "xiao-man", *said).code == 2
    assert quiet_koc(*words, "old-he", "--for", "xiao-man").code == 2
    run(quiet_koc, club, *behalf, *said, "--through", "微信")
    assert "extended" in read(club, seat)
    yes = read(club, "modules/guide/night-drive/consents/xiao-man--1.yml")
    assert (yes["by"], yes["act"], yes["said"]) == ("zhou-lan", "extend", "这周出差，延几天吧")


def test_an_outcome_is_told_once_a_poll_is_over(quiet_koc: Koc, club: Clone) -> None:
    words = [
        *("new", "outcome", "cover-vote", "--member", "zhou-lan", "--decided", "封面用蓝色"),
        *("--because", "两位都说夜里看得清", "--chosen", "blue"),
    ]
    assert quiet_koc(*words).code == 2
    assert quiet_koc(*words[:2], "night-drive", *words[3:]).code == 2
    later = ["--as-of", "2026-07-12"]
    result = quiet_koc(*words, *later)
    assert (result.code, result.err) == (0, ""), result.out
    merge(club)
    record = read(club, "modules/guide/cover-vote/outcome.yml")
    assert (record["decided"], record["chosen"]) == ("封面用蓝色", ["blue"])
    assert quiet_koc("check", *later).code == 0


def test_a_poll_below_its_goal_is_not_published(quiet_koc: Koc, club: Clone) -> None:
    brief = club.folder / "modules/guide/cover-vote/module.yml"
    text = brief.read_text("utf-8").replace("{id: reasons,", "{id: reasons, must: true,")
    brief.write_text(text, "utf-8")
    club.git("commit", "-qam", "必达")
    later = ["--as-of", "2026-07-12", "--format", "json"]

    def state() -> str:
        return str(
            yaml.safe_load(quiet_koc("status", "cover-vote", *later).out)["rows"][0]["state"]
        )

    points = quiet_koc("rewards", *later).out
    assert state() == "closed"
    words = [
        *("new", "outcome", "cover-vote", "--member", "zhou-lan", "--decided", "人太少，没有定"),
        *("--because", "只有两位投票", "--as-of", "2026-07-12"),
    ]
    assert quiet_koc(*words).code == 2  # reached or not has to be said
    assert quiet_koc(*words, "--reached", "no").code == 0
    merge(club)
    assert state() == "closed"
    # Who took part did so: their points do not hang on how many others came.
    assert quiet_koc("rewards", *later).out == points
    record = club.folder / "modules/guide/cover-vote/outcome.yml"
    record.write_text(record.read_text("utf-8").replace("reached: false", "reached: true"), "utf-8")
    assert state() == "published"


def test_votes_and_check_ins_are_credited_as_such(quiet_koc: Koc, club: Clone) -> None:
    listed = quiet_koc("credits", "--format", "csv").out
    assert "guide,cover-vote,,voting,old-he" in listed
    assert ",idea," not in listed
    assert "投票" in quiet_koc("credits", "--lang", "zh").out


# ---- the same by forms


def test_a_second_report_by_form_and_a_correction_of_the_first(door: FrontDoor) -> None:
    brief = door.clone.folder / "modules/guide/cover-vote/module.yml"
    kept = brief.read_text("utf-8").replace("form: poll", "form: bug-hunt").partition("options:")
    brief.write_text(kept[0], "utf-8")
    for vote in (door.clone.folder / VOTES).glob("*.yml"):
        vote.unlink()
    door.clone.git("add", "-A")
    door.clone.git("commit", "-qm", "找茬")
    hunt = {"module": "guide/cover-vote"}
    for number, text in ((12, "黑屏"), (13, "导航停住")):
        done = door.send("respond", "xiao-man", {**hunt, "text": text}, number=number)
        assert done["ok"], done["reply"]
        door.clone.git("merge", "-q", f"issue/{number}")
    done = door.send(
        "respond", "xiao-man", {**hunt, "text": "黑屏，两次里有一次"}, number=12, action="edited"
    )
    assert done["ok"], done["reply"]
    door.clone.git("merge", "-q", "issue/12")
    assert "两次里有一次" in door.read("HEAD", f"{VOTES}/xiao-man--12.yml")
    assert "导航停住" in door.read("HEAD", f"{VOTES}/xiao-man--13.yml")


def find_option(door: FrontDoor, form: str, field: str, words: str) -> str:
    """Return the option of a form's question that holds `words`."""
    return next(
        option
        for question in door.forms[form].questions  # type: ignore[index]
        if question.id == field
        for option in question.options
        if words in option
    )


def test_a_member_takes_back_by_form_and_staff_take_down(door: FrontDoor) -> None:
    what = find_option(door, "withdraw", "what", "回应")
    done = door.send("withdraw", "old-he", {"what": [what], "module": "guide/cover-vote"})
    assert done["ok"], done["reply"]
    assert "D" in door.clone.git("diff", "--name-status", "main", "issue/12", "--", VOTES)
    reason = find_option(door, "take-down", "reason", "广告")
    said = {"path": f"{VOTES}/xiao-man.yml", "reason": [reason]}
    assert not door.send("take-down", "xiao-man", said, number=14)["ok"]
    done = door.send("take-down", "zhou-lan", said, number=15)
    assert done["ok"], done["reply"]
    assert MARK in door.read("issue/15", f"{VOTES}/xiao-man.yml")


def test_staff_strike_a_phrase_by_form(door: FrontDoor) -> None:
    path = f"{VOTES}/xiao-man.yml"
    vote = door.clone.folder / path
    text = f"{vote.read_text('utf-8').rstrip()}\ntext: 加我微信 abc-4711-xyz 聊\n"
    vote.write_text(text, "utf-8")
    door.clone.git("commit", "-qam", "一句话")
    reason = find_option(door, "take-down", "reason", "个人信息")
    said = {"path": path, "reason": [reason], "phrase": "abc…xyz"}
    done = door.send("take-down", "zhou-lan", said, number=15)
    assert done["ok"], done["reply"]
    assert f"加我微信 {MARK} 聊" in door.read("issue/15", path)
    assert "4711" not in done["reply"]
    assert not door.send("take-down", "zhou-lan", {**said, "phrase": "没有"}, number=16)["ok"]
