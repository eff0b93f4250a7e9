"""The board: one row for each seat, as `koc board` prints it and the site shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kocbook.insight.split import split_amount
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One seat on the board; `seat` is None for modules that collect responses."""

    handbook: str
    module: str
    title: str
    type: str
    form: str
    size: str
    access: str
    state: str
    seat: str | None
    role: str | None
    member: str | None
    due: date | None
    points: int
    claim_url: str | None


def board_rows(community: Community, facts: Mapping[str, ModuleFacts]) -> list[BoardRow]:
    """List a row for each seat of each module, by handbook, reading order and seat order."""
    rows: list[BoardRow] = []
    for handbook in sorted(community.handbooks):
        for module in community.iter_chapter_modules(handbook):
            rows += module_rows(community, facts[module.key])
    return rows


def module_rows(community: Community, facts: ModuleFacts) -> list[BoardRow]:
    """List the rows of one module."""
    module, brief = facts.module, facts.module.brief
    points = split_amount(brief.reward.points, [seat.share for seat in brief.seats])

    def row(
        state: str, points: int, seat: str | None, role: str | None, **held: object
    ) -> BoardRow:
        return BoardRow(
            module.handbook,
            module.id,
            brief.title,
            str(brief.type),
            str(brief.form),
            str(brief.size),
            str(brief.access),
            state,
            seat,
            role,
            points=points,
            **held,  # type: ignore[arg-type]  # member, due and claim_url, given below
        )

    if not facts.seats:
        return [
            row(
                facts.state,
                brief.reward.points,
                None,
                None,
                member=None,
                due=brief.closes,
                claim_url=None,
            )
        ]
    return [
        row(
            seat.state,
            part,
            seat.seat.id,
            seat.seat.role,
            member=seat.claim.member if seat.claim else None,
            due=seat.due,
            claim_url=claim_url(community, facts, seat.seat.id)
            if seat.state.is_claimable
            else None,
        )
        for seat, part in zip(facts.seats, points, strict=True)
    ]


def claim_url(community: Community, facts: ModuleFacts, seat: str) -> str:
    """Return the address at which a seat can be claimed: the module's page, at its claim section."""
    base = community.settings.site.url.rstrip("/")
    return f"{base}/{facts.module.key}/#claim-{seat}"
