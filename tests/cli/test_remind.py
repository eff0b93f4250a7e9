"""`koc remind` as it is run every day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Koc, complete_team

Blessed = Callable[[str, str], None]
SINCE = ("remind", "--since", "2026-06-01")
KEYS = [
    *("kind", "handbook", "module", "seat", "member", "github", "due", "days", "to"),
    *("message_zh", "message_en", "key"),
]
QUESTION = "member: old-he\ndate: 2026-06-20\ntext: 滤芯要自己带吗？\n"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["table", "json", "csv", "markdown"])
def test_reminders_are_blessed(koc: Koc, blessed: Blessed, output: str, language: str) -> None:
    result = koc(*SINCE, "--format", output, "--lang", language)
    assert (result.code, result.err) == (0, "")
    blessed(f"remind-{output}.{language}.txt", result.out)


def test_json_has_the_keys_of_the_contract(koc: Koc, sample_repo: Path) -> None:
    folder = sample_repo / "modules/guide/night-drive/questions"
    folder.mkdir()
    (folder / "2026-06-20-old-he.yml").write_text(QUESTION)
    document = json.loads(koc(*SINCE, "--format", "json").out)
    assert document["as_of"] == "2026-06-30"
    rows = document["rows"]
    assert len(rows) > 1
    assert all(list(row) == KEYS for row in rows)
    assert len({row["key"] for row in rows}) == len(rows)
    places = [(row["handbook"], row["module"], row["kind"], row["key"]) for row in rows]
    assert places == sorted(places)
    asked = next(row for row in rows if row["kind"] == "question-waits")
    assert (asked["to"], asked["member"], asked["github"]) == ("staff", "zhou-lan", "zhou-lan-car")
    assert "老何" in asked["message_zh"]
    assert "Old He" in asked["message_en"]


def test_on_is_the_day_and_a_claim_names_its_commands(koc: Koc) -> None:
    complete_team(koc.folder)
    on = json.loads(koc("remind", "--on", "2026-07-03", "--format", "json").out)
    as_of = json.loads(koc("remind", "--as-of", "2026-07-03", "--format", "json").out)
    assert on == as_of
    message = next(row for row in on["rows"] if row["kind"] == "due-soon")["message_zh"]
    assert "回一句“延期”或“让出”" in message
    assert "https://club.example/guide/night-drive/" in message
    assert "koc " not in message


def test_a_day_without_reminders_says_so(koc: Koc) -> None:
    assert koc("remind", "--on", "2026-04-01").out == "没有要提醒的，大家都在步子上。\n"
    assert koc("remind", "--since", "2026-07-01").code == 2
    assert koc("remind", "--since", "2026-06-30").code == 0
