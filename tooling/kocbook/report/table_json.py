"""Tables as JSON: the contract for other programs."""

from __future__ import annotations

from kocbook.report.json_text import to_json
from kocbook.report.table import Table


def render_table_json(table: Table) -> str:
    """Return the day and the sorted rows as one JSON document."""
    rows = [{key: row[key] for key in table.keys} for row in table.sorted_rows()]
    return to_json({"as_of": table.as_of, "rows": rows})
