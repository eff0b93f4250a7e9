"""The quick reader says what libyaml says, or nothing."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kocbook.records.plain_reader import read_plain
from kocbook.records.yaml_reader import Fault, Positions, decode, read_yaml

ROOT = Path(__file__).parents[2]


def read_slowly(text: str) -> object:
    """Read with libyaml: positions are asked for."""
    return read_yaml(text, Positions())


def assert_alike(text: str) -> None:
    decoded = decode(text.encode("utf-8", "surrogatepass"))
    if isinstance(decoded, Fault):
        return
    quick = read_plain(decoded)
    if quick is not None:
        assert read_slowly(decoded) == (quick, [])
        assert str(read_yaml(decoded, Positions())[0]) == str(quick)  # 1 is not True, 1.0 is not 1


@functools.cache
def records() -> tuple[str, ...]:
    folders = [
        *sorted((ROOT / "members").rglob("*.yml")),
        *sorted((ROOT / "modules").rglob("*.yml")),
    ]
    return tuple(path.read_text("utf-8") for path in [ROOT / "community.yml", *folders])


def test_nearly_all_records_of_the_sample_are_read_quickly() -> None:
    read = [text for text in records() if read_plain(text) is not None]
    assert len(read) > 0.9 * len(records())
    for text in read:
        assert_alike(text)


_WORDS = st.sampled_from(
    ["a", "b", "胎压", "no", "true", "null", "~", "012", "12", "-3", "1.50", "1:20", "a: b", "a:b", "x #y", "x#y",
     "'q'", "''", "'a''b'", '"q"', '"a\\"b"', '"a" b', '"a": b', "[a, b]", "[a, b, ]", "[]", "{}", "{a: 1}", "{a: {b: [c]}}",
     "{a}", "{a: }", "{a: 1, a: 2}", "[a: b]", "[[a], [b]]", "[a", "a]", "&x", "*x", "!t", "| ", ">", "|", "- a", "-", "? a", ":",
     "%", "@a", "`a", "#c", "a, b", "a [b]", "a {b}", "=", "<<", "https://x.cn/a#b", "a ", "a  b", "\u3000a", "\u00a0", "…", "---", "..."]
)  # fmt: skip
_PREFIXES = st.sampled_from(
    ["", "", "", "  ", "  ", "    ", " ", "- ", "  - ", "-   ", "- - ", "      ", "\t"]
)
_KEYS = st.sampled_from(
    [
        "a: ",
        "b: ",
        "c: ",
        "a:",
        "b:",
        "key:  ",
        "true: ",
        "<<: ",
        "胎: ",
        '"a": ',
        "a :",
        "",
        "",
        "no: ",
        "null:",
    ]
)
_LINES = st.builds(
    "{}{}{}{}".format,
    _PREFIXES,
    _KEYS,
    _WORDS | st.just(""),
    st.sampled_from(["", "", "", " ", " # c", "#", ","]),
)


@given(st.lists(_LINES, max_size=8).map("\n".join))
@example("a:\n- b\n-\n")
@example("a: b\n  c: d")
@example("a: b\n  c")
@example("a:\n  b: 1\n c: 2")
@example("a:\nb")
@example("a:\n  - b\n - c")
@example("- a: 1")
@example("  a: 1\n  b: 2")
@example("a: \ufffe")
@example("a:\n  - - b")
@example("a: {b: 1}c")
@example("a: [b]]")
@example("a: ,b")
@example('a: {b: c}  # d\nb: "c" # d\nc: d # e\nd: [a] #')
@example("a: [b, # c")
@example("a: {b: 1}# c")
@example("a: 'b'# c")
@example("a:   # c\n  b: 1")
def test_lines_of_all_kinds_mean_the_same(text: str) -> None:
    assert_alike(text)


_INSERTS = [
    *" :-#,[]{}'\"\\&*!|>%@`?~\n\t…年\u00a0\u3000\ufffe",
    *("\n  ", ": ", " #", "- ", "\n- ", "\n\n", ""),
]


@st.composite
def edited_records(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(records()))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 4))
        put = draw(st.sampled_from(_INSERTS))
        text = text[:place] + put + text[place + gone :]
    return text


@given(edited_records())
def test_an_edited_record_means_the_same(text: str) -> None:
    assert_alike(text)


@pytest.mark.parametrize(
    "text",
    ["", "\n", "# only\n", "a", "- a\n", "a: b\na: c\n", "a: &x b\n", "a: |\n  b\n", "a: >-\n  b\n", "a: b\n  c\n", "a: *x\n",
     "--- \na: b\n", "a: b\n...\n", "%YAML 1.1\n---\na: b\n", "<<: {a: b}\n", "true: a\n", "12: a\n", "a: b: c\n", '"a": b\n'],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_libyaml(text: str) -> None:
    assert read_plain(text) is None


def test_comments_behind_values_are_no_reason_to_be_slow() -> None:
    assert read_plain("a: {b: c}  # d\nb: 'c' # d\nc: d # e\n") == {
        "a": {"b": "c"},
        "b": "c",
        "c": "d",
    }


def test_depth_is_left_to_libyaml() -> None:
    deep = "".join("  " * level + f"k{level}:\n" for level in range(15)) + "  " * 15 + "a: b\n"
    assert read_plain(deep) is None
    assert read_plain("a: " + "[" * 14 + "]" * 14) is None
