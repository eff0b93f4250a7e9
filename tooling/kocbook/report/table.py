"""A table: rows of plain values for programs, and columns of words for people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kocbook.report.cells import printable

Value = str | int | float | date | list[str] | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Column:
    """What a person sees of each row; `heading` names its text under `words.column`.

    On a narrow terminal, `narrow` is shown instead, a column with `least` wraps down to that many
    cells, and columns with a `rank` are left out, the highest first.
    """

    heading: str
    show: Callable[[Row], str]
    right: bool = False
    least: int | None = None
    rank: int = 0
    narrow: Callable[[Row], str] | None = None

    def cell(self, row: Row, narrow: bool = False) -> str:
        """Return what a person sees of `row`, safe to print."""
        text = (self.narrow if narrow and self.narrow else self.show)(row)
        return "\n".join(printable(line) for line in text.split("\n"))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the same keys. `rows` are in reading order, for people.

    `total` sums up what is shown in a last row that people see and programs do not.

    Programs get them sorted by `sort`, so that a change of one record moves no other row.
    """

    as_of: date
    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    sort: tuple[str, ...]
    empty: str = "cli.table.empty"
    total: Callable[[Sequence[Row]], Row] | None = None

    def only(self, **wanted: str | Collection[str] | None) -> Table:
        """Keep the rows whose values are as `wanted`; None and empty lists want nothing."""
        filters = {key: value for key, value in wanted.items() if value}
        return replace(self, rows=tuple(row for row in self.rows if _fits(row, filters)))

    def between(self, key: str, first: date | None, last: date | None) -> Table:
        """Keep the rows whose day under `key` is neither before `first` nor after `last`."""

        def fits(day: Value) -> bool:
            return isinstance(day, date) and (first or day) <= day <= (last or day)

        return replace(self, rows=tuple(row for row in self.rows if fits(row[key])))

    def without_zero(self, key: str) -> Table:
        """Keep the rows with something under `key`."""
        return replace(self, rows=tuple(row for row in self.rows if row[key]))

    def shown_rows(self) -> tuple[Row, ...]:
        """Return what people see: the rows, and below them their total."""
        return (*self.rows, self.total(self.rows)) if self.total and self.rows else self.rows

    def sorted_rows(self) -> list[Row]:
        """List the rows in the order of their keys."""
        return sorted(self.rows, key=lambda row: tuple(_rank(row[key]) for key in self.sort))

    def cells(self, row: Row) -> list[str]:
        """List what a person sees of `row` where there is room for all of it."""
        return [column.cell(row) for column in self.columns]


def _fits(row: Row, filters: Mapping[str, str | Collection[str]]) -> bool:
    return all(
        row[key] == value if isinstance(value, str) else row[key] in value
        for key, value in filters.items()
    )


def _rank(value: Value) -> tuple[bool, str]:
    return (value is not None, f"{value:012}" if isinstance(value, int) else str(value))


def plain(key: str) -> Callable[[Row], str]:
    """Show the value under `key` as it is; nothing for None."""

    def show(row: Row) -> str:
        value = row[key]
        return "" if value is None else str(value)

    return show


def module_key(row: Row) -> str:
    """Show the module's name on the command line."""
    return f"{row['handbook']}/{row['module']}".strip("/")


def module_key_on_two_lines(row: Row) -> str:
    """Show the module's name where there is little room."""
    return f"{row['handbook']}/\n{row['module']}"
