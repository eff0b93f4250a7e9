"""`koc agreements`: the log of a module, from records and history, that anybody can verify."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kocbook.insight.fingerprint import (
    earlier_terms_fingerprint,
    terms_fingerprint,
)
from kocbook.model.community import Module
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.audit.workshop import LAN, MAN, Workshop
from tests.conftest import Koc

KEY = "guide/first-day"
FOLDER = f"modules/{KEY}"
CLAIM = f"{FOLDER}/claims/writer.yml"
BRIEF = f"{FOLDER}/module.yml"


@pytest.fixture
def shop(sample_repo: Any) -> Workshop:
    return Workshop(sample_repo)


def module_of(shop: Workshop) -> Module:
    found = load_community(WorkingTree(shop.folder)).community
    assert found is not None
    return found.modules[KEY]


def rows(koc: Koc, **wanted: str) -> list[dict[str, Any]]:
    done = koc("agreements", KEY, "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)["rows"]
    return [row for row in found if all(row[key] == value for key, value in wanted.items())]


def read(shop: Workshop, path: str) -> str:
    return (shop.folder / path).read_text("utf-8")


def replace_in(shop: Workshop, path: str, before: str, after: str) -> None:
    text = read(shop, path)
    assert before in text
    shop.write(path, text.replace(before, after, 1))


def renew(shop: Workshop) -> str:
    """Write the present fingerprint into the claim, and return it."""
    module = module_of(shop)
    terms = terms_fingerprint(module.brief)
    replace_in(shop, CLAIM, module.claims["writer"].terms, terms)
    return terms


def test_a_claim_is_listed_with_its_commit_and_holds(shop: Workshop, koc: Koc) -> None:
    [line] = rows(koc, agreed_to="claim.terms", path=CLAIM)
    assert (line["path"], line["holds"], line["was_true"]) == (CLAIM, "holds", "yes")
    assert line["commit"] == shop.git("log", "-1", "--format=%H", "--", CLAIM).strip()


def test_terms_that_change_behind_a_claim_are_seen(shop: Workshop, koc: Koc) -> None:
    replace_in(shop, BRIEF, "days: ", "days: 1")
    shop.commit(LAN, "hurry")
    [line] = rows(koc, agreed_to="claim.terms", path=CLAIM)
    assert (line["holds"], line["was_true"]) == ("broken", "yes")
    terms = renew(shop)
    shop.commit(MAN, "agree")
    old, new = rows(koc, agreed_to="claim.terms", path=CLAIM)
    assert (old["holds"], old["was_true"]) == ("replaced", "yes")
    assert (new["holds"], new["was_true"], new["pin"]) == ("holds", "yes", terms)


def test_a_number_that_was_made_up_is_seen_afterwards(shop: Workshop, koc: Koc) -> None:
    """Somebody wrote down terms that the brief did not have then, and made the brief fit later."""
    honest = read(shop, BRIEF)
    before = module_of(shop).claims["writer"].terms
    replace_in(shop, BRIEF, "days: ", "days: 1")
    later = terms_fingerprint(module_of(shop).brief)
    changed = read(shop, BRIEF)
    shop.write(BRIEF, honest)
    replace_in(shop, CLAIM, before, later)
    shop.commit(LAN, "claim")
    shop.write(BRIEF, changed)
    shop.commit(LAN, "brief")
    line = rows(koc, agreed_to="claim.terms", path=CLAIM)[-1]
    assert (line["pin"], line["holds"], line["was_true"]) == (later, "holds", "no")
    assert "那次提交" in koc("agreements", KEY, "--lang", "zh").out


def test_a_claim_from_before_holds_what_it_held(shop: Workshop, koc: Koc) -> None:
    module = module_of(shop)
    old = earlier_terms_fingerprint(module.brief)
    replace_in(shop, CLAIM, module.claims["writer"].terms, old)
    shop.commit(MAN, "as it was once")
    line = rows(koc, agreed_to="claim.terms", path=CLAIM, pin=old)[-1]
    assert (line["holds"], line["was_true"]) == ("earlier", "yes")
    assert koc("check").code == 0


def test_what_is_not_committed_yet_is_listed_without_a_commit(shop: Workshop, koc: Koc) -> None:
    replace_in(shop, BRIEF, "days: ", "days: 1")
    renew(shop)
    line = next(row for row in rows(koc, path=CLAIM) if row["commit"] is None)
    assert (line["holds"], line["was_true"]) == ("holds", None)


def test_a_release_ends_a_line_and_leaves_it_in_the_log(shop: Workshop, koc: Koc) -> None:
    text = read(shop, CLAIM)
    shop.write(f"{FOLDER}/claims/past/writer-1.yml", f"{text}released: 2026-06-01\n")
    (shop.folder / CLAIM).unlink()
    shop.commit(MAN, "release")
    assert [row["holds"] for row in rows(koc, agreed_to="claim.terms", path=CLAIM)] == ["ended"]


@pytest.mark.parametrize("output", ["table", "csv", "markdown"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_read_it_too(koc: Koc, shop: Workshop, output: str, language: str) -> None:
    done = koc("agreements", KEY, "--format", output, "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert module_of(shop).claims["writer"].terms in done.out


def test_without_a_history_the_records_are_listed(koc: Koc, shop: Workshop) -> None:
    import shutil

    shutil.rmtree(shop.folder / ".git")
    done = koc("agreements", KEY, "--format", "json", "--root", str(shop.folder))
    found = json.loads(done.out)["rows"]
    assert {row["commit"] for row in found} == {None}
    assert "claim.terms" in {row["agreed_to"] for row in found}
