"""The table of `koc proposals`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.proposals import ProposalFacts
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

_KEYS = ("proposal", "title", "member", "date", "state", "advice", "modules")


def proposals_table(
    community: Community, listed: Sequence[ProposalFacts], as_of: date, texts: Texts
) -> Table:
    """Return a row for each proposal."""
    words = Words(community, texts)
    return Table(
        as_of,
        _KEYS,
        tuple(_row(one) for one in listed),
        (
            Column("proposal", plain("proposal")),
            Column("title", plain("title"), least=12),
            Column("member", words.column("member", words.member), least=8),
            Column("date", plain("date"), rank=1),
            Column("state", words.column("state", lambda state: words.of("proposal", state))),
            Column("advice", plain("advice"), least=16, rank=2),
            Column("made-of-it", _made, least=12),
        ),
        sort=("proposal",),
        empty="proposals.empty",
    )


def _row(one: ProposalFacts) -> Row:
    return {
        "proposal": one.proposal.name,
        "title": one.proposal.title,
        "member": one.proposal.member,
        "date": one.proposal.date,
        "state": one.state.value,
        "advice": one.advice[-1].words if one.advice else None,
        "modules": list(one.modules),
    }


def _made(row: Row) -> str:
    made = row["modules"]
    return "\n".join(made) if isinstance(made, list) else ""
