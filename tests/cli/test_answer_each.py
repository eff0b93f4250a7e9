"""`koc answer --each`: many requests by one process, each answered as it would be by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_answer import EDIT, OLD_HE, propose
from tests.cli.test_check_revisions import git
from tests.conftest import Koc

NIGHT = "modules/guide/night-drive/claims"
REQUESTS: dict[str, tuple[str, dict[str, str]]] = {
    "good": (
        OLD_HE,
        {f"{NIGHT}/writer.yml": 'member: old-he\nclaimed: 2026-06-30\nterms: "90ce296c16ef"\n'},
    ),
    "theft": (
        OLD_HE,
        {f"{NIGHT}/photographer.yml": 'member: old-he\nclaimed: 2026-06-30\nterms: "x"\n'},
    ),
    "stranger": ("nobody:9", {"README.md": "x\n"}),
    "newcomer": (
        "new-driver:7007",
        {
            "members/new-driver.yml": "name: 小新\ngithub: new-driver\ngithub_id: 7007\njoined: 2026-06-30\n"
        },
    ),
    "unknown": (
        OLD_HE,
        {f"{NIGHT}/writer.yml": 'member: old-hee\nclaimed: 2026-06-30\nterms: "90ce296c16ef"\n'},
    ),
    "words": ("xiao-man-car:1001", {"content/guide/first-day/index.md": "## 换了\n\n全换了。\n"}),
    "settings": (OLD_HE, {"community.yml": "name: x\n"}),
}


@pytest.fixture
def rows(sample_repo: Path) -> list[dict[str, Any]]:
    made = []
    for actor, files in REQUESTS.values():
        propose(sample_repo, files)
        head = git(sample_repo, "rev-parse", "topic")
        made.append({"head": str(head).strip(), "actor": actor, "approved": [], "edit_base": EDIT})
    return made


def ask_each(koc: Koc, folder: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    file = folder / ".git/requests.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    result = koc("answer", "--base", "main", "--each", str(file))
    assert result.code in (0, 1), result.err
    return [json.loads(line) for line in result.out.splitlines()]


def test_each_is_answered_as_by_itself(
    koc: Koc, sample_repo: Path, rows: list[dict[str, Any]]
) -> None:
    rows[1]["approved"] = ["xiao-man-car:1001"]
    # Twice, and backwards: nothing that was remembered of one counts for another.
    asked = [*rows, *reversed(rows)]
    said = ask_each(koc, sample_repo, asked)
    assert len(said) == len(asked)
    for row, line in zip(rows, said, strict=False):
        words = ["--head", row["head"], "--actor", row["actor"], "--edit-base", EDIT]
        words += [word for one in row["approved"] for word in ("--approved", one)]
        alone = koc("answer", "--base", "main", *words)
        assert (line["code"], line["text"]) == (alone.code, alone.out.rstrip("\n"))
    assert said[len(rows) :] == said[: len(rows)][::-1]
    assert {line["code"] for line in said} == {0, 1}


def test_one_that_cannot_be_read_stops_no_other(
    koc: Koc, sample_repo: Path, rows: list[dict[str, Any]]
) -> None:
    said = ask_each(koc, sample_repo, [{**rows[0], "head": "f" * 40}, rows[0]])
    assert "error" in said[0]
    assert said[1]["code"] == 0


@pytest.mark.parametrize("text", ["", "{}x", "[1]", '[{"head": "x"}]'])
def test_a_file_that_is_none_is_named(koc: Koc, sample_repo: Path, text: str) -> None:
    file = sample_repo / ".git/requests.json"
    file.write_text(text, encoding="utf-8")
    result = koc("answer", "--base", "main", "--each", str(file))
    assert result.code == 2
    assert "JSON" in result.err
    assert koc("answer", "--base", "main").code == 2
