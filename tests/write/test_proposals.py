"""A topic from its proposal to a brief with the proposer's credit, by command; and who may not."""

from __future__ import annotations

import json

from tests.conftest import Koc
from tests.write.conftest import Clone, read
from tests.write.test_every_record import merged
from tests.write.test_new import MODULE, landed

NEW = ["propose", "雨天怎么看清路", "--pitch", "群里每到雨季都有人问"]
RECORD = "plan/proposals/ma-jun--1.yml"


def state(koc: Koc) -> str:
    (row,) = json.loads(koc("proposals", "--all", "--format", "json").out)["rows"]
    return str(row["state"])


def test_a_proposal_becomes_a_brief_and_its_idea_has_a_name(quiet_koc: Koc, clone: Clone) -> None:
    clone.git("config", "core.quotepath", "off")
    assert quiet_koc(*NEW, "--outline", "灯光", "--writes", "--member", "ma-jun").code == 0
    landed(clone, quiet_koc, "propose/ma-jun--1")
    assert read(clone, RECORD)["writes"] is True
    merged(clone)
    assert "koc advise ma-jun--1" in quiet_koc("inbox", "--for", "zhou-lan").out
    said = quiet_koc("advise", "雨天怎么看清路", "从除雾写起会更独特", "--member", "zhou-lan")
    assert said.code == 0, said
    landed(clone, quiet_koc, "advise/ma-jun--1")
    merged(clone)
    assert (state(quiet_koc), quiet_koc("inbox", "--for", "zhou-lan").code) == ("advised", 0)
    assert "koc advise" not in quiet_koc("inbox", "--for", "zhou-lan").out
    title = MODULE.index("--title")
    words = MODULE[:title] + MODULE[title + 2 :]
    done = quiet_koc(*words, "--from-proposal", "ma-jun--1")
    assert done.code == 0, done
    landed(clone, quiet_koc, "new/guide-rain")
    brief = read(clone, "modules/guide/rain/module.yml")
    assert (brief["title"], brief["proposal"]) == ("雨天怎么看清路", "ma-jun--1")
    ideas = list((clone.folder / "modules/guide/rain/credits").glob("ma-jun--*.yml"))
    assert [read(clone, str(one.relative_to(clone.folder)))["confirmed_by"] for one in ideas] == [
        "zhou-lan"
    ]
    assert state(quiet_koc) == "taken"


def test_advice_can_be_followed_and_is_answered_once_more(quiet_koc: Koc, clone: Clone) -> None:
    assert quiet_koc(*NEW, "--member", "ma-jun").code == 0
    merged(clone)
    assert quiet_koc("advise", "ma-jun--1", "太宽了", "--decline", "--member", "zhou-lan").code == 0
    merged(clone)
    assert state(quiet_koc) == "declined"
    again = ["propose", "雨天怎么除雾", "--pitch", "只写除雾", "--revise", "ma-jun--1"]
    assert quiet_koc(*again, "--member", "old-he").code == 2
    assert quiet_koc(*again, "--member", "ma-jun").code == 0
    landed(clone, quiet_koc, "propose/ma-jun--1-2")
    assert read(clone, RECORD)["title"] == "雨天怎么除雾"


def test_who_may_not_answer_is_told_so(quiet_koc: Koc, clone: Clone) -> None:
    assert quiet_koc(*NEW, "--member", "zhou-lan").code == 0
    merged(clone)
    before = clone.snapshot()[:3]
    assert quiet_koc("advise", "zhou-lan--1", "好", "--member", "ma-jun").code == 2
    assert quiet_koc("advise", "zhou-lan--1", "好", "--member", "zhou-lan").code == 2
    assert quiet_koc("advise", "zhou-lan--9", "好", "--member", "gu-heng").code == 2
    assert clone.snapshot()[:3] == before
