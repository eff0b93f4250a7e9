"""The private repository through the real commands: until it is there, set up, written, checked, told."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Koc
from tests.private.conftest import ADDRESS, commit, git, merge, set_up

TALK = "聊了聊，最近出差太密，说好晚一周交。"
NOTE = [
    *("new", "recognition", "--to", "xiao-man", "--kind", "coaching", "--private"),
    *("--reason", TALK, "--member", "gu-heng"),
]
MODULE = [
    *("new", "module", "guide/rain", "--member", "zhou-lan", "--title", "雨天开车"),
    *("--chapter", "日常", "--type", "precision", "--form", "article", "--size", "S"),
    *("--background", "入夏以后，车主问得最多的是雨天怎么除雾，怎么控制车距。"),
    *("--include", "灯光", "--goal", "text=看完知道, 不慌; measure=三步，每步一图；must=yes"),
    *("--seat", "role=writing; duty=写文章; share=100%", "--points", "20", "--cash", "600"),
    *("--resource", "title=说明书; url=https://club.example/a", "--channel", "官网"),
]
HANDBOOK = [
    *("new", "handbook", "winter", "--member", "gu-heng", "--title", "冬天"),
    *("--summary", "冬天用得上的。", "--audience", "车主", "--goal", "不怕冷", "--cash", "7300"),
    *("--chapter", "title=开始"),
]
PAYOUT = [
    *("new", "payout", "guide", "--reference", "Q2", "--approved-by", "zhou-lan"),
    *("--member", "gu-heng"),
]
NOTES = "members/recognition/2026/2026-06-30-coaching.yml"


def account(club: Koc, member: str) -> str:
    """Return a member's login and number, as `--actor` takes them."""
    record = (club.folder / f"members/{member}.yml").read_text()
    said = [line.split(": ")[1] for line in record.splitlines() if line.startswith("github")]
    return ":".join(said[:2])


def give_budget(private: Path) -> None:
    path = private / "modules/guide/budget.yml"
    path.parent.mkdir(parents=True)
    path.write_text("cash: 900\ncurrency: CNY\napproved_by: gu-heng\napproved: 2026-03-01\n")
    commit(private)


@pytest.mark.parametrize("words", [NOTE, MODULE, HANDBOOK, PAYOUT])
def test_until_it_is_set_up_nothing_private_is_written(club: Koc, words: list[str]) -> None:
    for language, said in (("zh", "koc private init"), ("en", "koc private init")):
        refused = club(*words, "--lang", language)
        assert refused.code == 2, refused
        assert said in refused.err.replace("\n", " ")
    assert git(club.folder, "branch", "--list").split() == ["*", "main"]
    assert git(club.folder, "status", "--porcelain") == ""


def test_a_community_may_publish_its_amounts(club: Koc) -> None:
    settings = club.folder / "community.yml"
    settings.write_text(settings.read_text() + "public_amounts: [briefs, budgets]\n")
    commit(club.folder)
    assert club(*HANDBOOK).code == 0
    assert "cash: 7300" in (club.folder / "modules/winter/handbook.yml").read_text()
    merge(club.folder)
    assert club(*PAYOUT).code == 2  # payments are not named


def test_a_note_goes_into_the_private_repository_alone(club: Koc) -> None:
    private = set_up(club)
    done = club(*NOTE)
    assert done.code == 0, done
    assert str(private) in done.out
    assert ADDRESS in done.out
    assert TALK in (private / NOTES).read_text()
    assert TALK not in git(club.folder, "log", "-p", "--all")
    assert club(*NOTE, "--points", "5").code == 2  # points are public
    assert Koc(private, club.environment)("check").code == 0


