"""Every record has a door: what these commands write passes the check and the policy."""

from __future__ import annotations

import pytest

from kocbook.intake.acts.spell_id import spell_id
from tests.conftest import Koc
from tests.write.conftest import Clone, read, with_activities
from tests.write.test_new import BACKGROUND, landed

FOLDER = "modules/guide/car-wash"
HELP = ["new", "credit", "car-wash", "--role", "testing", "--evidence", "照着洗了一遍"]


def back(clone: Clone) -> None:
    clone.git("switch", "-q", "main")


def merged(clone: Clone) -> None:
    """What is on this branch is on main now."""
    branch = clone.git("symbolic-ref", "--short", "HEAD")
    back(clone)
    clone.git("merge", "-q", "--ff-only", branch)


def test_help_is_proposed_by_its_owner_and_confirmed_by_staff(quiet_koc: Koc, clone: Clone) -> None:
    assert quiet_koc(*HELP, "--member", "ma-jun").code == 0
    landed(clone, quiet_koc, "credit/guide-car-wash-ma-jun-testing")
    path = f"{FOLDER}/credits/ma-jun--testing.yml"
    said = read(clone, path)
    assert (said["member"], said["role"], said["evidence"]) == ("ma-jun", "testing", "照着洗了一遍")
    assert "confirmed_by" not in said
    merged(clone)
    assert quiet_koc(*HELP, "--member", "ma-jun").code == 2  # it stands there
    assert quiet_koc("confirm", "car-wash", "--member", "old-he").code == 2
    inbox = quiet_koc("inbox", "--for", "zhou-lan").out
    assert "koc confirm guide/car-wash ma-jun--testing" in inbox
    done = quiet_koc("confirm", "自己洗车", "马军", "--member", "周岚")
    assert done.code == 0, done
    landed(clone, quiet_koc, "confirm/guide-car-wash-ma-jun--testing")
    assert read(clone, path)["confirmed_by"] == "zhou-lan"
    assert "ma-jun--testing" not in quiet_koc("inbox", "--for", "zhou-lan").out
    assert quiet_koc("confirm", "car-wash", "--member", "zhou-lan").code == 2  # nothing is left


def test_staff_write_down_the_help_of_others_and_members_only_their_own(
    quiet_koc: Koc, clone: Clone
) -> None:
    words = [*HELP, "--to", "老何"]
    before = clone.snapshot()[:3]
    assert quiet_koc(*words, "--member", "ma-jun").code == 2
    assert clone.snapshot()[:3] == before
    assert quiet_koc(*words, "--member", "zhou-lan").code == 0
    landed(clone, quiet_koc, "credit/guide-car-wash-old-he-testing")
    assert read(clone, f"{FOLDER}/credits/old-he--testing.yml")["confirmed_by"] == "zhou-lan"


def test_a_service_and_its_yes(quiet_koc: Koc, clone: Clone) -> None:
    with_activities(clone, {"helpers": "service"})
    words = ["new", "service", "helpers", "--kind", "带新人", "--evidence", "陪练两小时"]
    assert quiet_koc(*words, "--member", "old-he").code == 2  # whom?
    assert quiet_koc(*words, "--member", "old-he", "--helped", "马军", "--hours", "2").code == 0
    landed(clone, quiet_koc, "service/guide-helpers-2026-06-30-old-he")
    path = "modules/guide/helpers/services/2026-06-30-old-he.yml"
    assert (read(clone, path)["kind"], read(clone, path)["helped"]) == ("mentor", ["ma-jun"])
    merged(clone)
    assert quiet_koc("confirm", "helpers", "--member", "gu-heng").code == 0
    landed(clone, quiet_koc, "confirm/guide-helpers-2026-06-30-old-he")
    back(clone)
    wrong = quiet_koc("new", "service", "car-wash", *words[3:], "--member", "old-he")
    assert (wrong.code, "互助服务" in wrong.err) == (2, True)


def hunt(clone: Clone) -> None:
    with_activities(clone, {"hunt": "bug-hunt"})
    folder = clone.folder / "modules/guide/hunt/responses"
    folder.mkdir()
    for name in ("ma-jun", "old-he"):
        text = f"member: {name}\ndate: 2026-06-28\ntext: 蓝牙连上又断。\n"
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    clone.git("add", "-A")
    clone.git("commit", "-qm", "Two reports")


