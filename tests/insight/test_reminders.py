"""Reminders: the right day, the right person, once, and never after the matter is settled."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.fingerprint import text_fingerprint
from kocbook.insight.reminders import Reminder, find_reminders
from kocbook.insight.state import all_facts
from kocbook.insight.working_days import add_working_days
from kocbook.model.community import Community
from tests.builders import FOLDER, TWO_SEATS, base_files, claim, load_files, review

TEXT = "先看门框上的标签。\n"
CONTENT = "content/guide/tyres/index.md"
CLAIM = f"{FOLDER}/claims/writer.yml"
Files = dict[str, Any]


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def reminders(files: Files, on: str, since: str | None = None) -> list[Reminder]:
    return remind(load_files(files), day(on), day(since) if since else None)


def remind(community: Community, on: date, since: date | None = None) -> list[Reminder]:
    return find_reminders(community, all_facts(community, on), on, since)


def calendar(files: Files, last: str = "05-31") -> list[tuple[str, str]]:
    """What a daily run would say over two months, as (day, kind)."""
    community, found = load_files(files), []
    for number in range(61):
        on = date(2026, 4, 1) + timedelta(days=number)
        if on <= day(last):
            found += [(on.isoformat()[5:], str(item.kind)) for item in remind(community, on)]
    return found


def claimed(**more: object) -> Files:
    """One claim of the one seat, for ten days from 1 April."""
    files = base_files()
    files[f"{FOLDER}/module.yml"]["days"] = 10
    files[CLAIM] = claim("owner-a", "2026-04-01", **more)
    return files


def delivered(on: str = "2026-04-08", **more: object) -> Files:
    return {**claimed(delivered=on, **more), CONTENT: TEXT}


def test_a_claim_is_reminded_at_half_time_before_due_and_when_it_lapsed() -> None:
    assert calendar(claimed()) == [
        ("04-06", "half-time"),
        ("04-09", "due-soon"),
        ("04-14", "lapsed"),
    ]


def test_an_extension_moves_what_is_left() -> None:
    files = claimed(extended="2026-04-09")
    assert calendar(files) == [("04-14", "due-soon"), ("04-19", "lapsed")]
    assert {item.clock for item in reminders(files, "04-14")} == {"extended"}


def test_short_claims_are_not_pestered() -> None:
    files = claimed()
    files[f"{FOLDER}/module.yml"]["days"] = 2
    assert calendar(files) == [("04-06", "lapsed")]
    files[f"{FOLDER}/module.yml"]["days"] = 5
    assert calendar(files) == [("04-04", "due-soon"), ("04-09", "lapsed")]


def test_a_delivery_ends_the_clock_and_starts_the_reviewers() -> None:
    # Delivered on Wednesday; Thursday, Friday and Monday are the three days; Tuesday reminds.
    files = delivered()
    assert calendar(files) == [("04-14", "review-waits")]
    found = reminders(files, "04-14")[0]
    assert (found.member, found.to, found.due) == ("staff-a", "staff", day("04-13"))
    assert found.about == ("owner-a",)


def test_changes_requested_run_a_clock_of_seven_days() -> None:
    files = delivered()
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "partly")
    assert calendar(files)[-2:] == [("04-15", "due-soon"), ("04-20", "lapsed")]
    assert reminders(files, "04-15")[0].clock == "revision"


def test_a_second_delivery_waits_from_its_own_day() -> None:
    files = delivered("2026-04-14")
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "partly", text="000000000000")
    found = reminders(files, "04-20")
    assert [(str(item.kind), item.since) for item in found] == [("review-waits", day("04-20"))]


def test_a_question_waits_as_long_as_was_promised() -> None:
    files = base_files()
    files[f"{FOLDER}/questions/2026-04-03-owner-b.yml"] = {
        "member": "owner-b",
        "date": "2026-04-03",
        "text": "冷胎是停多久？",
    }
    assert calendar(files) == [("04-05", "question-waits")]
    found = reminders(files, "04-05")[0]
    assert (found.member, found.due, found.about) == ("staff-a", day("04-04"), ("owner-b",))
    files[f"{FOLDER}/answers/2026-04-03-owner-b.yml"] = {
        "by": "staff-a",
        "date": "2026-04-09",
        "text": "三小时以上。",
    }
    assert calendar(files) == []


def test_a_signoff_is_asked_of_those_who_have_not_signed() -> None:
    files = delivered()
    files[f"{FOLDER}/module.yml"]["seats"] = copy.deepcopy(TWO_SEATS)
    files[f"{FOLDER}/claims/camera.yml"] = claim("owner-b", "2026-04-01", delivered="2026-04-08")
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "fully")
    signed = {"member": "owner-b", "date": "2026-04-11", "text": text_fingerprint(TEXT)}
    files[f"{FOLDER}/signoffs/owner-b.yml"] = signed
    assert calendar(files)[-1:] == [("04-13", "signoff-waits")]
    found = reminders(files, "04-13")
    assert [(item.member, item.path, item.due) for item in found] == [
        ("owner-a", f"{FOLDER}/signoffs/owner-a.yml", None)
    ]


def test_who_is_away_is_told_on_return_and_only_the_latest() -> None:
    files = claimed()
    files["members/owner-a.yml"]["away_until"] = "2026-04-10"
    assert calendar(files) == [("04-10", "due-soon"), ("04-14", "lapsed")]
    assert reminders(files, "04-10")[0].key.endswith(":2026-04-09")


def test_an_absent_contact_is_stood_in_for_by_the_lead() -> None:
    files = delivered()
    files["members/contact-x.yml"] = {**files["members/staff-a.yml"], "github": "x", "github_id": 7}
    files[f"{FOLDER}/module.yml"]["contact"] = "contact-x"
    assert [item.member for item in reminders(files, "04-14")] == ["contact-x"]
    files["members/contact-x.yml"]["away_until"] = "2026-04-30"
    assert [item.member for item in reminders(files, "04-14")] == ["staff-a"]


def test_missed_days_are_made_up_for() -> None:
    files = claimed()
    assert reminders(files, "04-07") == []
    assert [str(item.kind) for item in reminders(files, "04-08", "04-05")] == ["half-time"]
    assert reminders(files, "04-08", "04-06") == []
    assert [str(item.kind) for item in reminders(files, "04-30", "04-01")] == ["lapsed"]
    # Delivered in the meantime: nothing to say any more.
    files = {**claimed(delivered="2026-04-07"), CONTENT: TEXT}
    assert reminders(files, "04-08", "04-05") == []


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("04-08", 3, "04-13"),
        ("04-10", 1, "04-13"),
        ("04-11", 1, "04-13"),
        ("04-12", 5, "04-17"),
        ("04-06", 5, "04-13"),
    ],
)
def test_working_days(start: str, days: int, end: str) -> None:
    assert add_working_days(day(start), days) == day(end)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 40), st.integers(1, 40))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    end = add_working_days(start, first + second)
    assert add_working_days(add_working_days(start, first), second) == end
    assert end.weekday() < 5


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_gap_loses_nothing_that_still_holds(start: int, length: int) -> None:
    """Each run over a gap tells what the daily runs would have told last of each matter."""
    files = claimed()
    files[f"{FOLDER}/questions/2026-04-20-owner-b.yml"] = {
        "member": "owner-b",
        "date": "2026-04-20",
        "text": "备胎也要看吗？",
    }
    community = load_files(files)
    first = date(2026, 4, 1) + timedelta(days=start)
    last = first + timedelta(days=length)
    daily: dict[str, str] = {}
    for number in range(1, length + 1):
        for item in remind(community, first + timedelta(days=number)):
            daily[item.path] = item.key
    assert {item.path: item.key for item in remind(community, last, first)} == daily
