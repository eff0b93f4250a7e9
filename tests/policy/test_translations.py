"""Translations: the translator's words, a colleague's yes; and addresses that a change would lose."""

from __future__ import annotations

from typing import Any

import pytest

from kocbook.insight.fingerprint import page_fingerprint
from tests.builders import FOLDER, review
from tests.policy.people import CONTENT, Files, community, drop, edit, judge, load, rules, signoff

BASE = community()
SOURCE = page_fingerprint(load(BASE).community.modules["guide/tyres"])
PATH = f"{FOLDER}/translations/en.yml"
TEXT = f"{CONTENT}/en/index.md"
RECORD: Files = {"translator": "passer-by", "date": "2026-04-09", "of": SOURCE, "title": "Tyres"}
CHECKED = {**RECORD, "checked_by": "planner"}
DONE = {**BASE, PATH: RECORD, TEXT: "## Reading\n\nLook at it cold.\n"}
ON_SITE = {**BASE, PATH: CHECKED, TEXT: "## Reading\n\nLook at it cold.\n"}


@pytest.mark.parametrize(
    ("before", "after", "who", "may"),
    [
        (BASE, DONE, "member", True),
        (BASE, DONE, "planner", False),  # without the translator's yes
        (BASE, {**DONE, PATH: {**RECORD, "of": "0" * 12}}, "member", False),
        (BASE, {**DONE, PATH: CHECKED}, "member", False),
        (DONE, ON_SITE, "planner", True),
        (DONE, ON_SITE, "operator", False),
        (DONE, {**DONE, TEXT: "## Reading\n\nWait a while.\n"}, "member", True),
        (DONE, {**DONE, TEXT: "## Reading\n\nWait a while.\n"}, "claimant", False),
        (ON_SITE, {**ON_SITE, TEXT: "## Reading\n\nWait a while.\n"}, "member", False),
        (ON_SITE, {**ON_SITE, TEXT: "## Reading\n\nLook at it cold.\n\n"}, "planner", True),
        (BASE, {**BASE, TEXT: "## Reading\n"}, "member", False),
    ],
)
def test_who_writes_a_translation(before: Files, after: Files, who: str, may: bool) -> None:
    judgement = judge(before, after, who)
    assert judgement.allowed == may, judgement


def test_the_colleague_who_checked_it_looks_again() -> None:
    after = {**ON_SITE, TEXT: "## Reading\n\nWait a while.\n"}
    assert {need.member for need in judge(ON_SITE, after, "member").needs} == {"planner"}
    assert judge(ON_SITE, after, "member", approvals=["planner"]).allowed


def test_nobody_checks_their_own() -> None:
    own = {**DONE, PATH: {**RECORD, "translator": "planner"}}
    after = edit(own, PATH, checked_by="planner")
    assert rules(judge(own, after, "planner")) == {"policy-translation"}


def published() -> dict[str, Any]:
    """Return a community whose tyres are on the site."""
    files = {**BASE, f"{FOLDER}/reviews/1-expert.yml": review("2026-04-06", "fully")}
    files[f"{FOLDER}/reviews/1-expert.yml"]["reviewer"] = "expert"
    for path in (f"{FOLDER}/claims/writer.yml", f"{FOLDER}/claims/camera.yml"):
        files = edit(files, path, delivered="2026-04-05")
    for who in ("owner-a", "owner-b"):
        files[f"{FOLDER}/signoffs/{who}.yml"] = {**signoff(who), "text": SOURCE}
    return files


def test_an_address_that_would_be_lost_is_told() -> None:
    files = published()
    facts = [path for path in files if path.startswith((FOLDER, CONTENT))]
    gone = drop(files, *facts)
    told = {finding.rule for finding in judge(files, gone, "lead").findings}
    moved = {
        **gone,
        **{path.replace("/tyres/", "/wheels/"): files[path] for path in facts},
    }
    module = "modules/guide/wheels/module.yml"
    moved[module] = {**moved[module], "formerly": ["guide/tyres"]}
    kept = {finding.rule for finding in judge(files, moved, "lead").findings}
    assert "policy-address-lost" in told
    assert "policy-address-lost" not in kept
