"""The table of pins: each property of a brief is in it, and the page says what the table says."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.insight.pins import FREE, PINNED, response_terms, yardstick_fingerprint
from kocbook.model.brief import (
    Brief,
    Criterion,
    Inherited,
    Option,
    Reward,
    Rubric,
    Scope,
    Seat,
    Terms,
    Withdrawal,
)
from kocbook.model.brief import Goal as BriefGoal
from kocbook.model.community import Module
from kocbook.model.enums import Access, ModuleForm, Size, TaskType
from kocbook.model.named import Named
from kocbook.model.people import Link
from kocbook.report.pins_reference import render_pins_reference
from tests.policy.people import AS_OF, GALLERY, community, load

ROOT = Path(__file__).parents[2]
OTHERS: dict[str, Any] = {
    "title": "另一个",
    "type": TaskType.EXPLORATION,
    "form": ModuleForm.VIDEO,
    "size": Size.L,
    "access": Access.INVITED,
    "background": "另一个",
    "goals": (BriefGoal("clear", "另一个"),),
    "scope": Scope(("另一个",)),
    "contact": "lead",
    "reply_within_days": 9,
    "reward": Reward(999),
    "terms": Terms("CC0", ("官网",)),
    "days": 1,
    "seats": (Seat("other", "writing", 10000, "写"),),
    "opened": AS_OF,
    "closes": AS_OF,
    "invited": ("lead",),
    "pool": {"copywriting": 3},
    "resources": (Link("一", "https://example.com"),),
    "tags": ("新手",),
    "language": "en",
    "options": (Option("a", "甲"),),
    "choices": 2,
    "rubric": Rubric((Criterion("a", "甲", 10000),), ("奖",)),
    "paid_services": 7,
    "withdrawn": Withdrawal(AS_OF, "停"),
    "superseded_by": "guide/album",
    "formerly": ("guide/old",),
    "not_phones": ("123",),
    "inherited": Inherited("一本老书", AS_OF),
    "summary": "另一句",
    "names": {"en": Named("Another")},
    "applies_to": ("2027 款",),
    "check_again": AS_OF,
    "campaign": "summer-drive",
    "proposal": "lin-xiaoman--1",
}


def fingerprints(module: Module) -> dict[str, str | None]:
    return {
        "claim.terms": terms_fingerprint(module.brief),
        "response.terms": response_terms(module),
        "review.yardstick": yardstick_fingerprint(module.brief),
    }


def test_every_property_of_a_brief_is_pinned_or_free() -> None:
    pinned = {name.split(".")[0] for covered in PINNED.values() for name in covered}
    whole = {name for name in FREE if "." not in name}
    assert pinned | whole == {item.name for item in fields(Brief)}
    # The title is free but for polls.
    assert pinned & whole == {"title"}


@pytest.mark.parametrize("name", [item.name for item in fields(Brief)])
def test_a_fingerprint_covers_what_the_table_says(name: str) -> None:
    base = load(community()).community
    assert base is not None
    module = base.modules[GALLERY.removeprefix("modules/")]
    poll = replace(module, brief=replace(module.brief, form=ModuleForm.POLL))
    other = replace(poll, brief=replace(poll.brief, **{name: OTHERS[name]}))
    then, now = fingerprints(poll), fingerprints(other)
    changed = {pin for pin in then if then[pin] != now[pin]}
    covered = {pin for pin in then if name in {one.split(".")[0] for one in PINNED[pin]}}
    assert changed == covered


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_current(language: str, request: pytest.FixtureRequest) -> None:
    for path, page in render_pins_reference(load_texts(language)).items():
        file = ROOT / path
        if request.config.getoption("--bless"):
            file.write_text(page, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == page, "run pytest with --bless"


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (load_texts(language) for language in ("zh", "en"))
    keys = chinese.keys_under("policy.pins")
    assert keys == english.keys_under("policy.pins")
    named = {name.replace(".", "-") for name in (*PINNED, *FREE)}
    told = {key.rsplit(".", 1)[1] for key in keys if key.count(".") == 3}
    assert told == named
