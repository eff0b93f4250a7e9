"""Tables as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io

from kocbook.report.cells import printable
from kocbook.report.table import Table, Value

# Source: OWASP, CSV Injection; with the full-width signs that some spreadsheets accept too.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def render_table_csv(table: Table) -> str:
    """Return a heading line of keys and a line for each sorted row; lines end in LF."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.keys)
    for row in table.sorted_rows():
        writer.writerow([csv_cell(row[key]) for key in table.keys])
    return text.getvalue()


def csv_cell(value: Value) -> str:
    """Return a value as one cell; text that would be a formula gets a leading apostrophe."""
    if isinstance(value, list):
        value = "; ".join(value)
    if not isinstance(value, str):
        return "" if value is None else str(value)
    shown = printable(value)
    return f"'{shown}" if value.startswith(_FORMULA_STARTS) else shown
