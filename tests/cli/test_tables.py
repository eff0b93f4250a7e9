"""Tables through the real commands: contracts for programs, and layout for people."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from kocbook.report.table import Column, Table, plain
from kocbook.report.table_csv import csv_cell, render_table_csv
from tests.conftest import Koc

Blessed = Callable[[str, str], None]
KEYS = {
    "board": [
        *("handbook", "module", "title", "type", "form", "size", "access", "state", "seat"),
        *("role", "member", "due", "points", "claim_url"),
    ],
    "credits": ["handbook", "module", "seat", "role", "member", "name", "state", "share"],
    "rewards": [
        *("handbook", "module", "seat", "member", "points", "cash_minor", "currency", "name"),
        *("earned", "cash", "paid", "balance", "paid_minor", "balance_minor"),
        *("paid_on", "reference"),
    ],
    "tiers": [
        *("member", "tier", "points", "next_tier", "gap"),
        *("since", "title", "review", "short"),
    ],
}
TABLES = (*KEYS, "status", "schema")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize("command", TABLES)
def test_tables_are_blessed(
    koc: Koc, blessed: Blessed, command: str, output: str, language: str
) -> None:
    result = koc(command, "--format", output, "--lang", language)
    assert (result.code, result.err) == (0, "")
    blessed(f"{command}-{output}.{language}.txt", result.out)


@pytest.mark.parametrize("output", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("module", ["first-day", "tyre-check", "cover-vote"])
def test_the_status_of_a_module_is_blessed(
    koc: Koc, blessed: Blessed, module: str, output: str, language: str
) -> None:
    result = koc("status", f"guide/{module}", "--format", output, "--lang", language)
    assert (result.code, result.err) == (0, "")
    blessed(f"status-{module}-{output}.{language}.txt", result.out)


@pytest.mark.parametrize("command", KEYS)
def test_json_has_the_keys_of_the_contract(koc: Koc, command: str) -> None:
    document = json.loads(koc(command, "--format", "json").out)
    assert list(document) == ["as_of", "rows"]
    assert document["as_of"] == "2026-06-30"
    assert all(list(row) == KEYS[command] for row in document["rows"])
    ids = [[str(row[key] or "") for key in KEYS[command][:2]] for row in document["rows"]]
    assert ids == sorted(ids)


@pytest.mark.parametrize("command", KEYS)
def test_csv_holds_what_json_holds(koc: Koc, command: str) -> None:
    rows = json.loads(koc(command, "--format", "json").out)["rows"]
    listed = list(csv.DictReader(io.StringIO(koc(command, "--format", "csv").out)))
    blank_for_none = [
        {key: "" if row[key] is None else str(row[key]) for key in row} for row in rows
    ]
    assert listed == blank_for_none


def test_filters_keep_what_fits(koc: Koc) -> None:
    def rows(*words: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(koc(*words, "--format", "json").out)["rows"]
        return found

    assert {row["handbook"] for row in rows("board", "--handbook", "trip")} == {"trip"}
    assert {row["member"] for row in rows("board", "--member", "old-he")} == {"old-he"}
    states = rows("board", "--state", "open", "--state", "lapsed")
    assert {row["state"] for row in states} == {"open", "lapsed"}
    assert [row["member"] for row in rows("tiers", "--member", "ma-jun")] == ["ma-jun"]


@pytest.mark.parametrize("words", [["--handbook", "nowhere"], ["--member", "nobody"]])
def test_a_filter_by_what_does_not_exist_is_refused(koc: Koc, words: list[str]) -> None:
    assert koc("board", *words).code == 2


def test_an_empty_table_says_so(koc: Koc) -> None:
    assert koc("board", "--state", "declined").out == "没有符合条件的内容。\n"
    assert json.loads(koc("board", "--state", "declined", "--format", "json").out)["rows"] == []


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_a_spreadsheet_sees_no_formula(start: str) -> None:
    assert csv_cell(f"{start}SUM(A1)").startswith("'")
    assert csv_cell(-5) == "-5"
    assert csv_cell("a=b") == "a=b"


def test_csv_survives_quotes_and_separators() -> None:
    row = {"a": 'say "hi", you', "b": None}
    table = Table(date(2026, 1, 1), ("a", "b"), (row,), (Column("title", plain("a")),), ("a",))
    assert list(csv.reader(io.StringIO(render_table_csv(table)))) == [["a", "b"], [row["a"], ""]]


def test_a_formula_in_a_record_is_defused(sample_repo: Path, koc: Koc) -> None:
    brief = sample_repo / "modules/trip/packing/module.yml"
    brief.write_text(brief.read_text().replace("title: 两天一夜带什么", 'title: "=cmd|x!A1"'))
    listed = list(csv.DictReader(io.StringIO(koc("board", "--format", "csv").out)))
    assert "'=cmd|x!A1" in {row["title"] for row in listed}


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("command", TABLES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_fits_the_terminal(koc: Koc, command: str, columns: int, language: str) -> None:
    lines = _on_terminal(koc, columns, command, "--lang", language).splitlines()
    assert max(cell_len(line) for line in lines) <= columns


def test_a_table_has_colour_on_a_terminal_only(koc: Koc) -> None:
    assert "\x1b[" in _on_terminal(koc, 100, "board", plain_text=False)
    assert "\x1b[" not in koc.process("board").out
    koc.environment["NO_COLOR"] = "1"
    for words in (["board"], ["check"], ["status", "first-day"], []):
        # Bold is no colour: a terminal without colours shows it too.
        assert "\x1b[3" not in _on_terminal(koc, 100, *words, plain_text=False)


def test_piped_columns_are_aligned(koc: Koc) -> None:
    lines = koc("tiers", "--lang", "en").out.splitlines()
    heads = [cell_len(lines[0][: lines[0].index(word)]) for word in ("Tier", "Next")]
    for line, tier in zip(lines[1:-1], ["Regular", *["Newcomer"] * 4], strict=True):
        assert cell_len(line[: line.index(tier)]) == heads[0]


def test_a_piped_table_has_one_line_for_each_row(koc: Koc) -> None:
    rows = json.loads(koc("board", "--format", "json").out)["rows"]
    assert len(koc("board").out.splitlines()) == len(rows) + 2


def _on_terminal(koc: Koc, columns: int, *words: str, plain_text: bool = True) -> str:
    """Run `koc` on a real pseudo-terminal of this width and return what it wrote."""
    import re

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        koc.command(*words),
        cwd=koc.folder,
        env=koc.clean_environment(),
        stdin=child,
        stdout=child,
        stderr=child,
    ) as process:
        os.close(child)
        written = b""
        while True:
            try:
                piece = os.read(parent, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            written += piece
        os.close(parent)
        assert process.wait(60) == 0
    text = written.decode().replace("\r\n", "\n")
    return re.sub(r"\x1b\[[0-9;]*m", "", text) if plain_text else text
