"""Tables as Markdown, for comments and documents."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.report.markdown import render_markdown
from kocbook.report.table import Table


def render_table_markdown(table: Table, texts: Texts) -> str:
    """Return the table as a person sees it."""
    return render_markdown(
        "table.md.j2",
        headings=[texts(f"words.column.{column.heading}") for column in table.columns],
        rows=[table.cells(row) for row in table.shown_rows()],
        right=[column.right for column in table.columns],
        note=texts("cli.table.as-of", day=table.as_of.isoformat(), n=len(table.rows)),
    )
