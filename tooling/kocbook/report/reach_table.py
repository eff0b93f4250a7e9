"""The table of `koc reach`: every use elsewhere, whose work it is, and how many saw it."""

from __future__ import annotations

from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.reach import latest_reach
from kocbook.model.community import Community, Module
from kocbook.model.work import Reuse
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

KEYS = (
    *("handbook", "module", "date", "channel", "title", "authors", "files", "url"),
    *("counted", "views", "likes", "shares", "comments"),
)


def reach_table(
    community: Community, as_of: date, texts: Texts, *, member: str | None = None
) -> Table:
    """Return a row for each use up to a day, with its newest figures; of one author's where asked."""
    words = Words(community, texts)
    uses = [(module, use) for module in community.modules.values() for use in module.reuse]
    rows = tuple(
        _row(module, use, as_of)
        for module, use in uses
        if use.date <= as_of and (member is None or member in use.authors)
    )
    return Table(
        as_of,
        KEYS,
        rows,
        (
            Column("reach-day", plain("date")),
            Column("reach-channel", plain("channel"), least=6),
            Column("reach-title", plain("title"), least=12),
            Column("reach-authors", lambda row: words.members(_listed(row["authors"])), rank=1),
            *(Column(f"reach-{key}", plain(key)) for key in ("views", "likes", "shares")),
        ),
        sort=("date", "handbook", "module", "channel"),
        empty="cli.reach.empty",
    )


def _listed(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def _row(module: Module, use: Reuse, as_of: date) -> Row:
    newest = latest_reach(use, as_of)
    return {
        "handbook": module.handbook,
        "module": module.id,
        "date": use.date,
        "channel": use.channel,
        "title": use.title,
        "authors": list(use.authors),
        "files": list(use.files),
        "url": use.url,
        "counted": newest.date if newest else None,
        "views": newest.views if newest else None,
        "likes": newest.likes if newest else None,
        "shares": newest.shares if newest else None,
        "comments": newest.comments if newest else None,
    }