def test_a_report_goes_its_way_step_by_step(quiet_koc: Koc, clone: Clone) -> None:
    hunt(clone)
    words = ["new", "triage", "hunt", "马军"]
    rows = quiet_koc("inbox", "--for", "zhou-lan").out
    assert "koc new triage guide/hunt ma-jun" in rows
    assert quiet_koc(*words, "--state", "待补充", "--member", "ma-jun").code == 2
    early = quiet_koc(*words, "--state", "fixed", "--member", "gu-heng")
    assert (early.code, "policy-triage-step" in early.out) == (1, True)
    done = quiet_koc(*words, "--state", "已确认", "--confirmed-by", "林小满", "--member", "gu-heng")
    assert done.code == 0, done
    landed(clone, quiet_koc, "triage/guide-hunt-ma-jun")
    path = "modules/guide/hunt/triage/ma-jun.yml"
    assert read(clone, path)["confirmed_by"] == ["xiao-man"]
    merged(clone)
    assert quiet_koc(*words, "--state", "forwarded", "--adopted", "--member", "gu-heng").code == 0
    landed(clone, quiet_koc, "triage/guide-hunt-ma-jun-2")
    said = read(clone, path)
    assert (said["state"], said["adopted"]) == ("forwarded", True)
    assert said["confirmed_by"] == ["xiao-man"]  # as it was said before
    merged(clone)
    again = ["new", "triage", "hunt", "老何", "--state", "duplicate", "--member", "zhou-lan"]
    assert quiet_koc(*again).code == 2  # of which one?
    assert quiet_koc(*again, "--duplicate-of", "马军").code == 0
    landed(clone, quiet_koc, "triage/guide-hunt-old-he")


def test_a_waiver_of_a_robot_and_of_a_member(quiet_koc: Koc, clone: Clone) -> None:
    words = ["new", "waiver", "first-day", "--member", "zhou-lan"]
    assert quiet_koc(*words, "--candidate", "renovate[bot]", "--reason", "bot").code == 0
    landed(clone, quiet_koc, "waiver/guide-first-day-1")
    path = "modules/guide/first-day/waivers/1.yml"
    assert read(clone, path)["candidate"] == "renovate[bot]"
    merged(clone)
    assert quiet_koc(*words, "--candidate", "renovate[bot]", "--reason", "bot").code == 2
    assert quiet_koc(*words, "--candidate", "马军", "--reason", "declined").code == 0
    assert read(clone, "modules/guide/first-day/waivers/2.yml")["candidate"] == "ma-jun"
    assert (
        quiet_koc(*words[:3], "--member", "ma-jun", "--candidate", "x", "--reason", "bot").code == 2
    )


def test_a_lead_appoints_and_approves(quiet_koc: Koc, clone: Clone) -> None:
    words = ["new", "staff", "老何", "--role", "社区运营，产品专家"]
    assert quiet_koc(*words, "--member", "zhou-lan").code == 2
    assert quiet_koc(*words, "--member", "gu-heng").code == 0
    landed(clone, quiet_koc, "staff/old-he")
    assert read(clone, "members/old-he.yml")["staff"] == ["community-operator", "product-expert"]
    merged(clone)
    assert quiet_koc(*words, "--member", "gu-heng").code == 2  # it is so already
    assert quiet_koc("new", "staff", "old-he", "--none", "--member", "gu-heng").code == 0
    landed(clone, quiet_koc, "staff/old-he-2")
    assert "staff" not in read(clone, "members/old-he.yml")
    back(clone)
    budget = ["new", "budget", "guide", "--cash", "3000"]
    assert quiet_koc(*budget, "--member", "zhou-lan").code == 2
    assert quiet_koc(*budget, "--member", "gu-heng").code == 0
    landed(clone, quiet_koc, "budget/guide")
    text = (clone.folder / "modules/guide/handbook.yml").read_text()
    assert "budget: {cash: 3000, currency: CNY, approved_by: gu-heng, approved: 2026-06-30}" in text


def test_a_module_is_taken_back_or_replaced(quiet_koc: Koc, clone: Clone) -> None:
    words = ["withdraw", "module", "car-wash", "--member", "zhou-lan", "--yes"]
    assert quiet_koc(*words).code == 2  # why?
    assert quiet_koc(*words, "--reason", "和另一篇合并了").code == 0
    landed(clone, quiet_koc, "withdraw/module-guide-car-wash")
    said = read(clone, f"{FOLDER}/module.yml")["withdrawn"]
    assert said["reason"] == "和另一篇合并了"  # type: ignore[index]  # a mapping
    back(clone)
    swap = ["supersede", "自己洗车", "first-day"]
    assert quiet_koc(*swap, "--member", "ma-jun").code == 2
    assert quiet_koc("supersede", "first-day", "first-day", "--member", "zhou-lan").code == 2
    assert quiet_koc(*swap, "--member", "zhou-lan").code == 0
    landed(clone, quiet_koc, "supersede/guide-car-wash")
    assert read(clone, f"{FOLDER}/module.yml")["superseded_by"] == "guide/first-day"


