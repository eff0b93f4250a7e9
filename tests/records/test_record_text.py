"""Records that we write are read back as what was meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.base.errors import KocError
from kocbook.base.hidden_signs import FORBIDDEN
from kocbook.model.paths import RecordKind
from kocbook.records.record_text import (
    drop_field,
    modeline,
    move_record,
    render_record,
    set_field,
)
from kocbook.records.yaml_reader import read_yaml
from tests.strategies import WORDS

PATH = "members/a.yml"
TEXTS = WORDS | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40
).filter(lambda text: not FORBIDDEN.search(text) and text.strip())
TRAPS = [
    "no", "On", "~", "null", "012", "1:20", "1e5", "- a", "-", "? a", ": a", "a: b", "a #b", "#a",
    "'a'", '"a"', "{a}", "[a]", "a, b", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "\\", "a\nb",
    " a", "a ", "2026-01-01", "0x1f", "阿里：巴巴", "老：#1", "abcdefabcdef", "---", "...", "<<", "=",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from("abcd"), TEXTS | st.lists(TEXTS, min_size=1), min_size=1))
def test_whatever_is_written_is_read_back(values: dict[str, object]) -> None:
    read, faults = read_yaml(render_record(RecordKind.MEMBER, PATH, values))
    assert (read, faults) == (values, [])


@pytest.mark.parametrize("text", TRAPS)
def test_traps_of_yaml_are_quoted(text: str) -> None:
    values = {"a": text, "b": [text, text], "c": [{"d": text}]}
    read, faults = read_yaml(render_record(RecordKind.MEMBER, PATH, values))
    assert (read, faults) == (values, [])


def test_plain_words_have_no_quotes_and_fingerprints_have() -> None:
    values = {
        "name": "林小满",
        "product": "启程 E5 2025 款",
        "note": "会写，也会拍。",
        "terms": "abcdefabcdef",
        "joined": date(2026, 3, 2),
        "github_id": 7,
        "skills": ["night-photos", "no"],
        "names": {"en": "Lin Xiaoman"},
        "city": None,
        "wants": [],
    }
    assert render_record(RecordKind.MEMBER, PATH, values) == (
        "# yaml-language-server: $schema=../tooling/kocbook/records/schemas/member.json\n"
        "name: 林小满\nproduct: 启程 E5 2025 款\nnote: 会写，也会拍。\n"
        'terms: "abcdefabcdef"\njoined: 2026-03-02\ngithub_id: 7\n'
        'skills: [night-photos, "no"]\nnames: {en: Lin Xiaoman}\n'
    )


def test_a_change_of_one_value_leaves_the_rest_alone() -> None:
    text = "# mine\nmember: a  # me\n\nnote: >\n  long\n  words\nclaimed: 2026-01-01"
    edited = set_field(text, "extended", date(2026, 1, 5))
    assert edited == text + "\nextended: 2026-01-05\n"
    assert set_field(edited, "claimed", date(2026, 1, 2)) == edited.replace("01-01", "01-02")


@pytest.mark.parametrize("text", ["{member: a, note: b}", "? note\n: b\nmember: a\n"])
def test_a_record_that_is_written_oddly_is_left_alone(text: str) -> None:
    for edit in (lambda: set_field(text, "note", "new"), lambda: drop_field(text, "note")):
        with pytest.raises(KocError):
            edit()


@pytest.mark.parametrize(
    "value", ["|\n  a\n\n  b", "\n  - {a: 1}\n  - b", "\n- a\n- b", "{a: 1,\n  b: 2}", "one"]
)
def test_a_value_of_several_lines_is_replaced_or_dropped_as_a_whole(value: str) -> None:
    text = f"# mine\nmember: a\nnote: {value}\n# yours\nseats: 1\n"
    assert set_field(text, "note", "new") == "# mine\nmember: a\nnote: new\n# yours\nseats: 1\n"
    assert drop_field(text, "note") == "# mine\nmember: a\n# yours\nseats: 1\n"


@given(
    st.dictionaries(st.sampled_from("abcd"), TEXTS | st.lists(TEXTS, min_size=1), min_size=2),
    st.sampled_from("abcd"),
    TEXTS,
)
def test_one_value_changes_and_the_others_never_do(
    values: dict[str, object], key: str, new: str
) -> None:
    text = render_record(RecordKind.MEMBER, PATH, values)
    assert read_yaml(set_field(text, key, new)) == (values | {key: new}, [])
    if key in values:
        left = {name: value for name, value in values.items() if name != key}
        assert read_yaml(drop_field(text, key)) == (left, [])


def test_a_record_that_moves_keeps_its_words() -> None:
    text = modeline(RecordKind.CLAIM, "modules/a/b/claims/c.yml") + "member: a\n"
    moved = move_record(text, RecordKind.CLAIM, "modules/a/b/claims/past/c-1.yml")
    assert moved == text.replace("../../../../", "../../../../../")
    assert move_record("member: a\n", RecordKind.CLAIM, "x/y.yml") == "member: a\n"
