"""The tables of `koc points` and `koc offers`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.exchange import find_purses, is_open, stock_left
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words


def points_table(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, texts: Texts
) -> Table:
    """Return a row for each member with points: granted in all, spent, and left."""
    words = Words(community, texts)
    purses = find_purses(community, facts, as_of).values()
    keys = ("member", "granted", "spent", "left")
    rows: tuple[Row, ...] = tuple(
        {"member": one.member, "granted": one.granted, "spent": one.spent, "left": one.left}
        for one in purses
    )
    columns = (
        Column("member", words.column("member", words.member), least=6),
        *(Column(f"points-{key}", plain(key)) for key in keys[1:]),
    )
    return Table(as_of, keys, rows, columns, sort=("member",), empty="cli.points.empty")


def offers_table(community: Community, as_of: date, texts: Texts) -> Table:
    """Return a row for each offer: its price, and how many are left."""
    keys = ("offer", "name", "kind", "points", "stock", "left", "each", "opened", "closes", "open")
    rows: tuple[Row, ...] = tuple(
        {
            "offer": one.id,
            "name": one.name.in_language(texts.language),
            "kind": str(one.kind),
            "points": one.points,
            "stock": one.stock,
            "left": stock_left(community, one, as_of),
            "each": one.each,
            "opened": one.opened,
            "closes": one.closes,
            "open": "yes" if is_open(community, one, as_of) else "no",
        }
        for one in community.offers.values()
    )
    columns = (
        Column("offer", plain("offer"), least=10),
        Column("offer-name", plain("name"), least=10),
        Column("points", plain("points")),
        Column("points-left", plain("left")),
        Column("offer-closes", plain("closes"), rank=1),
    )
    return Table(as_of, keys, rows, columns, sort=("offer",), empty="cli.offers.empty")
