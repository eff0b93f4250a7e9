"""The programme by month: every event in its month, quiet months too, nothing twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.insight.points import iter_point_events
from kocbook.insight.programme import list_months
from kocbook.insight.state import all_facts
from tests.builders import FOLDER, base_files, claim, load_files, member, review

Files = dict[str, Any]
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def published() -> Files:
    files = base_files()
    files[f"{FOLDER}/claims/writer.yml"] = claim("owner-a", "2026-04-02", delivered="2026-04-30")
    files["content/guide/tyres/index.md"] = "先看门框上的标签。\n"
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-06-01", "fully")
    return files


def test_each_event_stands_in_its_month() -> None:
    community = load_files(published())
    months = list_months(community, all_facts(community, date(2026, 7, 4)), date(2026, 7, 4))
    assert [month.first.month for month in months] == [1, 2, 3, 4, 5, 6, 7]
    assert [month.joined for month in months] == [2, 0, 0, 0, 0, 0, 0]
    assert [month.opened for month in months] == [0, 0, 0, 1, 0, 0, 0]
    assert [month.claimed for month in months] == [0, 0, 0, 1, 0, 0, 0]
    for figure in ("accepted", "published"):
        assert [getattr(month, figure) for month in months] == [0, 0, 0, 0, 0, 1, 0]
    assert [month.points for month in months] == [0, 0, 0, 0, 0, 20, 0]


def test_an_empty_community_has_no_months() -> None:
    files = {"community.yml": base_files()["community.yml"]}
    community = load_files(files)
    assert list_months(community, {}, date(2026, 7, 4)) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(DAYS, max_size=8), DAYS)
def test_nothing_is_lost_and_nothing_is_counted_before_it_happened(
    joined: list[date], on: date
) -> None:
    files = published()
    for number, day in enumerate(joined):
        files[f"members/new-{number}.yml"] = member(20 + number, "新", joined=day)
    community = load_files(files)
    facts = all_facts(community, on)
    months = list_months(community, facts, on)
    first_days = [month.first for month in months]
    assert first_days == sorted(set(first_days))
    assert sum(month.joined for month in months) == 2 + sum(day <= on for day in joined)
    points = sum(event.points for event in iter_point_events(community, facts, on))
    assert sum(month.points for month in months) == points
