"""What the editor sends as a record changes what it means to change, and no other line."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.base.errors import UsageError
from kocbook.intake.editor.merge import merge_record
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.records.schema import find_schema_faults
from kocbook.records.yaml_reader import read_yaml
from tests.site.built import ROOT
from tests.strategies import WORDS

EDITED = (RecordKind.MEMBER, RecordKind.HANDBOOK, RecordKind.MODULE)
RECORDS = sorted(
    (record.kind, record.path)
    for file in ROOT.glob("m[eo]*s/**/*.yml")
    if (record := parse_record_path(file.relative_to(ROOT).as_posix())) and record.kind in EDITED
)


def as_editor(values: dict[str, Any]) -> str:
    """Write a record as another YAML writer does."""
    plain = {key: values[key] for key in sorted(values)}
    return yaml.safe_dump(plain, allow_unicode=True, width=60, default_flow_style=False)


@pytest.mark.parametrize(("kind", "path"), RECORDS)
def test_a_record_that_is_sent_back_unchanged_keeps_every_byte(kind: RecordKind, path: str) -> None:
    before = (ROOT / path).read_text(encoding="utf-8")
    values, _ = read_yaml(before)
    assert merge_record(kind, path, before, as_editor(values)) == before


@settings(deadline=None)
@given(st.data())
def test_one_changed_value_changes_its_lines_alone(data: st.DataObject) -> None:
    kind, path = data.draw(st.sampled_from(RECORDS))
    before = (ROOT / path).read_text(encoding="utf-8")
    values, _ = read_yaml(before)
    key = data.draw(st.sampled_from(sorted(values)))
    new = data.draw(WORDS | st.lists(WORDS, min_size=1) | st.just("2026-01-02") | st.just(3))
    after = merge_record(kind, path, before, as_editor(values | {key: new}))
    assert read_yaml(after) == (values | {key: new}, [])
    others = [line for line in before.splitlines() if line.split(":")[0] in values.keys() - {key}]
    assert [line for line in after.splitlines() if line in others] == others


@settings(deadline=None)
@given(st.data())
def test_a_value_that_was_emptied_is_left_out(data: st.DataObject) -> None:
    kind, path = data.draw(st.sampled_from(RECORDS))
    before = (ROOT / path).read_text(encoding="utf-8")
    values, _ = read_yaml(before)
    key = data.draw(st.sampled_from(sorted(values)))
    empty = data.draw(st.sampled_from(["", None, [], {}, {"en": ""}]))
    after = merge_record(kind, path, before, as_editor(values | {key: empty}))
    left = {name: value for name, value in values.items() if name != key}
    assert read_yaml(after) == (left, [])


def test_days_stand_without_quotes_and_comments_stay() -> None:
    before = "# mine\nname: 小满  # pen name\njoined: 2026-01-01\n"
    raw = 'name: 小满\njoined: "2026-01-01"\naway_until: "2026-03-01"\n'
    after = merge_record(RecordKind.MEMBER, "members/a.yml", before, raw)
    assert after == before + "away_until: 2026-03-01\n"
    assert datetime.date(2026, 3, 1).isoformat() in after


def test_an_empty_list_inside_may_be_meant() -> None:
    raw = "goal: a\nchapters:\n  - title: 以后再写\n    modules: []\n    summary: ''\n"
    after = merge_record(RecordKind.HANDBOOK, "modules/a/handbook.yml", "goal: a\n", raw)
    assert after == "goal: a\nchapters:\n  - {title: 以后再写, modules: []}\n"


def test_a_record_in_one_flow_is_written_anew() -> None:
    before = "{name: 小满, joined: 2026-01-01, github: a, github_id: 7}\n"
    raw = "github: a\njoined: 2026-01-01\nname: 满\ngithub_id: 7\n"
    after = merge_record(RecordKind.MEMBER, "members/a.yml", before, raw)
    assert after.splitlines()[1:] == [
        "name: 满",
        "github: a",
        "github_id: 7",
        "joined: 2026-01-01",
    ]
    assert find_schema_faults(RecordKind.MEMBER, read_yaml(after)[0]) == []


@pytest.mark.parametrize(
    "raw", ["", "- a\n", "a: &b 1\nc: *b\n", "a: [\n", "a: 1\na: 2\n", "\u202e"]
)
def test_what_is_no_record_is_refused(raw: str) -> None:
    with pytest.raises(UsageError):
        merge_record(RecordKind.MEMBER, "members/a.yml", "name: a\n", raw)
