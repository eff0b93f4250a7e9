"""Records as people type them on a phone: named at their place, and mended where one reading is possible."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kocbook.base.finding import Finding
from kocbook.base.texts import load_texts
from kocbook.intake.acts.mending import plan_mending
from kocbook.records.loader import LoadResult, load_community
from kocbook.records.tree import MemoryTree
from kocbook.rules.messages import render_finding

HERE = Path(__file__).parent
BASE = HERE.parent / "rules/_base"
ROWS: list[dict[str, Any]] = yaml.safe_load((HERE / "typed_on_a_phone.yml").read_text("utf-8"))
RECORDS: dict[str, dict[str, str]] = yaml.safe_load((HERE / "typed_records.yml").read_text("utf-8"))
PEOPLE = {"he-tao": "核桃", "wang-wei": "王伟", "wang-wei-2": "王伟"}


@cache
def surroundings() -> dict[str, bytes]:
    """A community around the record: skills by their Chinese names, and two people of one name."""
    files = {
        path.relative_to(BASE).as_posix(): path.read_bytes()
        for path in sorted(BASE.rglob("*"))
        if path.is_file()
    }
    settings = files["community.yml"].decode()
    listed = (
        "skills:\n  - {id: photography, name: {zh: 摄影, en: Photography}}\n"
        "  - {id: copywriting, name: {zh: 文案写作, en: Copywriting}}\n"
    )
    files["community.yml"] = settings.replace("skills:\n", listed).encode()
    for number, (member, name) in enumerate(PEOPLE.items(), 900):
        record = f"name: {name}\ngithub: {member}-club\ngithub_id: {number}\njoined: 2026-02-03\n"
        files[f"members/{member}.yml"] = record.encode()
    return files


def load(path: str, data: bytes) -> LoadResult:
    return load_community(MemoryTree({**surroundings(), path: data}))


def read_faults(loaded: LoadResult, path: str) -> list[Finding]:
    return [found for found in loaded.findings if found.location.path == path]


def with_line(text: str, number: int, typed: str) -> str:
    lines = text.split("\n")
    lines[number - 1] = typed
    return "\n".join(lines)


def test_the_records_are_right_before_anybody_types() -> None:
    for record in RECORDS.values():
        assert read_faults(load(record["path"], record["text"].encode()), record["path"]) == []


def test_enough_slips_are_written_down() -> None:
    assert sum("becomes" in row or "names" in row for row in ROWS) >= 50


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["typed"]))
def test_what_was_typed_is_named_at_its_place_and_mended(
    row: dict[str, Any], tmp_path: Path
) -> None:
    record = RECORDS[row["in"]]
    path, at = record["path"], row["at"]
    typed = with_line(record["text"], at, row["typed"])
    loaded = load(path, typed.encode())
    found = read_faults(loaded, path)
    plan = plan_mending(tmp_path, loaded)
    if row.get("silent"):
        assert (found, plan.files) == ([], {})
        return
    assert [(one.rule, one.location.line) for one in found] == [("record-typed", at)]
    assert found[0].location.column == row["column"]
    said = render_finding(found[0], load_texts("zh"))
    assert row["names"] in f"{said.message}\n{said.fix}"
    english = render_finding(found[0], load_texts("en"))
    assert not any("冒" in text or "…" in text for text in (english.message, english.why))
    if "becomes" not in row:
        assert plan.files == {}
        return
    assert row["becomes"].strip() in said.fix
    wanted = with_line(record["text"], at, row["becomes"])
    assert plan.files[path].decode() == wanted
    assert read_faults(load(path, plan.files[path]), path) == []


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_the_mark_of_a_windows_editor_stay(mark: bytes, tmp_path: Path) -> None:
    record = RECORDS["claim"]
    right = record["text"].replace("\n", "\r\n").encode()
    typed = mark + right.replace(b"member: ", "member：".encode())
    assert read_faults(load(record["path"], mark + right), record["path"]) == []
    plan = plan_mending(tmp_path, load(record["path"], typed))
    assert plan.files == {record["path"]: mark + right}


def test_several_lines_are_told_each_and_what_cannot_be_told_is_told_beside_them(
    tmp_path: Path,
) -> None:
    path = RECORDS["claim"]["path"]
    text = "member：核桃\nclaimed：2026/3/2\nterms: 不知道\n备注：有云台，周末能到。\n"
    loaded = load(path, text.encode())
    places = [(one.rule, one.location.line) for one in read_faults(loaded, path)]
    assert sorted(places) == [
        ("record-typed", 1),
        ("record-typed", 2),
        ("record-typed", 4),
        ("record-wrong-value", 3),
    ]
    assert plan_mending(tmp_path, loaded).files[path].decode() == (
        "member: he-tao\nclaimed: 2026-03-02\nterms: 不知道\nnote: 有云台，周末能到。\n"
    )


def test_words_below_a_key_and_in_blocks_are_left_alone(tmp_path: Path) -> None:
    path = RECORDS["claim"]["path"]
    words = "note: |\n  member：核桃\n  \t备注：这是我写的\n  claimed: 2026-3-2\n"
    text = f"member：he-tao\nclaimed: 2026-03-02\nterms: 3f9c2a71b0de\n{words}"
    written = plan_mending(tmp_path, load(path, text.encode())).files
    assert written[path].decode() == text.replace("member：he-tao", "member: he-tao", 1)


def test_a_hidden_name_finds_nobody(tmp_path: Path) -> None:
    path, files = RECORDS["claim"]["path"], dict(surroundings())
    files["members/he-tao.yml"] += b"visibility: anonymous\n"
    files[path] = RECORDS["claim"]["text"].replace("he-tao", "核桃").encode()
    loaded = load_community(MemoryTree(files))
    assert [found.data["near"] for found in read_faults(loaded, path)] == [["-"]]
    assert plan_mending(tmp_path, loaded).files == {}
