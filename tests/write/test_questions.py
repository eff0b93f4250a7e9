"""Asking and answering: one record each, of one name, and both are told what comes next."""

from __future__ import annotations

import pytest
import yaml

from tests.conftest import Koc
from tests.write.conftest import Clone

FOLDER = "modules/guide/night-drive"
ASK = ["ask", "guide/night-drive", "--member", "xiao-man"]
REPLY = ["reply", "guide/night-drive", "--member", "zhou-lan"]


def merge(clone: Clone) -> None:
    """Bring what the last command wrote to main, as a merged request does."""
    branch = clone.git("symbolic-ref", "--short", "HEAD")
    clone.git("checkout", "-q", "main")
    clone.git("merge", "-q", "--ff-only", branch)


def only_file(clone: Clone) -> str:
    return clone.git("show", "--name-only", "--format=")


def test_a_question_and_its_answer_stay_with_the_module(quiet_koc: Koc, clone: Clone) -> None:
    asked = quiet_koc(*ASK, "要拍夜景吗？")
    assert (asked.code, asked.err) == (0, "")
    assert "1 天内答复" in asked.out
    path = only_file(clone)
    assert path.startswith(f"{FOLDER}/questions/")
    assert path.endswith("-xiao-man.yml")
    merge(clone)
    told = quiet_koc("status", "guide/night-drive")
    assert "要拍夜景吗？" in told.out
    assert "koc reply guide/night-drive" in told.out
    answered = quiet_koc(*REPLY, "要，一张就好。")
    assert (answered.code, answered.err) == (0, "")
    assert only_file(clone) == path.replace("/questions/", "/answers/")
    record = yaml.safe_load((clone.folder / only_file(clone)).read_text("utf-8"))
    assert (record["by"], record["text"]) == ("zhou-lan", "要，一张就好。")
    merge(clone)
    assert "要，一张就好。" in quiet_koc("status", "guide/night-drive").out
    again = quiet_koc(*REPLY, "还要什么？")
    assert (again.code, "没有等待答复的问题" in again.err) == (2, True)


def test_a_second_question_of_the_day_is_added_to_the_first(quiet_koc: Koc, clone: Clone) -> None:
    for words in ("要拍夜景吗？", "横屏还是竖屏？", "要拍夜景吗？"):
        assert quiet_koc(*ASK, words).code == 0
        record = (clone.folder / next(clone.folder.glob(f"{FOLDER}/questions/*"))).read_text(
            "utf-8"
        )
        merge(clone)
    assert yaml.safe_load(record)["text"] == "要拍夜景吗？\n横屏还是竖屏？"
    assert quiet_koc(*REPLY, "都行。").code == 0
    merge(clone)
    later = quiet_koc(*ASK, "那封面呢？")
    assert (later.code, "已经有答复" in later.err) == (2, True)


def test_with_two_waiting_the_answer_names_one(quiet_koc: Koc, clone: Clone) -> None:
    for member in ("xiao-man", "old-he"):
        assert quiet_koc("ask", "guide/night-drive", "--member", member, "怎么拍？").code == 0
        merge(clone)
    refused = quiet_koc(*REPLY, "先近后远。")
    assert refused.code == 2
    assert "xiao-man" in refused.err
    assert "old-he" in refused.err
    assert quiet_koc(*REPLY, "先近后远。", "--question", "old-he").code == 0
    assert only_file(clone).endswith("-old-he.yml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ask", "guide/night-drive", "--member", "xiao-man", "  "], "还没有写内容"),
        (["reply", "guide/night-drive", "--member", "zhou-lan", "好"], "没有等待答复"),
    ],
)
def test_what_says_nothing_is_refused(
    quiet_koc: Koc, clone: Clone, words: list[str], said: str
) -> None:
    before = clone.snapshot()
    refused = quiet_koc(*words)
    assert (refused.code, said in refused.err) == (2, True)
    assert clone.snapshot() == before


def test_only_staff_answer(quiet_koc: Koc, clone: Clone) -> None:
    assert quiet_koc(*ASK, "怎么拍？").code == 0
    merge(clone)
    before = clone.snapshot()
    refused = quiet_koc("reply", "guide/night-drive", "--member", "old-he", "我来说")
    assert refused.code == 1
    assert clone.snapshot() == before
