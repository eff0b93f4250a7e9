"""The table of `koc calendar`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.calendar import CampaignFacts
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

_KEYS = ("campaign", "title", "kind", "starts", "ends", "phase", "days", "modules")


def calendar_table(
    community: Community, listed: Sequence[CampaignFacts], as_of: date, texts: Texts
) -> Table:
    """Return a row for each date of the calendar."""
    words = Words(community, texts)
    return Table(
        as_of,
        _KEYS,
        tuple(_row(one, texts.language) for one in listed),
        (
            Column("campaign", plain("campaign"), rank=3),
            Column("title", plain("title"), least=10),
            Column("campaign-kind", words.column("kind", lambda kind: words.of("campaign", kind))),
            Column("starts", plain("starts")),
            Column("ends", plain("ends"), rank=2),
            Column("phase", words.group("phase")),
            Column("days-left", plain("days"), right=True, rank=1),
            Column("made", _made, least=14),
        ),
        sort=("starts", "campaign"),
        empty="calendar.empty",
    )


def _row(one: CampaignFacts, language: str) -> Row:
    campaign = one.campaign
    return {
        "campaign": campaign.id,
        "title": campaign.title_in(language)[0],
        "kind": campaign.kind.value,
        "starts": campaign.starts,
        "ends": campaign.last_day,
        "phase": one.phase.value,
        "days": one.days,
        "modules": list(one.modules),
    }


def _made(row: Row) -> str:
    made = row["modules"]
    return "\n".join(made) if isinstance(made, list) else ""
