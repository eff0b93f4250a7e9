"""Every rule of the audit, of releases and of generated files has its sentences, in both languages, with the same placeholders."""

from __future__ import annotations

import re

import pytest

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.rules.registry import Origin, rules_of

IDS = [rule.id for rule in rules_of(Origin.HISTORY)]
PLACEHOLDER = re.compile(r"\{\w+\}")


def keys_apart(language: str) -> list[str]:
    return [
        key
        for key in load_texts(language).keys_under("rules")
        if key.split(".")[1].startswith(
            ("audit-", "release-", "owners-", "forms-", "schemas-", "proof-")
        )
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_list_forgets_a_rule(language: str) -> None:
    keys = keys_apart(language)
    assert sorted({key.split(".")[1] for key in keys}) == IDS
    for rule_id in IDS:
        parts = {key.split(".")[2] for key in keys if key.split(".")[1] == rule_id}
        assert parts >= {"title", "what", "why", "fix"}, rule_id


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (load_texts(language) for language in ("zh", "en"))
    assert keys_apart("zh") == keys_apart("en")
    for key in keys_apart("zh"):
        found = [set(PLACEHOLDER.findall(str(t.entries[key]))) for t in (chinese, english)]
        assert found[0] == found[1], key


def test_rules_are_found_by_their_ids() -> None:
    assert [rule.id for rule in rules_of(Origin.HISTORY)] == sorted(IDS)
