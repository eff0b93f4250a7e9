"""Figures of reach: a table may come twice, in any order, and every day has one line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.assets import uses_of
from kocbook.insight.reach import latest_reach, merge_reach, sum_views
from kocbook.model.work import ReachFigures, Reuse
from tests.builders import FOLDER, base_files, load_files

START = date(2026, 6, 1)
DAYS = st.integers(0, 12).map(lambda n: START + timedelta(days=n))
COUNTS = st.integers(0, 10**6)
FIGURES = st.lists(st.builds(ReachFigures, DAYS, COUNTS, COUNTS, COUNTS, COUNTS), max_size=8)


@given(FIGURES, FIGURES, st.randoms(use_true_random=False))
def test_taking_in_twice_is_taking_in_once(
    old: list[ReachFigures], new: list[ReachFigures], chance: object
) -> None:
    standing = merge_reach((), old)
    once = merge_reach(standing, new)
    assert merge_reach(once, new) == once
    mixed = list(new)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    assert merge_reach(standing, mixed) == once
    days = [one.date for one in once]
    assert days == sorted(set(days))
    assert set(days) == {one.date for one in (*old, *new)}


@given(FIGURES, FIGURES)
def test_a_longer_export_of_the_same_days_keeps_what_came_before(
    old: list[ReachFigures], more: list[ReachFigures]
) -> None:
    later = [ReachFigures(one.date + timedelta(days=20), one.views) for one in more]
    whole = merge_reach(merge_reach((), old), [*old, *later])
    assert [one for one in whole if one.date < START + timedelta(days=20)] == list(
        merge_reach((), old)
    )


@given(FIGURES, DAYS)
def test_the_newest_figures_of_a_day_count(figures: list[ReachFigures], day: date) -> None:
    use = Reuse("p", START, "官网", "题", ("a",), reach=merge_reach((), figures))
    known = [one for one in use.reach if one.date <= day]
    newest = latest_reach(use, day)
    assert newest == (known[-1] if known else None)
    assert sum_views([use, use], day) == 2 * (newest.views if newest else 0)


def test_a_use_of_one_picture_is_no_use_of_another() -> None:
    files = base_files()
    said = {"date": "2026-06-01", "channel": "官网", "title": "题", "authors": ["owner-a"]}
    files[f"{FOLDER}/reuse/2026-06-01-a.yml"] = {**said, "files": ["lake.jpg"]}
    files[f"{FOLDER}/reuse/2026-06-01-b.yml"] = said
    module = load_files(files).modules["guide/tyres"]
    day = date(2026, 7, 1)
    assert len(uses_of(module, "content/guide/tyres/lake.jpg", day)) == 2
    assert [use.path[-5] for use in uses_of(module, "content/guide/tyres/sea.jpg", day)] == ["b"]


TABLE: Sequence[Sequence[str]] = (
    ("标题", "链接", "统计日期", "阅读量", "点赞数"),
    ("雨天", "https://club.example/post/1?from=timeline", "2026年6月20日", "1.2万", "305"),
    ("雨天", "https://club.example/post/1", "2026-06-22", "12,800", "310"),
    ("没有这篇", "https://club.example/post/9", "2026-06-22", "5", ""),
    ("雨天", "https://club.example/post/1", "2026-06-23", "很多", ""),
)


def test_a_table_of_a_channel_becomes_figures(tmp_path: Path) -> None:
    from kocbook.intake.imports.reach import plan_reach

    files = base_files()
    path = f"{FOLDER}/reuse/2026-06-18-wechat.yml"
    said = {"date": "2026-06-18", "channel": "官网", "title": "雨天", "authors": ["owner-a"]}
    files[path] = {**said, "url": "https://club.example/post/1/"}
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("\n".join(f"{key}: {value}" for key, value in files[path].items()))
    table = tmp_path / "export.csv"
    with table.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(TABLE)
    plan = plan_reach(tmp_path, load_files(files), table, date(2026, 6, 30))
    assert (plan.taken, plan.left) == (2, [4, 5])
    written = plan.files[path]
    assert written is not None
    assert [one["views"] for one in yaml.safe_load(written)["reach"]] == [12000, 12800]
    files[path]["reach"] = [
        {**one, "date": one["date"].isoformat()} for one in yaml.safe_load(written)["reach"]
    ]
    (tmp_path / path).write_bytes(written)
    assert plan_reach(tmp_path, load_files(files), table, date(2026, 6, 30)).files == {}
