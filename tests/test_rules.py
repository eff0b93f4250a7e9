"""Every rule by its examples: what it finds, where, in whose words; and that no list forgets one."""

from __future__ import annotations

import re

import pytest

from kocbook.base.finding import Finding, Location, Severity
from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import Texts, load_texts
from kocbook.records.tree import WorkingTree
from kocbook.rules.messages import MISSING, WORD_GROUPS, choose_variant, render_finding
from kocbook.rules.reference import render_reference
from kocbook.rules.registry import Origin, near_rules, rules_of, tree_rules
from tests.rules_overlays import (
    FOLDER,
    check_overlay,
    check_root,
    overlay_ids,
    read_example,
    read_expectation,
)

IDS = [rule.id for rule in tree_rules()]
READING = ("record-wrong-type", "record-wrong-value", "yaml-feature", "yaml-syntax")
PLACEHOLDER = re.compile(r"\{\w+\}")


def place_text(finding: Finding) -> str:
    where = finding.location
    return f"{where.path}:{where.line}:{where.column}"


def test_the_base_is_clean() -> None:
    assert check_root(WorkingTree(FOLDER / "_base")) == ()


@pytest.mark.parametrize("rule_id", IDS)
def test_bad_example_is_found_at_its_place(rule_id: str) -> None:
    expected = read_expectation(rule_id)
    findings = check_overlay(rule_id, "bad")
    places = sorted(place_text(finding) for finding in findings if finding.rule == rule_id)
    assert places == sorted(expected.places)
    assert places, "an example that shows nothing"


@pytest.mark.parametrize("rule_id", IDS)
def test_bad_example_causes_no_cascade(rule_id: str) -> None:
    findings = check_overlay(rule_id, "bad")
    others = {finding.rule for finding in findings} - {rule_id}
    assert others == read_expectation(rule_id).also


@pytest.mark.parametrize("rule_id", IDS)
def test_good_example_is_clean(rule_id: str) -> None:
    findings = check_overlay(rule_id, "good")
    assert [(finding.rule, place_text(finding)) for finding in findings] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule_id", IDS)
def test_every_placeholder_is_filled(rule_id: str, language: str) -> None:
    texts = load_texts(language)
    for finding in check_overlay(rule_id, "bad"):
        rendered = render_finding(finding, texts)
        for sentence in (rendered.title, rendered.message, rendered.why, rendered.fix):
            assert sentence
            assert MISSING not in sentence, sentence
            assert not PLACEHOLDER.search(sentence), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_tool_are_said_in_words(language: str) -> None:
    texts = load_texts(language)
    for group in (*WORD_GROUPS.values(), "limit"):
        assert f"rules.words.{group}.unknown" in texts, group
    said = [
        render_finding(finding, texts).message
        for rule_id in ("dates-out-of-order", "file-not-regular", "media-wrong-kind", *READING)
        for finding in check_overlay(rule_id, "bad")
    ]
    for raw in ("signoff", "symlink", "array", "pattern", "minimum", "anchor", "unexpected end"):
        assert not any(re.search(rf"\b{raw}\b", sentence) for sentence in said), raw


def test_a_bare_number_is_told_to_be_quoted() -> None:
    data = {"key": "product", "value": "2025", "expected": "string"}
    finding = Finding("record-wrong-type", Severity.ERROR, Location("x"), data)
    assert '"2025"' in render_finding(finding, load_texts("zh")).fix
    assert "quotes" in render_finding(finding, load_texts("en")).fix


def test_every_case_of_a_rule_has_an_example() -> None:
    texts = load_texts("zh")
    for rule_id in IDS:
        shown = {choose_variant(finding) for finding in check_overlay(rule_id, "bad")}
        keys = [key.split(".")[2] for key in texts.keys_under(f"rules.{rule_id}")]
        told = {key.partition("-")[2] for key in keys if "-" in key}
        assert told <= shown, rule_id


def test_every_severity_is_the_rules_own() -> None:
    for rule in tree_rules():
        findings = check_overlay(rule.id, "bad")
        assert {found.severity for found in findings if found.rule == rule.id} == {rule.severity}


def test_no_list_forgets_a_rule() -> None:
    assert overlay_ids() == IDS
    for language in LANGUAGES:
        keys = load_texts(language).keys_under("rules")
        # What a change may touch, who is missing, and what no tree of records can break are judged
        # elsewhere, with tests of their own.
        apart = {"words", "page", *(rule.id for rule in rules_of(Origin.HISTORY))}
        known = {name for key in keys if not (name := key.split(".")[1]).startswith("policy-")}
        assert sorted(known - apart) == IDS
        for rule_id in IDS:
            parts = {key.split(".")[2] for key in keys if key.startswith(f"rules.{rule_id}.")}
            assert parts >= {"title", "what", "why", "fix"}, rule_id


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (load_texts(language) for language in ("zh", "en"))
    for name in (*IDS, "words", "page"):
        keys = chinese.keys_under(f"rules.{name}")
        assert keys == english.keys_under(f"rules.{name}")
        for key in keys:
            assert placeholders(chinese, key) == placeholders(english, key), key


def placeholders(texts: Texts, key: str) -> set[str]:
    return set(PLACEHOLDER.findall(str(texts.entries[key])))


def test_every_rule_says_one_fact() -> None:
    for rule in tree_rules():
        assert rule.doc.endswith("."), rule.id
        assert "\n" not in rule.doc, rule.id


def test_unknown_ids_give_near_ones() -> None:
    assert near_rules("claim-unknown-menber", tree_rules())[0] == "claim-unknown-member"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule_id", [*IDS, "no-such-rule"])
def test_rendering_never_raises(rule_id: str, language: str) -> None:
    bare = Finding(rule_id, Severity.ERROR, Location("x"), {})
    odd = Finding(rule_id, Severity.ERROR, Location("x"), {"key": None, "limit": "", "value": "{a"})
    for finding in (bare, odd):
        assert render_finding(finding, load_texts(language)).title


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_current(language: str, request: pytest.FixtureRequest) -> None:
    examples = {rule_id: read_example(rule_id) for rule_id in IDS}
    for path, page in render_reference(load_texts(language), examples).items():
        file = FOLDER.parent.parent / path
        if request.config.getoption("--bless", default=False):
            file.parent.mkdir(exist_ok=True)
            file.write_text(page, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == page, (
            "run pytest with --bless, and read the diff"
        )
        for rule_id in IDS:
            assert f"\n## {rule_id}\n" in page
