"""Tables for a terminal, drawn by rich; plain and aligned when they are piped, which needs no more than spaces."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from kocbook.base.texts import Texts
from kocbook.report.cells import cell_width, wrap
from kocbook.report.table import Column, Table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable

_UNBOUNDED = 10_000
_GAP = 2
_RULE = "    \n    \n ── \n    \n    \n    \n    \n    \n"
_SPACES = re.compile(r"\s+")


def print_table_text(table: Table, texts: Texts, out: TextIO) -> None:
    """Print the table to `out`.

    On a terminal it is as wide as that; piped, each row is one line, unless COLUMNS is set.
    """
    if not (out.isatty() or _is_wide_as_asked()):
        out.write(_plain(table, texts))
        return
    from rich.text import Text

    console = _console(out)
    if not table.rows:
        console.print(texts(table.empty), markup=False, highlight=False)
        return
    with console.capture() as capture:
        console.print(_grid(table, texts, console))
        note = texts("cli.table.as-of", day=table.as_of.isoformat(), n=len(table.rows))
        console.print(Text(note, style="dim"))
    out.write(re.sub(r"[ \t]+$", "", capture.get(), flags=re.MULTILINE).lstrip("\n"))


def _is_wide_as_asked() -> bool:
    return os.environ.get("COLUMNS", "").isdigit()


def _plain(table: Table, texts: Texts) -> str:
    """Return the table with a row a line, columns apart by spaces."""
    if not table.rows:
        return texts(table.empty) + "\n"
    layouts = _fit(table, texts, _UNBOUNDED)
    lines = [
        (" " * _GAP).join(parts).rstrip(" \t")
        for row in zip(*(_plain_cells(layout) for layout in layouts), strict=True)
        for parts in zip(*_equally_high(row), strict=True)
    ]
    note = texts("cli.table.as-of", day=table.as_of.isoformat(), n=len(table.rows))
    return "\n".join([*lines, note]) + "\n"


def _equally_high(cells: Sequence[list[str]]) -> Iterator[list[str]]:
    height = max(map(len, cells))
    return (cell + [" " * cell_width(cell[0])] * (height - len(cell)) for cell in cells)


def _plain_cells(layout: _Layout) -> list[list[str]]:
    """Return the lines of each cell of a column, the heading first, all as wide as the column."""
    width, is_right = layout.natural, layout.column.right
    cells = []
    for cell in (layout.heading, *layout.cells):
        lines = [_SPACES.sub(" ", line).rstrip() for line in cell.split("\n")]
        spare = [" " * (width - cell_width(line)) for line in lines]
        joined = zip(lines, spare, strict=True)
        cells.append([more + line if is_right else line + more for line, more in joined])
    return cells


@dataclass(frozen=True)
class _Layout:
    """One column as it will stand: its heading and the cells of all rows."""

    column: Column
    heading: str
    cells: list[str]

    @cached_property
    def natural(self) -> int:
        """The cells it needs to wrap nothing."""
        lines = (line for cell in (self.heading, *self.cells) for line in cell.split("\n"))
        return max(cell_width(line) for line in lines)

    @property
    def least(self) -> int:
        """The cells below which it cannot be read."""
        least = self.column.least
        return self.natural if least is None else min(self.natural, least)


def _fit(table: Table, texts: Texts, width: int) -> list[_Layout]:
    """Lay the columns out; where they do not fit, say less and leave out the highest ranks."""

    def lay_out(columns: Sequence[Column], narrow: bool) -> list[_Layout]:
        return [
            _Layout(
                column,
                texts(f"words.column.{column.heading}"),
                [column.cell(row, narrow) for row in table.shown_rows()],
            )
            for column in columns
        ]

    layouts = lay_out(table.columns, narrow=False)
    if _total([layout.natural for layout in layouts]) <= width:
        return layouts
    layouts = lay_out(table.columns, narrow=True)
    while _total([layout.least for layout in layouts]) > width:
        rank = max(layout.column.rank for layout in layouts)
        if rank == 0:
            break
        layouts = [layout for layout in layouts if layout.column.rank < rank]
    return layouts


def _total(widths: list[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _console(out: TextIO) -> Console:
    from rich.console import Console

    terminal = out.isatty()
    return Console(
        file=out,
        force_terminal=terminal,
        no_color=not terminal or bool(os.environ.get("NO_COLOR")),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _grid(table: Table, texts: Texts, console: Console) -> RichTable:
    from rich.box import Box
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable(
        box=Box(_RULE) if console.is_terminal else None,
        header_style="bold",
        show_edge=False,
        pad_edge=False,
        padding=(0, _GAP - 1 if console.is_terminal else _GAP, 0, 0),  # a box adds one itself
        collapse_padding=True,
    )
    layouts = _fit(table, texts, console.width)
    widths = _share_out(layouts, console.width)
    for layout, width in zip(layouts, widths, strict=True):
        side = "right" if layout.column.right else "left"
        grid.add_column(Text(layout.heading), justify=side, overflow="fold", width=width)  # type: ignore[arg-type]  # one of rich's words
    for cells in zip(*(layout.cells for layout in layouts), strict=True):
        wrapped = (_wrap(cell, width) for cell, width in zip(cells, widths, strict=True))
        grid.add_row(*(Text(cell) for cell in wrapped))
    return grid


def _share_out(layouts: list[_Layout], width: int) -> list[int]:
    """Return each column's width: what it needs at least, then the room left, to the neediest."""
    widths = [layout.least for layout in layouts]
    room = width - _total(widths)
    while room > 0:
        hungry = [at for at, layout in enumerate(layouts) if widths[at] < layout.natural]
        if not hungry:
            break
        at = max(hungry, key=lambda at: layouts[at].natural - widths[at])
        widths[at] += 1
        room -= 1
    return widths


def _wrap(cell: str, width: int) -> str:
    return "\n".join(part for line in cell.split("\n") for part in wrap(line, width))
