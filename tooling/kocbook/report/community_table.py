"""The table of `koc status` without a module: the community in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.model.enums import State
from kocbook.report.table import Column, Row, Table, plain

_COUNTS = ("modules", "claimable", "under_way", "accepted", "on_site", "closed")
_CLOSED = (State.DECLINED, State.WITHDRAWN, State.SUPERSEDED)


def community_table(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, texts: Texts
) -> Table:
    """Return a row for each handbook: how many of its modules stand where."""
    del texts
    rows: tuple[Row, ...] = tuple(
        {
            "handbook": handbook.id,
            "title": handbook.title,
            **_count(
                [fact.state for fact in facts.values() if fact.module.handbook == handbook.id]
            ),
        }
        for handbook in community.handbooks.values()
    )
    columns = [Column("handbook", plain("handbook")), Column("title", plain("title"), least=12)]
    columns += [
        Column(key.replace("_", "-"), plain(key), right=True, rank=key == "closed")
        for key in _COUNTS
    ]
    return Table(as_of, ("handbook", "title", *_COUNTS), rows, tuple(columns), sort=("handbook",))


def _count(states: list[State]) -> dict[str, int]:
    counts = Counter(states)
    return {
        "modules": len(states),
        "claimable": sum(state.is_claimable for state in states),
        "under_way": sum(state.is_under_way for state in states),
        "accepted": counts[State.ACCEPTED],
        "on_site": sum(state.is_on_site for state in states),
        "closed": sum(counts[state] for state in _CLOSED),
    }
