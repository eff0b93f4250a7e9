"""A community of release 0.1 comes to this one: old forms, old sign-offs and old reviews, by real commands.

The marks that 0.1 wrote were printed once by its own function; nothing of today's makes them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kocbook.insight.fingerprint import text_fingerprint
from tests.conftest import Koc
from tests.write.conftest import Clone

PAGE = "content/guide/first-day/index.md"
REVIEW = "modules/guide/first-day/reviews/1-zhou-lan.yml"
SIGNED = "modules/guide/first-day/signoffs/{}.yml"
AUTHORS = ("old-he", "xiao-man")
BOX = '!!! tip "先别急"\n    绕车走一圈，看[漆面](https://a.example/)。\n\n按 ++p++ 键。\n'
BOX_MOVED = (
    "> [!TIP]\n> **先别急**\n>\n> 绕车走一圈，看[漆面](https://a.example/)。\n\n"
    "按 <kbd>P</kbd> 键。\n"
)
PLAIN = "绕车走一圈，看[漆面](https://a.example/)。\n"
PICTURE = "看这里：\n\n![漆面](paint.png)\n"
OLD = {
    PICTURE: "d34f7b6ba6a8",
    BOX: "9c7c05b7c8c0",
    PLAIN: "02e61553ccb7",
}
"""What `koc sign` of 0.1 wrote for each text."""


@pytest.fixture
def clone(clone: Clone) -> Clone:
    clone.is_me("1004+zhou-lan-car")
    return clone


def write(clone: Clone, path: str, text: str) -> None:
    (clone.folder / path).write_text(text, "utf-8")


def pin(clone: Clone, path: str, mark: str | None) -> None:
    """Let a record name a text by a mark, or by none."""
    line = "" if mark is None else f'text: "{mark}"\n'
    record = re.sub(r"(?m)^text: .*\n", "", (clone.folder / path).read_text("utf-8"))
    write(clone, path, record + line)


def commit(clone: Clone, title: str) -> None:
    clone.git("add", "-A")
    clone.git("commit", "-q", "--allow-empty", "-m", title)


def deliver(clone: Clone, text: str, mark: str | None = None) -> None:
    """Commit a text, and after it the review and the sign-offs that name it."""
    write(clone, PAGE, text)
    commit(clone, "deliver")
    for path in (REVIEW, *map(SIGNED.format, AUTHORS)):
        pin(clone, path, mark or OLD[text])
    commit(clone, "review and sign")


def mark_in(clone: Clone, path: str) -> str | None:
    found = re.search(r'(?m)^text: "?([0-9a-f]{12})"?$', (clone.folder / path).read_text("utf-8"))
    return found[1] if found else None


def state(clone: Clone) -> tuple[str, ...]:
    """All of the repository but what the last check remembered."""
    return clone.git("diff", "HEAD"), clone.git("status", "--porcelain"), clone.git("show-ref")


def agreements(koc: Koc) -> dict[str, str]:
    done = koc("words", "guide/first-day", "--format", "json")
    [row] = json.loads(done.out)["rows"]
    return {author["member"]: author["agreement"] for author in row["authors"]}


def findings(koc: Koc, *words: str) -> list[str]:
    listed: Any = json.loads(koc("check", "--format", "json", *words).out)["findings"]
    return [finding["rule"] for finding in listed]


@pytest.mark.parametrize(("text", "moved"), [(BOX, BOX_MOVED), (PLAIN, PLAIN)])
def test_who_signed_has_signed_and_the_text_is_moved(
    koc: Koc, clone: Clone, text: str, moved: str
) -> None:
    deliver(clone, text)
    assert set(agreements(koc).values()) == {"outdated"}
    before = state(clone)
    tried = koc("check", "--fix", "--dry-run", "--lang", "en")
    assert state(clone) == before
    done = koc("check", "--fix", "--lang", "en")
    assert done.code == 0
    for path in (REVIEW, *map(SIGNED.format, AUTHORS)):
        assert mark_in(clone, path) == text_fingerprint(moved)
        assert path in done.out.replace("\n", "")
        assert path in tried.out.replace("\n", "")
    assert (clone.folder / PAGE).read_text("utf-8") == moved
    assert set(agreements(koc).values()) == {"signed"}
    assert findings(koc) == []
    # A second time there is nothing to do, before a commit and after it.
    for _ in range(2):
        after = state(clone)
        assert "Nothing to write anew" in koc("check", "--fix", "--lang", "en").out
        assert state(clone) == after
        commit(clone, "renewed")


def test_the_request_with_it_is_let_through_and_one_with_more_is_not(
    koc: Koc, clone: Clone
) -> None:
    deliver(clone, BOX)
    clone.git("switch", "-q", "-c", "renewal")
    koc("check", "--fix")
    commit(clone, "renewed")
    asked = ("--base", "main", "--head", "renewal", "--actor", "zhou-lan-car:1004")
    assert findings(koc, *asked) == []
    write(clone, PAGE, BOX_MOVED.replace("绕车走一圈", "绕车走三圈"))
    commit(clone, "and a word")
    assert "policy-words-changed" in findings(koc, *asked)
    write(clone, PAGE, BOX_MOVED)
    pin(clone, SIGNED.format("old-he"), text_fingerprint("## 广告\n"))
    commit(clone, "and a sign-off")
    assert "policy-signoff-text" in findings(koc, *asked)


def test_a_link_that_was_changed_behind_the_authors_is_not_signed(koc: Koc, clone: Clone) -> None:
    deliver(clone, PLAIN)
    write(clone, PAGE, PLAIN.replace("a.example", "evil.example"))
    commit(clone, "0.1 saw no difference")
    koc("check", "--fix")
    assert mark_in(clone, SIGNED.format("old-he")) == text_fingerprint(PLAIN)
    assert set(agreements(koc).values()) == {"outdated"}


@pytest.mark.parametrize("is_replaced", [True, False])
def test_a_picture_that_was_put_in_place_of_another_is_not_signed(
    koc: Koc, clone: Clone, is_replaced: bool
) -> None:
    picture = clone.folder / "content/guide/first-day/paint.png"
    Image.new("RGB", (40, 30), "red").save(picture)
    deliver(clone, PICTURE)
    if is_replaced:
        Image.new("RGB", (40, 30), "blue").save(picture)
        commit(clone, "0.1 saw no difference")
    koc("check", "--fix")
    wanted = "outdated" if is_replaced else "signed"
    assert set(agreements(koc).values()) == {wanted}


def test_a_record_keeps_naming_an_older_text(koc: Koc, clone: Clone) -> None:
    deliver(clone, BOX)
    write(clone, PAGE, PLAIN)
    commit(clone, "other words")
    pin(clone, SIGNED.format("old-he"), OLD[PLAIN])
    commit(clone, "one of two signs again")
    clone.git("switch", "-q", "-c", "renewal")
    koc("check", "--fix")
    # As it stood, and not as it would have been moved: such a text is in no commit.
    assert mark_in(clone, REVIEW) == text_fingerprint(BOX)
    assert agreements(koc) == {"old-he": "signed", "xiao-man": "outdated"}
    commit(clone, "renewed")
    asked = ("--base", "main", "--head", "renewal", "--actor", "zhou-lan-car:1004")
    assert not [rule for rule in findings(koc, *asked) if rule.startswith("policy-")]


def test_a_mark_that_no_text_has_is_left_and_told(koc: Koc, clone: Clone) -> None:
    deliver(clone, PLAIN)
    pin(clone, SIGNED.format("old-he"), "0123456789ab")
    commit(clone, "whatever that was")
    done = koc("check", "--fix", "--lang", "en")
    assert f"Left alone: {SIGNED.format('old-he')}" in done.out.replace("\n", " ")
    assert mark_in(clone, SIGNED.format("old-he")) == "0123456789ab"
    assert agreements(koc)["xiao-man"] == "signed"


def test_a_review_without_a_mark_names_the_text_beside_it(koc: Koc, clone: Clone) -> None:
    (clone.folder / REVIEW).unlink()
    write(clone, PAGE, PLAIN)
    commit(clone, "deliver")
    clone.git("checkout", "-q", "HEAD~1", "--", REVIEW)
    pin(clone, REVIEW, None)
    commit(clone, "review")
    assert "review-without-text" in findings(koc)
    write(clone, PAGE, PLAIN + "\n另一句。\n")
    commit(clone, "more")
    koc("check", "--fix")
    assert mark_in(clone, REVIEW) == text_fingerprint(PLAIN)
    assert "review-without-text" not in findings(koc)


def test_words_in_a_list_of_attributes_are_left_to_people(koc: Koc, clone: Clone) -> None:
    text = '看[漆面](https://a.example/){ title="前后都看" }。\n'
    write(clone, PAGE, text)
    commit(clone, "deliver")
    koc("check", "--fix")
    assert (clone.folder / PAGE).read_text("utf-8") == text
    assert "content-old-form" in findings(koc)


def test_what_does_not_go_together_is_refused(koc: Koc) -> None:
    assert koc("check", "--dry-run").code == 2
    assert koc("check", "--fix", "--head", "main").code == 2


def test_without_git_texts_are_moved_all_the_same(koc: Koc, clone: Clone, tmp_path: Path) -> None:
    write(clone, PAGE, BOX)
    (clone.folder / ".git").rename(tmp_path / "elsewhere")
    done = koc("check", "--fix", "--format", "json")
    assert json.loads(done.out)
    assert PAGE in done.err.replace("\n", "")
    assert (clone.folder / PAGE).read_text("utf-8") == BOX_MOVED


CLAIM = "modules/guide/night-drive/claims/photographer.yml"
BRIEF = "modules/guide/night-drive/module.yml"
OLD_TERMS = "6cee65ed3401"
"""What `koc claim` of 0.1 wrote for the brief of the sample."""


def claim_of_old(clone: Clone) -> str:
    """Let the claim be one of 0.1, and return the terms that it has today."""
    text = (clone.folder / CLAIM).read_text("utf-8")
    today = re.search(r'(?m)^terms: "([0-9a-f]{12})"$', text)
    assert today
    write(clone, CLAIM, text.replace(today[1], OLD_TERMS))
    commit(clone, "a claim of 0.1")
    return today[1]


def test_a_claim_of_an_older_release_agrees_to_the_same_by_todays_terms(
    quiet_koc: Koc, clone: Clone
) -> None:
    today = claim_of_old(clone)
    clone.git("switch", "-q", "-c", "renewal")
    assert quiet_koc("check", "--fix").code == 0
    assert f'terms: "{today}"' in (clone.folder / CLAIM).read_text("utf-8")
    commit(clone, "renewed")
    asked = ("--base", "main", "--head", "renewal", "--actor", "zhou-lan-car:1004")
    assert findings(quiet_koc, *asked) == []


def test_nobody_is_put_to_days_that_they_did_not_see(quiet_koc: Koc, clone: Clone) -> None:
    claim_of_old(clone)
    brief = (clone.folder / BRIEF).read_text("utf-8")
    write(clone, BRIEF, brief.replace("days: 7", "days: 3"))
    commit(clone, "fewer days")
    assert quiet_koc("check", "--fix").code in (0, 1)
    assert OLD_TERMS in (clone.folder / CLAIM).read_text("utf-8")
