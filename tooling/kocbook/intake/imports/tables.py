"""Tables in CSV or XLSX, as rows of words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.intake.imports.read import read_words

MOST_ROWS = 5000
"""So many rows are read; a longer table is taken in in parts."""
_MOST_BYTES = 20 << 20


def read_table(file: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet, each with its line; the first one holds the headings.

    Raises:
        UsageError: it cannot be read, or is too large.
    """
    if file.stat().st_size > _MOST_BYTES:
        raise UsageError("errors.import-table", name=file.name)
    read = _read_xlsx if file.suffix.casefold() == ".xlsx" else _read_csv
    return list(read(file))[: MOST_ROWS + 1]


def _read_csv(file: Path) -> Iterator[tuple[int, list[str]]]:
    words = read_words(file)
    if words is None:
        raise UsageError("errors.import-table", name=file.name)
    mark = "\t" if file.suffix.casefold() == ".tsv" or "\t" in words.partition("\n")[0] else ","
    try:
        yield from enumerate(csv.reader(io.StringIO(words), delimiter=mark), 1)
    except csv.Error as error:
        raise UsageError("errors.import-table", name=file.name) from error


def _read_xlsx(file: Path) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # brought by the part `import`

    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = list(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1))
        book.close()
    except Exception as error:  # the library has many errors for a damaged file
        raise UsageError("errors.import-table", name=file.name) from error
    yield from enumerate(([_show(cell) for cell in row] for row in rows), 1)


def _show(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def find_heads(cells: Sequence[str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the columns by what they hold; a heading of a questionnaire may say more than the word."""
    plain = [re.sub(r"^\d+[.、．]\s*", "", cell).strip().casefold() for cell in cells]
    found: dict[str, int] = {}
    for key, names in columns.items():
        exact = [at for at, cell in enumerate(plain) if cell in names]
        near = [at for at, cell in enumerate(plain) if any(cell.startswith(name) for name in names)]
        free = [at for at in (*exact, *near) if at not in found.values()]
        if free:
            found[key] = free[0]
    return found
