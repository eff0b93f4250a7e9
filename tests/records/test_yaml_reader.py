"""What people write in records means what they think, or is a fault with its place."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.records.scalars import resolve_plain
from kocbook.records.yaml_reader import (
    MAX_BYTES,
    Fault,
    Positions,
    decode,
    read_yaml,
)


def faults_of(text: str) -> list[tuple[str, int, int]]:
    return [(fault.rule, fault.line, fault.column) for fault in read_yaml(text)[1]]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1:20", "1:20"),
        ("1_000", "1_000"),
        ("2026-03-02", "2026-03-02"),
        (".nan", ".nan"),
        ("1e3", "1e3"),
        ("12", 12),
        ("-3", -3),
        ("1.50", 1.5),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_scalars_mean_what_a_person_thinks(written: str, meant: object) -> None:
    value, faults = read_yaml(f"key: {written}\n")
    assert faults == []
    assert value == {"key": meant}
    assert type(value["key"]) is type(meant)


def test_quotes_always_make_text() -> None:
    assert read_yaml("a: '12'\nb: \"true\"\nc: |\n  null\n")[0] == {
        "a": "12",
        "b": "true",
        "c": "null\n",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("yaml-duplicate-key", 3, 1)]),
        ("a: &x 1\n", [("yaml-feature", 1, 4)]),
        ("a: &x 1\nb: *x\n", [("yaml-feature", 1, 4), ("yaml-feature", 2, 4)]),
        ("a: 1\n<<: {b: 2}\n", [("yaml-feature", 2, 1)]),
        ("a: !!python/object:os.system x\n", [("yaml-feature", 1, 4)]),
        ("a: 1\n---\nb: 2\n", [("yaml-feature", 2, 1)]),
        ("%YAML 1.1\n---\na: 1\n", [("yaml-feature", 1, 1)]),
        ("? [a, b]\n: 1\n", [("yaml-key-not-text", 1, 3)]),
        ("1: x\n", [("yaml-key-not-text", 1, 1)]),
        ("名字: [一, 二\n", [("yaml-syntax", 2, 1)]),
        ('a: "\\u202e"\n', [("text-control-character", 1, 4)]),
        ('a: "\\0"\n', [("text-control-character", 1, 4)]),
    ],
)
def test_what_a_record_may_not_hold_is_a_fault_with_its_place(
    text: str, expected: list[tuple[str, int, int]]
) -> None:
    assert faults_of(text) == expected


def test_a_duplicate_keeps_the_first_value_and_reads_on() -> None:
    value, faults = read_yaml("a: 1\na: {deep: [1, 2]}\nb: 3\n")
    assert value == {"a": 1, "b": 3}
    assert len(faults) == 1


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 30_000,
        "{a: " * 15_000,
        "- " * 30_000,
        "a: &a [1,1]\n" + "".join(f"k{i}: &b{i} [*a,*a,*a]\n" for i in range(2_000)),
        "".join(f"m{i}: &m{i}\n  <<: [*m{max(0, i - 1)}]\n" for i in range(1_000)),
        '"' + "\\x41" * 15_000,
        "a: |\n" + " x\n" * 20_000,
        "? " * 30_000,
        "#" * 60_000,
    ],
)
def test_bombs_cost_little_and_never_crash(bomb: str) -> None:
    text = bomb[:MAX_BYTES]
    started = time.process_time()
    read_yaml(text)
    # A bound against blow-up, not a benchmark: the worst of these takes a few milliseconds.
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("data", "rule", "line", "column"),
    [
        ("名: 1\n".encode("utf-16"), "file-encoding", 1, 1),
        ("a: 好\nb: ".encode() + b"\xff\n", "file-encoding", 2, 4),
        ("a: 1\nb: 中文\x00\n".encode(), "text-control-character", 2, 6),
        ("a: \u202eevil\n".encode(), "text-control-character", 1, 4),
        (b"a: 1\rb: 2\n", "text-control-character", 1, 5),
        ("a: 1\u2028b\n".encode(), "text-control-character", 1, 5),
        ("a: x\uffff\n".encode(), "text-control-character", 1, 5),
        ("a: \U000e0063\U000e0061\n".encode(), "text-control-character", 1, 4),
    ],
)
def test_bytes_that_are_no_plain_text_are_named(
    data: bytes, rule: str, line: int, column: int
) -> None:
    fault = decode(data)
    assert isinstance(fault, Fault)
    assert (fault.rule, fault.line, fault.column) == (rule, line, column)


def test_flags_and_joined_emoji_are_read() -> None:
    words = "a: \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 👨\u200d👩\u200d👧\n"
    assert decode(words.encode()) == words


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n") == "a: 1\nb: 2\n"


def test_positions_count_code_points() -> None:
    positions = Positions()
    read_yaml("名字: 林小满\nseats:\n  - {id: a, 份额: 😀}\n  - id: b\n", positions)
    assert positions.find(("名字",)) == (1, 5)
    assert positions.find(("seats", 0, "份额")) == (3, 17)
    assert positions.find(("seats", 0, "份额"), on_key=True) == (3, 13)
    assert positions.find(("seats", 1, "id")) == (4, 9)
    assert positions.find(("seats", 1, "missing")) == (4, 5)
    assert positions.find(("nothing",)) == (1, 1)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    # U+2065 is nothing yet, but stands among marks that turn the direction of text; U+FFFE and
    # U+FFFF never will be anything.
    | st.text(
        st.characters(
            exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"],
            exclude_characters="\u2065\ufffe\uffff",
        )
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner),
    max_leaves=12,
)


@settings(deadline=None)  # a busy machine is no fault
@given(st.dictionaries(st.text("abcdefgh", min_size=1), JSON, min_size=1))
def test_what_a_yaml_writer_writes_is_read_back(value: dict[str, object]) -> None:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    for flow in (False, True):
        text = yaml.dump(value, Dumper=Plain, allow_unicode=True, default_flow_style=flow)
        read, faults = read_yaml(text)
        assert faults == []
        assert read == value


@given(st.text(max_size=300))
def test_any_text_is_a_value_or_faults(text: str) -> None:
    decoded = decode(text.encode("utf-8", "surrogatepass"))
    if isinstance(decoded, str):
        positions = Positions()
        value, faults = read_yaml(decoded, positions)
        assert read_yaml(decoded) == (value, faults)
        for fault in faults:
            assert fault.line >= 1
            assert fault.column >= 1


@given(st.text("0123456789.-+exXobN_: ", max_size=12))
def test_plain_numbers_never_change_their_digits(text: str) -> None:
    value = resolve_plain(text)
    if isinstance(value, int) and not isinstance(value, bool):
        assert str(value) == text.lstrip("+").replace("-0", "0") or int(text) == value
