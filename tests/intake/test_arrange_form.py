"""The integrator of a team arranges the page by a form, on a phone: what `koc arrange` writes, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kocbook.intake.acts.arrange import read_step, read_steps
from kocbook.intake.forms.arranging import name_seats
from tests.conftest import Koc
from tests.intake.conftest import FrontDoor
from tests.write.conftest import Clone
from tests.write.test_parts import (
    CONTENT,
    KEY,
    RECORDS,
    STEPS,
    deliver_photos,
    deliver_words,
    desk,
    merge,
    read,
    run,
    team,
)

__all__ = ["desk", "team"]
ON_A_PHONE = "1、writer＃出发前\n2. photographer／img-1.jpg\n- ＝＝ 上路以后\n\n • writer \n"


@pytest.fixture
def ready(quiet_koc: Koc, team: Clone, desk: Path, door: FrontDoor) -> FrontDoor:
    """Both others have delivered; the integrator has done nothing yet."""
    merge(team, deliver_photos(quiet_koc, team, desk), deliver_words(quiet_koc, team, desk))
    return door


def test_the_form_writes_what_the_command_writes(ready: FrontDoor, quiet_koc: Koc) -> None:
    got = ready.send("arrange", "old-he", {"module": KEY, "steps": ON_A_PHONE})
    assert got["ok"], got["reply"]
    assert "排好了" in got["reply"]
    branch = got["branch"]
    assert sorted(ready.files(branch)) == [
        f"{RECORDS}/arrangement.yml",
        f"{RECORDS}/claims/editor.yml",
    ]
    by_form = ready.read(branch, f"{RECORDS}/arrangement.yml")
    command = run(quiet_koc, ready.clone, "arrange", "night-drive", *STEPS, "--member", "old-he")
    assert by_form == ready.read(command, f"{RECORDS}/arrangement.yml")


def test_the_request_of_the_form_passes_and_a_teammates_does_not(
    ready: FrontDoor, quiet_koc: Koc
) -> None:
    branch = ready.send("arrange", "old-he", {"module": KEY, "steps": "photographer"})["branch"]
    asked = ("check", "--base", "main", "--head", branch, "--as-of", "2026-06-30", "--actor")
    assert quiet_koc(*asked, "old-he-car:1003").code == 0
    refused = quiet_koc(*asked, "xiao-man-car:1001")
    assert refused.code == 1
    assert "policy-" in refused.out


def test_who_does_not_integrate_is_told_who_does(ready: FrontDoor) -> None:
    got = ready.send("arrange", "xiao-man", {"module": KEY, "steps": "writer"})
    assert not got["ok"]
    assert "由这些席位统稿：editor" in got["reply"]
    assert ready.clone.git("branch", "--list", "issue/12") == ""


def test_a_step_that_places_nothing_is_asked_about(ready: FrontDoor) -> None:
    got = ready.send("arrange", "old-he", {"module": KEY, "steps": "writer＃没有这一节"})
    assert not got["ok"]
    assert "“writer\\#没有这一节”在各席位的部分里找不到" in got["reply"]


def test_a_module_without_an_integrator_says_so(door: FrontDoor) -> None:
    got = door.send("arrange", "old-he", {"module": "guide/car-wash", "steps": "writer"})
    assert not got["ok"]
    assert "没有统稿席位" in got["reply"]


def test_an_edit_of_the_issue_arranges_anew(ready: FrontDoor) -> None:
    ready.send("arrange", "old-he", {"module": KEY, "steps": "writer\nphotographer"})
    again = ready.send(
        "arrange", "old-he", {"module": KEY, "steps": "photographer\nwriter"}, action="edited"
    )
    record = yaml.safe_load(ready.read(again["branch"], f"{RECORDS}/arrangement.yml"))
    assert record["order"] == [{"part": "photographer"}, {"part": "writer"}]
    assert not any(path.startswith(CONTENT) for path in ready.files(again["branch"]))


def test_a_seat_goes_by_its_role_where_one_seat_has_it(team: Clone) -> None:
    community = read(team)
    module = community.modules[KEY]
    called = name_seats(community, module)
    roles = [seat.role for seat in module.brief.seats]
    for seat in module.brief.seats:
        assert called[seat.id] == seat.id
        shown = next(role for role in community.settings.roles if role.id == seat.role)
        name = shown.name.in_language("zh").casefold()
        assert called.get(name) == (seat.id if roles.count(seat.role) == 1 else None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("writer", "writer"),
        ("1. writer#出发前", "writer#出发前"),
        ("3、photographer／img-1.jpg", "photographer/img-1.jpg"),
        ("＝＝路上", "== 路上"),
        ("== 一／二＃三", "== 一／二＃三"),
        ("writer＃A/B 测试＃2", "writer#A/B 测试＃2"),
    ],
)
def test_a_line_of_a_form_is_a_step(typed: str, meant: str) -> None:
    assert read_steps(f"\n{typed}\n", {}) == [read_step(meant)]
