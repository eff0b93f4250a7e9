"""The table of `koc board`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.board import BoardRow, board_rows
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.report.table import Column, Table, module_key, module_key_on_two_lines, plain
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
            Column("module", module_key, narrow=module_key_on_two_lines),
            Column("title", plain("title"), least=12),
            Column("form", words.group("form"), rank=4),
            Column("size", words.group("size"), rank=5),
            Column("seat", plain("seat")),
            Column("role", words.column("role", words.role), rank=6),
            Column("state", words.group("state")),
            Column("member", words.column("member", words.member), least=8),
            Column("due", plain("due"), rank=1),
            Column("points", plain("points"), right=True, rank=3),
        ),
        sort=("handbook", "module", "seat"),
    )
