"""The table of `koc credits`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.credits import all_credits
from kocbook.insight.names import public_name
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, module_key, module_key_on_two_lines
from kocbook.report.words import Words

KEYS = ("handbook", "module", "seat", "role", "member", "name", "state", "share")


def credits_table(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, texts: Texts
) -> Table:
    """Return a row for each credit, in byline order."""
    words = Words(community, texts)
    rows: tuple[Row, ...] = tuple(
        {
            "handbook": line.handbook,
            "module": line.module,
            "seat": line.seat,
            "role": line.role,
            "member": line.member,
            "name": public_name(community, line.member, texts),
            "state": str(line.state),
            "share": line.share,
        }
        for line in all_credits(community, facts)
    )
    return Table(
        as_of,
        KEYS,
        rows,
        (
            Column("module", module_key, narrow=module_key_on_two_lines),
            Column("name", words.column("member", words.member), least=8),
            Column("role", words.column("role", words.role)),
            Column(
                "credit", words.column("state", lambda state: words.of("credit", state)), least=10
            ),
            Column("share", _percent, right=True),
        ),
        sort=("handbook", "module", "seat", "role", "member"),
    )


def _percent(row: Row) -> str:
    """Show a share in basis points as a percentage; nothing where there is none."""
    share = row["share"]
    return f"{share / 100:g}%" if isinstance(share, int) and share else ""
