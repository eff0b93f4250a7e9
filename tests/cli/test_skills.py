"""`koc skills` through the real command."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.conftest import Koc


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["table", "json", "csv", "markdown"])
def test_the_skill_graph_is_blessed(
    koc: Koc, blessed: Callable[[str, str], None], output: str, language: str
) -> None:
    result = koc("skills", "--format", output, "--lang", language)
    assert (result.code, result.err) == (0, "")
    blessed(f"skills-{output}.{language}.txt", result.out)


def test_json_has_the_keys_of_the_contract(koc: Koc) -> None:
    rows = json.loads(koc("skills", "--format", "json").out)["rows"]
    assert rows
    assert all(list(row) == ["member", "skill", "level", "declared", "evidence"] for row in rows)
    pairs = [(row["member"], row["skill"]) for row in rows]
    assert pairs == sorted(pairs)


def test_filters_and_what_does_not_exist(koc: Koc) -> None:
    rows = json.loads(koc("skills", "xiao-man", "--format", "json").out)["rows"]
    assert {row["member"] for row in rows} == {"xiao-man"}
    skill = rows[0]["skill"]
    rows = json.loads(koc("skills", "--skill", skill, "--format", "json").out)["rows"]
    assert {row["skill"] for row in rows} == {skill}
    assert koc("skills", "nobody").code == 2
    assert koc("skills", "--skill", "telepathy").code == 2
