"""`koc match` through the real command: the contract, the words, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Koc

Blessed = Callable[[str, str], None]
MODULE = "modules/guide/night-drive"
ASKED = "member: xiao-man\nby: zhou-lan\ndate: {day}\nreason: 夜景拍得稳\n"


@pytest.fixture
def inviting(sample_repo: Path) -> Path:
    """A module by invitation whose free seat asks for a skill; one invitation waits, one lapsed."""
    brief = sample_repo / MODULE / "module.yml"
    text = brief.read_text().replace("access: open", "access: invited\npool: {writing-well: 3}")
    seat = "{id: writer, role: writing,"
    assert seat in text
    brief.write_text(text.replace(seat, f"{seat} skills: {{writing-well: 1}},"))
    return sample_repo


def invite(folder: Path, number: int, text: str) -> None:
    file = folder / MODULE / f"invitations/writer-{number}.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["table", "json", "csv", "markdown"])
def test_teams_are_blessed(
    inviting: Path, koc: Koc, blessed: Blessed, output: str, language: str
) -> None:
    invite(inviting, 1, ASKED.format(day="2026-06-20"))
    result = koc("match", "night-drive", "--format", output, "--lang", language)
    assert (result.code, result.err) == (0, "")
    blessed(f"match-{output}.{language}.txt", result.out)


def test_json_has_the_keys_of_the_contract(inviting: Path, koc: Koc) -> None:
    document = json.loads(koc("match", "guide/night-drive", "--format", "json").out)
    assert list(document) == ["module", "teams", "waiting"]
    assert document["module"] == "guide/night-drive"
    for team in document["teams"]:
        assert list(team) == ["score", "seats"]
        for seat in team["seats"]:
            keys = ["seat", "member", "fit", "evidence", "runner_up", "margin"]
            assert list(seat) == keys


def test_a_waiting_invitation_keeps_the_seat_and_a_lapsed_one_lets_it_go(
    inviting: Path, koc: Koc
) -> None:
    invite(inviting, 1, ASKED.format(day="2026-06-28"))
    document = json.loads(koc("match", "night-drive", "--format", "json").out)
    assert document["teams"] == []
    assert document["waiting"] == [{"seat": "writer", "member": "xiao-man", "date": "2026-06-28"}]
    assert "xiao" not in koc("match", "night-drive", "--format", "csv").out
    day = ["--as-of", "2026-07-02"]
    document = json.loads(koc("match", "night-drive", "--format", "json", *day).out)
    members = [seat["member"] for team in document["teams"] for seat in team["seats"]]
    assert members
    assert "xiao-man" not in members


def test_the_status_tells_of_invitations(inviting: Path, koc: Koc) -> None:
    invite(inviting, 1, ASKED.format(day="2026-06-20"))
    out = koc("status", "night-drive", "--lang", "en").out
    assert "Lin Xiaoman: no answer (2026-06-23)" in out
    row = json.loads(koc("status", "night-drive", "--format", "json").out)["rows"][0]
    assert row["invitations"] == [
        {"seat": "writer", "member": "xiao-man", "date": "2026-06-20", "state": "lapsed"}
    ]


def test_a_module_without_open_seats_says_so(koc: Koc) -> None:
    result = koc("match", "first-day", "--lang", "en")
    assert result.code == 0
    assert "no seat to fill" in result.out


@pytest.mark.parametrize(
    "words", [["nowhere"], ["night-drive", "--top", "0"], ["night-drive", "--top", "x"]]
)
def test_what_is_refused(koc: Koc, words: list[str]) -> None:
    assert koc("match", *words).code == 2
