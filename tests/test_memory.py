"""The memory: an answer comes back whole, from this tool and this clone, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.base import memory as memory_module
from kocbook.base import tool_key
from kocbook.base.finding import Finding, Location, Severity
from kocbook.base.memory import SEAL_FILE, Memory, fingerprint, name_question
from kocbook.base.pure_results import PureResults
from kocbook.records.kept_findings import pack_findings, unpack_findings
from kocbook.site.assemble.recorded_reads import RecordedMapping


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    (tmp_path / "git").mkdir()
    return Memory(tmp_path / "memory", tmp_path / "git")


def test_an_answer_comes_back_with_its_trace(memory: Memory) -> None:
    assert memory.recall("a", int) is None
    assert memory.keep("a", {"file": "1"}, 7)
    kept = memory.recall("a", int)
    assert kept is not None
    assert (kept.trace, kept.value()) == ({"file": "1"}, 7)
    assert (memory.folder / ".gitignore").read_text() == "*\n"
    memory.forget("a")
    assert memory.recall("a", int) is None


def test_what_is_of_another_type_is_no_answer(memory: Memory) -> None:
    memory.keep("a", {}, {"a": 1})
    kept = memory.recall("a", int)
    assert kept is not None
    assert kept.value() is None


@pytest.mark.parametrize("harm", ["byte", "cut", "empty", "renamed", "other-clone", "other-tool"])
def test_only_its_own_answer_is_believed(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    memory.keep("a", {}, "sound")
    file = memory.folder / "a"
    data = file.read_bytes()
    match harm:
        case "byte":
            file.write_bytes(data[:-1] + b"D")
        case "cut":
            file.write_bytes(data[:40])
        case "empty":
            file.write_bytes(b"")
        case "renamed":
            file.rename(memory.folder / "b")
        case "other-clone":
            assert memory.vault is not None
            (memory.vault / SEAL_FILE).write_bytes(bytes(32))
        case "other-tool":
            monkeypatch.setattr(tool_key, "list_libraries", lambda: ["msgspec-9.dist-info"])
    again = Memory(memory.folder, memory.vault)
    assert again.recall("a", str) is None
    assert again.recall("b", str) is None


def test_without_a_vault_nothing_is_recalled_or_kept(memory: Memory) -> None:
    memory.keep("a", {}, 1)
    closed = Memory(memory.folder, None)
    assert not closed.is_open
    assert closed.recall("a", int) is None
    assert not closed.keep("b", {}, 1)
    assert not (memory.folder / "b").exists()


@pytest.mark.parametrize("odd", [1 << 80, object(), "\ud800"])
def test_what_cannot_be_written_down_is_not_kept(memory: Memory, odd: object) -> None:
    assert not memory.keep("a", {}, odd)
    assert memory.recall("a", int) is None


def test_the_oldest_answers_make_room(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_module, "MOST_BYTES", 2_500)
    for name in "abcd":
        memory.keep(name, {}, name * 1_000)
    assert sorted(file.name for file in memory.folder.glob("?")) == ["c", "d"]


def test_questions_of_a_kind_have_names_of_their_own() -> None:
    assert name_question("site") == "site"
    assert name_question("site", "/a") != name_question("site", "/b")


def test_a_pure_result_is_found_once(memory: Memory) -> None:
    found: list[str] = []

    def find() -> int:
        found.append("x")
        return 3

    for _ in range(2):
        pure = PureResults()
        pure.open(memory)
        assert pure.ask("length", ("abc", 1), int, find) == 3
        assert pure.ask("length", ("\ud800", 1), int, find) == 3
        pure.save()
    assert len(found) == 3  # once, and twice what cannot be written down
    assert pure.ask("length", ("abc", 1), int, find) == 3  # saved is closed
    assert len(found) == 4


def test_results_that_nobody_asks_for_go(memory: Memory) -> None:
    pure = PureResults()
    pure.open(memory)
    for number in range(3_000):
        pure.ask("n", number, int, lambda: 0)
    pure.save()
    size = (memory.folder / "texts").stat().st_size
    pure.open(memory)
    pure.ask("n", -1, int, lambda: 0)
    pure.save()
    assert (memory.folder / "texts").stat().st_size < size / 100


values = st.none() | st.booleans() | st.integers(-(1 << 62), 1 << 62) | st.text() | st.dates()
data = st.dictionaries(st.text(), values | st.lists(st.text()) | st.lists(values).map(tuple))


@given(data)
def test_findings_come_back_as_they_were(data: dict[str, object]) -> None:
    finding = Finding("rule", Severity.NOTE, Location("a.yml", 1, None, ("a", 2), True), data)
    packed = pack_findings([finding])
    assert packed is not None
    assert repr(unpack_findings(packed)) == repr((finding,))


def test_findings_with_what_would_come_back_as_another_thing_are_not_kept() -> None:
    for odd in (Severity.NOTE, {"a": 1}, frozenset({1}), Path("a")):
        finding = Finding("rule", Severity.NOTE, Location("a.yml"), {"odd": odd})
        assert pack_findings([finding]) is None


def test_equal_values_have_equal_fingerprints() -> None:
    assert fingerprint({"a": date(2026, 1, 1)}) == fingerprint({"a": date(2026, 1, 1)})
    assert fingerprint({"a": 1, "b": 2}) != fingerprint({"b": 2, "a": 1})  # order is shown


READS = {
    "get": lambda found, key: found.get(key),
    "index": lambda found, key: found[key] if key in "abc" else None,
    "contains": lambda found, key: key in found,
    "list": lambda found, _: list(found),
    "length": lambda found, _: len(found),
    "keys": lambda found, _: list(found.keys()),
    "values": lambda found, _: list(found.values()),
    "items": lambda found, _: list(found.items()),
    "copy": lambda found, _: dict(found),
    "joined": lambda found, _: {**found},
    "equal": lambda found, _: found == {"a": 1},
    "true": lambda found, _: bool(found),
}


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers()).map(
        lambda made: {"a": 1, "b": 1, "c": 1} | made
    ),
    st.lists(st.tuples(st.sampled_from(sorted(READS)), st.sampled_from("abcd"))),
)
def test_a_mapping_notes_every_way_of_reading_it(
    values: dict[str, int], reads: list[tuple[str, str]]
) -> None:
    noted: set[str] = set()
    recorded: RecordedMapping[str, int] = RecordedMapping("m", values, noted)
    wanted = set()
    for how, key in reads:
        assert READS[how](recorded, key) == READS[how](values, key)
        if how in ("get", "contains") or (how == "index" and key in values):
            wanted.add(f"m/{key}")
        elif how != "index":
            wanted.add("m")
    assert wanted <= noted
