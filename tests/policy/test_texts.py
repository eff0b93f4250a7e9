"""Every policy rule has its sentences, in both languages, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kocbook.policy
from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.rules.registry import Origin, find_declared, rules_of, tree_rules

IDS = [rule.id for rule in rules_of(Origin.CHANGE)]
PLACEHOLDER = re.compile(r"\{\w+\}")
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(kocbook.policy.__path__[0]).glob("*.py")
)


def policy_keys(language: str) -> list[str]:
    return [key for key in load_texts(language).keys_under("rules") if ".policy-" in key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_list_forgets_a_rule(language: str) -> None:
    keys = policy_keys(language)
    assert sorted({key.split(".")[1] for key in keys}) == IDS
    for rule_id in IDS:
        parts = {key.split(".")[2] for key in keys if key.split(".")[1] == rule_id}
        assert parts >= {"title", "what", "why", "fix"}, rule_id
        assert all(part.split("-")[0] in ("title", "what", "why", "fix") for part in parts)


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (load_texts(language) for language in ("zh", "en"))
    assert policy_keys("zh") == policy_keys("en")
    for key in policy_keys("zh"):
        found = [set(PLACEHOLDER.findall(str(t.entries[key]))) for t in (chinese, english)]
        assert found[0] == found[1], key


def test_a_fix_for_a_case_belongs_to_what_happened_in_it() -> None:
    for key in policy_keys("zh"):
        _, rule_id, part = key.split(".")
        if part.startswith("fix-"):
            assert f"rules.{rule_id}.{part.replace('fix-', 'what-', 1)}" in policy_keys("zh")


def test_every_rule_is_used_and_says_one_fact() -> None:
    for rule in rules_of(Origin.CHANGE):
        assert rule.id.startswith("policy-")
        assert rule.doc.endswith(".")
        assert f'"{rule.id}"' in SOURCES, rule.id
    assert not set(IDS) & {rule.id for rule in tree_rules()}
    assert find_declared("policy-nothing") is None
    assert find_declared(IDS[0]) == rules_of(Origin.CHANGE)[0]
