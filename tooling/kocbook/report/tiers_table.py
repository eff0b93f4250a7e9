"""The table of `koc tiers`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.state import ModuleFacts
from kocbook.insight.tiers import Standing, all_standings
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

KEYS = ("member", "tier", "points", "next_tier", "gap", "since", "title", "review", "short")


def tiers_table(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, texts: Texts
) -> Table:
    """Return a row for each member; people see those with most points first."""
    words = Words(community, texts)
    names = {tier.id: tier.name.in_language(texts.language) for tier in community.settings.tiers}

    def order(standing: Standing) -> tuple[int, tuple[str, str]]:
        return (-standing.points, community.members[standing.member].sort_key)

    standings = sorted(all_standings(community, facts, as_of).values(), key=order)
    rows: tuple[Row, ...] = tuple(
        {
            "member": standing.member,
            "tier": standing.tier.id,
            "points": standing.points,
            "next_tier": standing.next_tier.id if standing.next_tier else None,
            "gap": standing.gap,
            "since": standing.since,
            "title": standing.title.id if standing.title else None,
            "review": standing.review,
            "short": standing.short,
        }
        for standing in standings
    )

    def outlook(row: Row) -> str:
        """Say what would be missing at the next end of a quarter; nothing where all is well."""
        day = row["review"]
        return texts("cli.tiers.short", n=row["short"], day=str(day)) if row["short"] else ""

    return Table(
        as_of,
        KEYS,
        rows,
        (
            Column("member", words.column("member", words.member)),
            Column("tier", words.column("tier", names.__getitem__)),
            Column("points", plain("points"), right=True),
            Column("next-tier", words.column("next_tier", names.__getitem__)),
            Column("gap", lambda row: plain("gap")(row) if row["next_tier"] else "", right=True),
            Column("since", plain("since"), rank=2),
            Column("outlook", outlook, least=12, rank=1),
        ),
        sort=("member",),
    )
