"""What is kept beside its sources is never older than they are."""

from __future__ import annotations

import os
from pathlib import Path

from kocbook.base.compiled import compile_once
from kocbook.rules.catalogue import describe_rules
from kocbook.rules.registry import all_rules


def make(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_changed_source_is_read_again(tmp_path: Path) -> None:
    source, made = make(tmp_path / "a.yml", "胎压"), []

    def read() -> str:
        made.append(1)
        return source.read_text(encoding="utf-8")

    assert [compile_once("all", [source], read) for _ in range(3)] == ["胎压"] * 3
    assert len(made) == 1
    make(source, "机油")  # as many bytes: only the time tells
    os.utime(source, ns=(0, source.stat().st_mtime_ns + 1))
    assert compile_once("all", [source], read) == "机油"
    more = make(tmp_path / "b.yml", "")
    assert compile_once("all", [source, more], lambda: "both") == "both"


def test_what_is_kept_may_be_broken_or_impossible(tmp_path: Path) -> None:
    source = make(tmp_path / "a.yml", "a")
    compile_once("all", [source], lambda: 1)
    for broken in ("", "[", "[]", "{}", "7"):
        make(tmp_path / "__pycache__/all.json", broken)
        assert compile_once("all", [source], lambda: 2) == 2
    other = tmp_path / "other"
    other.mkdir()
    make(other / "__pycache__", "a file stands where the folder would")
    assert compile_once("all", [make(other / "a.yml", "")], lambda: 3) == 3


def test_rules_are_described_as_they_are() -> None:
    for _ in range(2):  # made, and kept
        found = describe_rules()
        assert [(r.id, r.severity, r.record, r.doc) for r in found.values()] == [
            (r.id, r.severity, r.record, r.doc) for r in all_rules()
        ]
