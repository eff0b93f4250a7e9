"""The table of `koc board`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.board import BoardRow, board_rows
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words


def board_table(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, texts: Texts
) -> Table:
    """Return a row for each seat; people see the columns that fit a terminal."""
    words = Words(community, texts)
    return Table(
        as_of,
        tuple(field.name for field in fields(BoardRow)),
        tuple(asdict(row) for row in board_rows(community, facts)),
        (
            Column("module", _key),
            Column("title", plain("title")),
            Column("form", words.group("form")),
            Column("size", words.group("size")),
            Column("seat", plain("seat")),
            Column("role", words.column("role", words.role)),
            Column("state", words.group("state")),
            Column("member", words.column("member", words.member)),
            Column("due", plain("due")),
            Column("points", plain("points"), right=True),
        ),
        sort=("handbook", "module", "seat"),
    )


def _key(row: Row) -> str:
    return f"{row['handbook']}/{row['module']}"
