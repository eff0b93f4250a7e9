"""`koc board --for ROLE`: contracts for programs, names in both languages, and one way to be wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kocbook.insight.duties.duty import Desk
from tests.conftest import Koc

Blessed = Callable[[str, str], None]
KEYS = [
    *("role", "kind", "since", "days", "handbook", "module", "seat", "member", "by"),
    *("due", "figure", "of", "what", "command", "url", "form", "event", "equipment"),
]
ACCESS = "member: old-he\nby: gu-heng\ndate: 2026-06-20\nkind: access\nreason: 请来座谈。\n"
NAMES = {
    "monday": ("周一视图", "Monday view"),
    "community-operator": ("社区运营", "community operator"),
    "content-planner": ("内容策划", "Content planner"),
    "product-expert": ("产品专家", "PRODUCT EXPERT"),
    "project-lead": ("项目主导者", "project lead"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["table", "json", "csv", "markdown"])
def test_a_desk_is_blessed(koc: Koc, blessed: Blessed, output: str, language: str) -> None:
    result = koc("board", "--for", "content-planner", "--format", output, "--lang", language)
    assert (result.code, result.err) == (0, "")
    blessed(f"desk-{output}.{language}.txt", result.out)


@pytest.mark.parametrize("desk", Desk)
def test_every_desk_has_the_keys_of_the_contract_and_is_sorted(
    koc: Koc, sample_repo: Path, desk: Desk
) -> None:
    folder = sample_repo / "members/recognition/2026"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "2026-06-20-evening.yml").write_text(ACCESS)
    document = json.loads(koc("board", "--for", desk, "--format", "json").out)
    assert document["as_of"] == "2026-06-30"
    rows = document["rows"]
    assert rows
    assert all(list(row) == KEYS and row["role"] == desk for row in rows)
    places = [(row["kind"], row["handbook"] or "", row["module"] or "") for row in rows]
    assert places == sorted(places)


@pytest.mark.parametrize("desk", NAMES)
def test_a_desk_has_names_too(koc: Koc, desk: str) -> None:
    wanted = koc("board", "--for", desk).out
    assert [koc("board", "--for", name).out for name in NAMES[desk]] == [wanted, wanted]


def test_other_words_are_refused_with_the_list(koc: Koc) -> None:
    result = koc("board", "--for", "boss")
    assert result.code == 2
    assert all(desk in result.err for desk in Desk)
    assert koc("board", "--for", "monday", "--state", "open").code == 2


def test_filters_leave_what_is_about_them(koc: Koc) -> None:
    rows = json.loads(
        koc("board", "--for", "content-planner", "--handbook", "guide", "--format", "json").out
    )["rows"]
    assert rows
    assert {row["handbook"] for row in rows} == {"guide"}
    assert koc("board", "--for", "monday", "--member", "nobody").code == 2


def test_a_quiet_desk_says_so(koc: Koc, sample_repo: Path) -> None:
    assert sample_repo.is_dir()
    assert koc("board", "--for", "monday", "--as-of", "2020-01-01").out == (
        "眼下没有要办的事，可以去社区里聊聊天。\n"
    )
