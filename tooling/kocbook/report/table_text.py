"""Tables for a terminal, drawn by rich; plain and aligned when they are piped."""

from __future__ import annotations

import os
import re
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from kocbook.base.texts import Texts
from kocbook.report.table import Table

_UNBOUNDED = 10_000


def print_table_text(table: Table, texts: Texts, out: TextIO) -> None:
    """Print the table to `out`.

    On a terminal it is as wide as that; piped, each row is one line, unless COLUMNS is set.
    """
    console = _console(out)
    if not table.rows:
        console.print(texts(table.empty), markup=False, highlight=False)
        return
    with console.capture() as capture:
        console.print(_grid(table, texts, console.is_terminal))
        note = texts("cli.table.as-of", day=table.as_of.isoformat(), n=len(table.rows))
        console.print(Text(note, style="dim"))
    out.write(re.sub(r"[ \t]+$", "", capture.get(), flags=re.MULTILINE).lstrip("\n"))


def _console(out: TextIO) -> Console:
    terminal = out.isatty()
    width = None if terminal or os.environ.get("COLUMNS", "").isdigit() else _UNBOUNDED
    return Console(
        file=out,
        width=width,
        force_terminal=terminal,
        no_color=not terminal or bool(os.environ.get("NO_COLOR")),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _grid(table: Table, texts: Texts, terminal: bool) -> RichTable:
    grid = RichTable(
        box=SIMPLE_HEAD if terminal else None,
        header_style="bold",
        pad_edge=False,
        padding=(0, 2, 0, 0) if not terminal else (0, 1),
    )
    for column in table.columns:
        side = "right" if column.right else "left"
        heading = Text(texts(f"words.column.{column.heading}"))
        grid.add_column(heading, justify=side, overflow="fold")  # type: ignore[arg-type]  # one of rich's words
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in table.cells(row)))
    return grid
