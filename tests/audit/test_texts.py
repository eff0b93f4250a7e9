"""Every rule of the audit has its sentences, in both languages, with the same placeholders."""

from __future__ import annotations

import re

import pytest

from kocbook.base.texts import LANGUAGES, load_texts
from kocbook.rules.audit import all_audit_rules, find_audit_rule

IDS = [rule.id for rule in all_audit_rules()]
PLACEHOLDER = re.compile(r"\{\w+\}")


def audit_keys(language: str) -> list[str]:
    return [key for key in load_texts(language).keys_under("rules") if ".audit-" in key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_list_forgets_a_rule(language: str) -> None:
    keys = audit_keys(language)
    assert sorted({key.split(".")[1] for key in keys}) == IDS
    for rule_id in IDS:
        parts = {key.split(".")[2] for key in keys if key.split(".")[1] == rule_id}
        assert parts >= {"title", "what", "why", "fix"}, rule_id


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (load_texts(language) for language in ("zh", "en"))
    assert audit_keys("zh") == audit_keys("en")
    for key in audit_keys("zh"):
        found = [set(PLACEHOLDER.findall(str(t.entries[key]))) for t in (chinese, english)]
        assert found[0] == found[1], key


def test_rules_are_found_by_their_ids() -> None:
    assert [find_audit_rule(rule_id) for rule_id in IDS] == list(all_audit_rules())
    assert find_audit_rule("audit-nothing") is None