def test_an_amount_is_sealed_in_the_brief_and_cannot_be_changed_unseen(club: Koc) -> None:
    private = set_up(club)
    refused = club(*MODULE)
    assert (refused.code, "budget-exceeded" in refused.out) == (1, True)  # there is none yet
    assert "new/" not in git(club.folder, "branch", "--list") + git(private, "branch", "--list")
    give_budget(private)
    done = club(*MODULE)
    assert done.code == 0, done
    merge(private)
    merge(club.folder)
    brief = (club.folder / "modules/guide/rain/module.yml").read_text()
    assert "600" not in brief
    claimed = club("claim", "guide/rain", "--member", "ma-jun", "--yes")
    assert claimed.code == 0, claimed
    merge(club.folder)
    inside = Koc(private, club.environment)
    assert (club("check").code, inside("check").code) == (0, 0)
    told = club("private", "tell", "ma-jun")
    assert told.code == 0, told
    assert "600" in told.out
    salt, seal = told.out.split("%s\\n' ")[1].split()[0], told.out.split()[-1]
    assert hashlib.sha256(f"{salt}\n600\nCNY\n".encode()).hexdigest() == seal
    assert seal in brief
    rows = json.loads(club("agreements", "guide/rain", "--format", "json").out)["rows"]
    assert {row["agreed_to"]: row["holds"] for row in rows} == {
        "claim.terms": "holds",
        "cash.seal": "holds",
    }
    cash = private / "modules/guide/rain/cash.yml"
    cash.write_text(cash.read_text().replace("cash: 600", "cash: 500"))
    git(private, "switch", "-qc", "less")
    commit(private)
    assert "cash-seal" in inside("check").out
    request = ("check", "--base", "main", "--head", "less", "--actor", account(club, "gu-heng"))
    judged = inside(*request)
    assert "policy-terms-locked" in judged.out
    assert judged.code == 1
    rows = json.loads(club("agreements", "guide/rain", "--format", "json").out)["rows"]
    assert "broken" in {row["holds"] for row in rows if row["agreed_to"] == "cash.seal"}


def test_a_blueprint_keeps_its_budget_apart(club: Koc) -> None:
    private = set_up(club)
    assert club(*HANDBOOK).code == 0
    assert "7300" not in (club.folder / "modules/winter/handbook.yml").read_text()
    assert "cash: 7300" in (private / "modules/winter/budget.yml").read_text()


def test_the_policy_judges_requests_to_the_private_repository(club: Koc) -> None:
    private = set_up(club)
    git(private, "switch", "-qc", "mine")
    give_budget(private)
    inside = Koc(private, club.environment)

    def judge(member: str) -> int:
        request = ("check", "--base", "main", "--head", "mine")
        return inside(*request, "--actor", account(club, member)).code

    assert judge("gu-heng") == 0
    assert judge("zhou-lan") == 1
    assert judge("xiao-man") == 1


def test_what_is_in_plain_text_is_told_and_moved(club: Koc) -> None:
    note = club.folder / NOTES
    note.parent.mkdir(parents=True)
    note.write_text(
        f"member: xiao-man\nby: gu-heng\ndate: 2026-06-30\nkind: coaching\nreason: {TALK}\n"
        "private: true\n"
    )
    commit(club.folder)
    told = club("check")
    assert told.code == 0  # a warning: who proposes something else did not do it
    assert "koc private move" in told.out.replace("\n", "")
    assert club("private", "move", "--member", "gu-heng", "--yes").code == 2
    private = set_up(club)
    moved = club("private", "move", "--member", "gu-heng", "--yes")
    assert moved.code == 0, moved
    assert not note.exists()
    assert TALK in (private / NOTES).read_text()
    assert "private-in-public" not in club("check").out
    assert Koc(private, club.environment)("check").code == 0


def test_a_laptop_without_it_says_where_it_is(club: Koc, tmp_path: Path) -> None:
    private = set_up(club)
    git(private, "remote", "add", "origin", ADDRESS)
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(club.folder), str(other))
    koc = Koc(other, club.environment)
    refused = koc(*NOTE)
    assert refused.code == 2
    assert ADDRESS in refused.err.replace("\n", "")
    assert koc("check").code == 0
    shutil.copytree(private, tmp_path / "there")
    assert koc("private", "init", str(tmp_path / "there")).code == 0
    assert koc("rewards", "--format", "json").code == 0
    alone = Koc(tmp_path / "there", club.environment)
    git(alone.folder, "config", "--unset", "koc.public")
    assert alone("check").code == 2


def test_what_is_private_of_a_gift_goes_beside_its_public_promise(club: Koc) -> None:
    private = set_up(club)
    gift = ("new", "gift", "--to", "xiao-man", "--kind", "fee", "--what", "讲课的酬劳")
    done = club(*gift, "--cash", "731", "--member", "gu-heng")
    assert done.code == 0, done
    name = "2026-06-30-fee-xiao-man.yml"
    public = (club.folder / f"members/gifts/2026/{name}").read_text()
    assert "731" not in public
    assert "cash: 731" in (private / f"members/gift-details/2026/{name}").read_text()
    merge(club.folder)
    merge(private)
    (row,) = json.loads(club("gifts", "--format", "json").out)["rows"]
    assert (row["cash_minor"], row["currency"]) == (73100, "CNY")
    refused = club(*gift[:-1], "酬劳 731 元", "--member", "gu-heng")
    assert refused.code == 1
    assert "gift-tells-amount" in refused.out
