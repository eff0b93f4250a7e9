"""`koc words` in repositories where texts were delivered, laid out, changed and moved."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kocbook.insight.fingerprint import text_fingerprint
from tests.audit.workshop import LAN, MAN, PAGE, Workshop
from tests.conftest import Koc

REVIEW = "modules/guide/first-day/reviews/1-zhou-lan.yml"


@pytest.fixture
def shop(sample_repo: Path) -> Workshop:
    """The community as it was before its reviews named the texts that they judged."""
    for file in sample_repo.glob("modules/*/*/reviews/*.yml"):
        file.write_text(re.sub(r"(?m)^text: .*\n", "", file.read_text("utf-8")), "utf-8")
    made = Workshop(sample_repo)
    made.git("commit", "-q", "--amend", "--no-edit", "--all")
    return made


def text_of(shop: Workshop) -> str:
    return (shop.folder / PAGE).read_text(encoding="utf-8")


def name_in_review(shop: Workshop, text: str) -> None:
    path = shop.folder / REVIEW
    shop.write(REVIEW, path.read_text("utf-8") + f'text: "{text_fingerprint(text)}"\n')
    shop.commit(LAN, "review")


def row(koc: Koc, module: str = "guide/first-day") -> dict[str, Any]:
    done = koc("words", module, "--format", "json")
    assert (done.code, done.err) == (0, "")
    [found] = json.loads(done.out)["rows"]
    return dict(found)


def test_layout_alone_is_no_change(koc: Koc, shop: Workshop) -> None:
    delivered = text_of(shop)
    name_in_review(shop, delivered)
    laid_out = delivered.replace("坐进车里", "## 坐进车里").replace("回家路上", "> **回家**路上")
    shop.change(LAN, PAGE, laid_out)
    found = row(koc)
    assert (found["words"], found["gone"], found["new"]) == ("same", 0, 0)
    assert {author["agreement"] for author in found["authors"]} == {"signed"}
    assert found["not_agreed"] == []


@pytest.mark.parametrize("is_named", [True, False])
def test_a_changed_word_is_shown_and_agreements_no_longer_hold(
    koc: Koc, shop: Workshop, is_named: bool
) -> None:
    delivered = text_of(shop)
    if is_named:
        name_in_review(shop, delivered)
    else:  # the claims say on which day it was delivered
        shop.git("commit", "-q", "--amend", "--no-edit", "--date=2026-03-08", day="2026-03-08")
    changed = delivered.replace("不赶时间", "慢慢开，不赶时间").replace("熟悉的", "熟路")
    shop.change(LAN, PAGE, changed)
    found = row(koc)
    assert (found["words"], found["found"]) == ("changed", "review" if is_named else "history")
    pieces = [(p["kind"], p["text"]) for p in found["pieces"] if p["kind"] != "same"]
    assert pieces[0] == ("new", "慢慢开，")
    assert found["not_agreed"] == ["old-he", "xiao-man"] or found["not_agreed"] == [
        "xiao-man",
        "old-he",
    ]
    told = koc("words", "guide/first-day", "--lang", "en").out
    assert "{+慢慢开，+}" in told
    assert "koc sign" in told


@pytest.mark.parametrize(
    ("delivered", "changed", "excerpt"),
    [
        (
            "看[标牌](https://a.example)。\n",
            "看[标牌](https://b.example)。\n",
            "⟦https://b.example⟧",
        ),
        ("先看标牌，再打气。\n", "先看标牌，~~再打气~~。\n", "~~"),
        ("1. 标牌\n2. 打气\n", "3. 标牌\n4. 打气\n", ""),
    ],
)
def test_what_is_no_word_but_seen_is_told(
    koc: Koc, shop: Workshop, delivered: str, changed: str, excerpt: str
) -> None:
    shop.change(LAN, PAGE, delivered)
    name_in_review(shop, delivered)
    assert row(koc)["words"] == "same"
    shop.change(LAN, PAGE, changed)
    found = row(koc)
    assert (found["words"], found["gone"], found["new"]) == ("changed", 0, 0)
    told = koc("words", "guide/first-day", "--lang", "zh").out
    assert "字一个没有动" in told.replace("\n", "")
    assert excerpt in told


def test_a_text_that_was_renamed_is_followed(koc: Koc, shop: Workshop) -> None:
    delivered = text_of(shop)
    shop.git("mv", "content/guide/first-day", "content/guide/day-one")
    shop.git("mv", "modules/guide/first-day", "modules/guide/day-one")
    handbook = shop.folder / "modules/guide/handbook.yml"
    handbook.write_text(handbook.read_text("utf-8").replace("first-day", "day-one"), "utf-8")
    review = shop.folder / "modules/guide/day-one/reviews/1-zhou-lan.yml"
    review.write_text(
        review.read_text("utf-8") + f'text: "{text_fingerprint(delivered)}"\n', "utf-8"
    )
    shop.commit(LAN, "another name")
    shop.change(MAN, "content/guide/day-one/index.md", delivered.replace("漆面、", ""))
    found = row(koc, "guide/day-one")
    assert (found["words"], found["gone"], found["new"]) == ("changed", 2, 0)


def test_without_the_draft_it_says_so(koc: Koc, shop: Workshop) -> None:
    name_in_review(shop, "别的文字")
    assert row(koc)["words"] == "unknown"
    shutil.rmtree(shop.folder / ".git")
    done = koc("words", "guide/first-day", "--lang", "zh")
    assert done.code == 0
    assert "找不到交来的那一稿" in done.out


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["table", "csv", "markdown", "json"])
def test_the_list_is_blessed(
    koc: Koc, shop: Workshop, blessed: Callable[[str, str], None], output: str, language: str
) -> None:
    name_in_review(shop, text_of(shop))
    done = koc("words", "--format", output, "--lang", language)
    assert (done.code, done.err) == (0, "")
    blessed(f"words-{output}.{language}.txt", done.out)
