"""What contributors are told has no words of programmers."""

from __future__ import annotations

import re

import pytest

from kocbook.base.texts import load_texts

# Told to those who keep the repository, not to contributors.
FOR_STAFF = (
    *("audit-", "cash-", "forms-", "private-", "policy-private-", "release-", "schemas-", "site-"),
    "member-duplicate-email",
)
JARGON = {
    "zh": "YAML|JSON|[Ss]chema|正则|字段|解析|布尔|数组|对象|指纹|哈希|缩进|语法|元数据|脚本|分支|字节",
    "en": r"YAML|JSON|[Ss]chema|regex|mapping|array|boolean|parse|fingerprint|hash\b|indent|syntax"
    r"|metadata|\bscript|branch|bytes?\b|notation|identifier|revision",
}


@pytest.mark.parametrize("language", sorted(JARGON))
def test_findings_are_told_in_plain_words(language: str) -> None:
    texts = load_texts(language)
    told = {
        key: str(texts.entries[key])
        for prefix in ("rules", "answer")
        for key in texts.keys_under(prefix)
        if not key.startswith(("rules.page", *(f"rules.{start}" for start in FOR_STAFF)))
    }
    # What stands in braces is filled in; what stands in backticks is typed.
    plain = {key: re.sub(r"\{\w+\}|`[^`]*`", "", text) for key, text in told.items()}
    assert [key for key, text in plain.items() if re.search(JARGON[language], text)] == []
