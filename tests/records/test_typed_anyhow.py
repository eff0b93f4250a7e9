"""A valid record with one slip put in is named at its line, or right as it is; `--fix` gives back what was meant.

The slips are put in by what people do (a sign of another keyboard, a digit of another width), apart
from how they are found.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.model.paths import RecordKind, RecordPath, parse_record_path
from kocbook.records.loader import load_community
from kocbook.records.schema import find_schema_faults
from kocbook.records.slips.explain import explain_record
from kocbook.records.slips.names import NameBook, read_names
from kocbook.records.tree import WorkingTree
from kocbook.records.yaml_reader import read_yaml
from tests.conftest import examples

ROOT = Path(__file__).parents[2]
KINDS = ("members", "modules")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@cache
def names() -> NameBook:
    community = load_community(WorkingTree(ROOT)).community
    assert community is not None
    return read_names(community)


@cache
def records() -> tuple[tuple[RecordPath, str], ...]:
    """All records of the sample that are written in lines."""
    paths = sorted(path for top in KINDS for path in (ROOT / top).rglob("*.yml"))
    found = [(parse_record_path(path.relative_to(ROOT).as_posix()), path) for path in paths]
    return tuple((where, path.read_text("utf-8")) for where, path in found if where)


def fault_lines(kind: RecordKind, text: str) -> bool:
    value, faults = read_yaml(text)
    return bool(faults or find_schema_faults(kind, value))


_KEY = re.compile(r"(?m)^( *(?:- )?)([a-z_]+): (?=\S)")
_DAY = re.compile(r"(?m)^( *(?:- )?[a-z_]+: )(\d{4})-(\d\d)-(\d\d)$")
_ID = re.compile(r"(?m)^(member|reviewer|contact|by|lead|judge): ([a-z0-9-]+)$")
_FLOW = re.compile(r"(?m)^(skills|wants|invited|authors|helped|confirmed_by): \[(.+)\]$")
_NUMBER = re.compile(r"(?m)^(days|github_id|reply_within_days|year|points|hours): (\d+)$")
_TOP = re.compile(r"(?m)^(?=(?:member|claimed|terms|name|github|title|type|date|reviewer): )")


def _short_day(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}-{int(found[3])}-{int(found[4])}"


SLIPS = {
    "colon": (_KEY, lambda m: f"{m[1]}{m[2]}："),
    "colon with a gap": (_KEY, lambda m: f"{m[1]}{m[2]}： "),
    "no space": (_KEY, lambda m: f"{m[1]}{m[2]}:"),
    "wide space": (_KEY, lambda m: f"{m[1]}{m[2]}:　"),
    "capital key": (_KEY, lambda m: f"{m[1]}{m[2].capitalize()}: "),
    "short day": (_DAY, _short_day),
    "slashed day": (_DAY, lambda m: f"{m[1]}{m[2]}/{m[3]}/{m[4]}"),
    "day in Chinese": (_DAY, lambda m: f"{m[1]}{m[2]}年{int(m[3])}月{int(m[4])}日"),
    "wide day": (_DAY, lambda m: m[1] + f"{m[2]}-{m[3]}-{m[4]}".translate(WIDE)),
    "quoted id": (_ID, lambda m: f"{m[1]}: “{m[2]}”"),
    "id in capitals": (_ID, lambda m: f"{m[1]}: {m[2].title()}"),
    "brackets": (_FLOW, lambda m: f"{m[1]}: ［{m[2]}］"),
    "commas": (_FLOW, lambda m: f"{m[1]}: [{m[2].replace(', ', '，')}]"),
    "no brackets": (_FLOW, lambda m: f"{m[1]}: {m[2].replace(', ', '，')}"),
    "wide number": (_NUMBER, lambda m: f"{m[1]}: {m[2].translate(WIDE)}"),
    "quoted number": (_NUMBER, lambda m: f'{m[1]}: "{m[2]}"'),
    "tab": (_TOP, lambda m: "\t"),
    "space before": (_TOP, lambda m: " "),
    "wide space before": (_TOP, lambda m: "　"),
}


@cache
def places(slip: str) -> tuple[tuple[int, int], ...]:
    pattern = SLIPS[slip][0]
    found = enumerate(text for _, text in records())
    return tuple((n, m.start()) for n, text in found for m in pattern.finditer(text))


@pytest.mark.parametrize("slip", SLIPS)
def test_every_slip_has_places_in_the_sample(slip: str) -> None:
    assert len(places(slip)) > 5


@settings(max_examples=examples(400))
@given(st.sampled_from(sorted(SLIPS)), st.integers(0, 10**6))
def test_one_slip_is_named_and_mended_or_right_as_it_is(slip: str, number: int) -> None:
    record, start = places(slip)[number % len(places(slip))]
    where, text = records()[record]
    pattern, put_in = SLIPS[slip]
    found = pattern.match(text, start)
    assert found is not None
    typed = text[:start] + put_in(found) + text[found.end() :]
    if not fault_lines(where.kind, typed):
        # What still reads means the same, or is a word of somebody's own.
        assert read_yaml(typed)[0] == read_yaml(text)[0]
        return
    line = text.count("\n", 0, start) + 1
    explained = explain_record(where.path, where.kind, typed, names())
    assert explained is not None
    assert [mend.line for mend in explained.mends] == [line]
    assert explained.faults == ()
    assert read_yaml(explained.text)[0] == read_yaml(text)[0]
    same = [
        n
        for n, (a, b) in enumerate(
            zip(text.split("\n"), explained.text.split("\n"), strict=True), 1
        )
        if a != b
    ]
    assert same in ([], [line])


def test_right_records_are_left_as_they_are() -> None:
    for where, text in records():
        explained = explain_record(where.path, where.kind, text, names())
        assert explained is None, (where.path, explained)


@settings(max_examples=examples(300))
@given(
    st.integers(0, 10**6),
    st.text("“”‘’：，、。；！？（）《》［］｛｝—…０１Ａ　字词", min_size=1, max_size=12),
)
def test_signs_within_a_sentence_stay_whatever_else_is_wrong(number: int, words: str) -> None:
    """A note with Chinese signs is left alone while another line is mended."""
    if not words.strip() or words != words.strip():
        return
    note = f"note: 周{words}末"
    typed = f"member：lin-xiaoman\nclaimed: 2026-03-02\nterms: 3f9c2a71b0de\n{note}\n"
    explained = explain_record("x", RecordKind.CLAIM, typed, names())
    assert explained is not None
    assert explained.text.split("\n")[3] == note
