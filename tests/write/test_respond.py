"""Responding: one file a member, updated by the next run; pictures cleaned and named after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Koc
from tests.write import pictures
from tests.write.conftest import Clone, read, with_activities

VOTE = "modules/guide/cover-vote"
MORNING = "modules/guide/good-morning"


@pytest.fixture
def wall(clone: Clone) -> Clone:
    """The small community with a check-in and a photo wall beside its poll."""
    return with_activities(clone, {"good-morning": "check-in", "wheel-wall": "gallery"})


def test_a_vote_is_one_file_and_the_latest_wins(quiet_koc: Koc, clone: Clone) -> None:
    answer = ["respond", "guide/cover-vote", "--member", "xiao-man"]
    first = quiet_koc(*answer, "--choice", "blue", "--reason", "像清早的天")
    assert (first.code, first.err) == (0, "")
    path = f"{VOTE}/responses/xiao-man.yml"
    assert clone.git("symbolic-ref", "--short", "HEAD") == "respond/guide-cover-vote-xiao-man"
    assert clone.git("show", "--name-only", "--format=").splitlines() == [path]
    assert read(clone, path)["choice"] == "blue"
    assert quiet_koc(*answer, "--choice", "green").code == 0
    record = read(clone, path)
    assert (record["choice"], record["reason"]) == ("green", "像清早的天")
    assert quiet_koc("check").code == 0


def test_check_ins_keep_their_earlier_days(quiet_koc: Koc, wall: Clone) -> None:
    come = ["respond", "good-morning", "--member", "xiao-man"]
    for day, line in (("12", "早，有雾。"), ("12", "早，雾散了。"), ("15", "雨：慢一点 #早")):
        code = quiet_koc(*come, "--text", line, "--as-of", f"2026-06-{day}").code
        assert code == 0
    record = read(wall, f"{MORNING}/responses/xiao-man.yml")
    assert str(record["date"]) == "2026-06-15"
    assert record["text"] == "雨：慢一点 #早"
    earlier = record["earlier"]
    assert isinstance(earlier, dict)
    assert {str(day): line for day, line in earlier.items()} == {"2026-06-12": "早，雾散了。"}
    assert quiet_koc("check").code == 0


def test_pictures_are_cleaned_and_named_after_the_member(
    quiet_koc: Koc, wall: Clone, tmp_path: Path
) -> None:
    photo = tmp_path / "IMG 1.JPG"
    photo.write_bytes(pictures.jpeg())
    show = ["respond", "wheel-wall", str(photo), "--member", "xiao-man", "--lang", "en"]
    assert quiet_koc(*show).code == 2  # no description
    result = quiet_koc(*show, "--alt", "方向盘和雨", "--text", "雨里等人")
    assert (result.code, result.err) == (0, "")
    assert "IMG 1.JPG → content/guide/wheel-wall/xiao-man-1.jpg" in result.out
    data = (wall.folder / "content/guide/wheel-wall/xiao-man-1.jpg").read_bytes()
    assert not any(secret in data for secret in pictures.SECRETS)
    photo.write_bytes(pictures.png())
    assert quiet_koc(*show, "--alt", "再来一张").code == 0
    record = read(wall, "modules/guide/wheel-wall/responses/xiao-man.yml")
    assert record["media"] == ["xiao-man-1.jpg", "xiao-man-2.png"]
    assert record["text"] == "雨里等人"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["night-drive", "--text", "好"], "seats"),
        (["cover-vote", "--choice", "bleu"], "bleu"),
        (["cover-vote"], "blue"),
        (["cover-vote", "--choice", "blue", "--as-of", "2026-07-11"], "closed"),
    ],
)
def test_what_cannot_be_written_says_why(
    quiet_koc: Koc, clone: Clone, words: list[str], told: str
) -> None:
    before = clone.snapshot()
    result = quiet_koc("respond", *words, "--member", "xiao-man", "--lang", "en")
    assert result.code == 2
    assert told in result.err
    assert clone.snapshot() == before


def test_more_choices_than_allowed_are_refused_by_the_check(quiet_koc: Koc, clone: Clone) -> None:
    before = clone.snapshot()
    words = ["respond", "cover-vote", "--choice", "blue", "--choice", "green"]
    assert quiet_koc(*words, "--member", "xiao-man").code == 1
    assert clone.snapshot() == before
