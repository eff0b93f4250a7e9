"""`koc assets`: the same table in every format, with checksums that fit the files."""

from __future__ import annotations

import csv
import hashlib
import io
import json

from tests.conftest import Koc


def test_checksums_fit_the_files(koc: Koc) -> None:
    rows = json.loads(koc("assets", "--format", "json").out)["rows"]
    assert rows
    assert [row["path"] for row in rows] == sorted(row["path"] for row in rows)
    for row in rows:
        data = (koc.folder / row["path"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert row["members"]


def test_filters_narrow_it_down(koc: Koc) -> None:
    def paths(*words: str) -> list[str]:
        return [
            row["path"] for row in json.loads(koc("assets", *words, "--format", "json").out)["rows"]
        ]

    everything = paths()
    assert paths("--handbook", "guide") == [path for path in everything if "/guide/" in path]
    assert paths("--form", "poll") == []
    assert paths("--tag", "没有这个标签") == []
    assert koc("assets", "--member", "nobody").code == 2


def test_the_table_reads_well_in_both_languages(koc: Koc) -> None:
    rows = list(csv.DictReader(io.StringIO(koc("assets", "--format", "csv").out)))
    assert rows
    assert "['" not in koc("assets").out
    assert "text" in koc("--lang", "en", "assets").out
    assert "文字" in koc("assets").out