def test_a_poll_is_closed_with_its_decision(quiet_koc: Koc, clone: Clone) -> None:
    words = ["new", "outcome", "cover-vote", "--member", "zhou-lan"]
    words += ["--decided", "选雪地蓝", "--because", "投它的最多"]
    early = quiet_koc(*words)
    assert (early.code, "还没有结束" in early.err) == (2, True)
    assert quiet_koc(*words, "--close").code == 0
    landed(clone, quiet_koc, "outcome/guide-cover-vote")
    assert str(read(clone, "modules/guide/cover-vote/module.yml")["closes"]) == "2026-06-30"
    assert read(clone, "modules/guide/cover-vote/outcome.yml")["decided"] == "选雪地蓝"


def test_who_plans_nothing_closes_no_poll(quiet_koc: Koc, clone: Clone) -> None:
    path = clone.folder / "members/old-he.yml"
    path.write_text(f"{path.read_text()}staff: [community-operator]\n", encoding="utf-8")
    clone.git("commit", "-qam", "An operator")
    words = ["new", "outcome", "cover-vote", "--decided", "我说了算", "--because", "我喜欢"]
    refused = quiet_koc(*words, "--close", "--member", "old-he")
    assert (refused.code, "policy-planner-only" in refused.out) == (1, True)


MODULE = [
    *("--member", "zhou-lan", "--title", "雨天开车，看得清", "--chapter", "日常"),
    *("--type", "precision", "--form", "article", "--size", "S"),
    *("--background", BACKGROUND, "--include", "灯光"),
    *("--goal", "text=看完知道，不慌; measure=三步，每步一图；must=yes"),
    *("--seat", "role=撰写; duty=写文章; skills=writing-well:2", "--no-resources"),
    *("--points", "20", "--channel", "官网"),
]


def test_a_modules_id_is_its_title_in_pinyin_and_a_pool_invites_by_skill(
    quiet_koc: Koc, clone: Clone
) -> None:
    pool = ["--access", "invited", "--pool", "writing-well:2"]
    done = quiet_koc("new", "module", "guide", *MODULE, *pool)
    assert done.code == 0, done
    landed(clone, quiet_koc, "new/guide-yu-tian-kai-che-kan")
    brief = read(clone, "modules/guide/yu-tian-kai-che-kan/module.yml")
    assert brief["pool"] == {"writing-well": 2}
    assert brief["seats"][0]["role"] == "writing"  # type: ignore[index]  # a list
    merged(clone)
    assert quiet_koc("new", "module", "guide", *MODULE).code == 0
    landed(clone, quiet_koc, "new/guide-yu-tian-kai-che-kan-2")
    back(clone)
    assert quiet_koc("new", "module", "guide", *MODULE, "--id", "rain").code == 0
    landed(clone, quiet_koc, "new/guide-rain")
    assert quiet_koc("new", "module", "没有这本", *MODULE).code == 2


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("雨天开车", "yu-tian-kai-che"),
        ("OTA 3.0 之后", "ota-3-0-zhi-hou"),
        ("重庆火锅", "chong-qing-huo-guo"),
        ("女生用车", "nv-sheng-yong-che"),
        ("？！", None),
        ("一二三四五六七八", "yi-er-san-si-wu"),
    ],
)
def test_titles_are_spelled(title: str, id_: str | None) -> None:
    assert spell_id(title) == id_
    if id_:
        assert spell_id(title, {id_}) == f"{id_}-2"


def test_names_work_wherever_ids_do(quiet_koc: Koc, clone: Clone) -> None:
    by_name = quiet_koc("status", "胎压怎么看").out
    assert (
        by_name
        == quiet_koc("status", "tyre-check").out
        == quiet_koc("status", "《胎压怎么看》").out
    )
    assert quiet_koc("board", "--state", "可认领").out == quiet_koc("board", "--state", "open").out
    assert (
        quiet_koc("board", "--member", "林小满").out
        == quiet_koc("board", "--member", "xiao-man").out
    )
    assert quiet_koc("credits", "--member", "Lin Xiaoman").code == 0
    near = quiet_koc("status", "胎压")
    assert (near.code, "胎压怎么看（guide/tyre-check）" in near.err) == (2, True)
    near = quiet_koc("inbox", "--for", "林小")
    assert (near.code, "林小满（xiao-man）" in near.err) == (2, True)
    assert (
        "林小满（xiao-man）"
        in quiet_koc("new", "staff", "林小慢", "--role", "社区运营", "--member", "gu-heng").err
    )
    seat = quiet_koc("claim", "night-drive", "撰写", "--member", "马军", "--yes")
    assert (seat.code, "claim/guide-night-drive-writer" in seat.out) == (0, True)
    back(clone)
    path = clone.folder / "members/old-he.yml"
    path.write_text(path.read_text().replace("老何", "马军"), encoding="utf-8")
    two = quiet_koc("inbox", "--for", "马军")
    assert (two.code, "ma-jun" in two.err, "old-he" in two.err) == (2, True, True)
