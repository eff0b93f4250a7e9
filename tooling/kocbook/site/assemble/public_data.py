"""`data/credits.json`, `board.json`, `skills.json` and `library.json`: the tables that the site publishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import msgspec

from kocbook.insight.assets import all_assets
from kocbook.insight.board import board_rows
from kocbook.insight.names import has_profile, public_name
from kocbook.site.outline.outline import has_page
from kocbook.site.views.context import SiteContext
from kocbook.site.views.library import make_card, sort_assets, table_row

LIBRARY = "data/library.json"
Row = dict[str, Any]


def public_tables(context: SiteContext) -> dict[str, bytes]:
    """Return the published tables by path; those who hide their name have neither id nor name."""
    return {
        "data/board.json": _dump(context, _board(context)),
        "data/credits.json": _dump(context, _credits(context)),
        "data/skills.json": _dump(context, _skills(context)),
        LIBRARY: library_table(context),
    }


def library_table(context: SiteContext) -> bytes:
    """Return the published table of the asset library."""
    return _dump(context, _library(context))


def _board(context: SiteContext) -> list[Row]:
    rows = [
        asdict(row)
        for row in board_rows(context.community, context.facts)
        if has_page(context.facts[f"{row.handbook}/{row.module}"])
        and f"{row.handbook}/{row.module}" not in context.community.held.modules
    ]
    for row in rows:
        if row["member"] and not has_profile(context.community, row["member"]):
            row["member"] = None
    return rows


def _credits(context: SiteContext) -> list[Row]:
    rows = []
    for line in context.all_lines():
        shown = has_profile(context.community, line.member)
        rows.append(
            {
                "handbook": line.handbook,
                "module": line.module,
                "seat": line.seat,
                "role": line.role,
                "member": line.member if shown else None,
                "name": public_name(context.community, line.member, context.texts)
                if shown
                else None,
                "state": line.state.value,
                "share": line.share,
            }
        )
    return rows


def _skills(context: SiteContext) -> list[Row]:
    """List the skills of those who show a name: a skill without a member tells nobody anything."""
    return [
        {
            "member": skill.member,
            "skill": skill.skill,
            "level": round(skill.level, 3),
            "declared": skill.declared,
            "evidence": [piece.source for piece in skill.evidence],
        }
        for member, skills in context.skills.items()
        if has_profile(context.community, member)
        for skill in skills.values()
    ]


def _library(context: SiteContext) -> list[Row]:
    assets = sort_assets(all_assets(context.community, context.facts, context.as_of))
    return [table_row(make_card(context, asset)) for asset in assets]


def _dump(context: SiteContext, rows: list[Row]) -> bytes:
    table: Mapping[str, Any] = {"as_of": context.as_of.isoformat(), "rows": rows}
    return msgspec.json.format(msgspec.json.encode(table), indent=1) + b"\n"
