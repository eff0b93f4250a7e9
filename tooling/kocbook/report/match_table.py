"""What `koc match` prints: rows for spreadsheets, and the document for other programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kocbook.base.texts import Texts
from kocbook.insight.match import Match, SeatChoice
from kocbook.model.community import Community
from kocbook.report.json_text import to_json
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

KEYS = ("team", "score", "seat", "member", "fit", "load", "interest", "runner_up", "margin")


def match_table(community: Community, match: Match, as_of: date, texts: Texts) -> Table:
    """Return a row for each seat of each team."""
    words = Words(community, texts)
    rows: tuple[Row, ...] = tuple(
        _row(number, seat) for number, team in enumerate(match.teams, 1) for seat in team.seats
    )
    return Table(
        as_of,
        KEYS,
        rows,
        (
            Column("team", plain("team"), right=True),
            Column("seat", plain("seat")),
            Column("member", words.column("member", words.member), least=8),
            Column("score", _figure("score"), right=True),
            Column("fit", _figure("fit"), right=True),
            Column("load", _figure("load"), right=True, rank=1),
            Column("interest", _figure("interest"), right=True, rank=1),
            Column("runner-up", words.column("runner_up", words.member), least=8),
            Column("margin", _figure("margin"), right=True),
        ),
        sort=("team", "seat"),
        empty="cli.match.nothing-open",
    )


def _figure(key: str) -> Callable[[Row], str]:
    return lambda row: f"{row[key]:.2f}" if isinstance(row[key], float) else ""


def _row(number: int, seat: SeatChoice) -> Row:
    choice = seat.choice
    return {
        "team": number,
        "score": round(choice.score, 3) if choice else None,
        "seat": seat.seat.id,
        "member": choice.member if choice else None,
        "fit": round(choice.fit, 3) if choice else None,
        "load": round(choice.load, 3) if choice else None,
        "interest": round(choice.interest, 3) if choice else None,
        "runner_up": seat.runner_up.member if seat.runner_up else None,
        "margin": None if seat.margin is None else round(seat.margin, 3),
    }


def render_match_json(match: Match) -> str:
    """Return the teams as the contract says, with the seats that wait for an answer."""
    teams = [
        {"score": round(team.score, 3), "seats": [_seat_data(seat) for seat in team.seats]}
        for team in match.teams
    ]
    waiting = [{"seat": one.seat, "member": one.member, "date": one.date} for one in match.waiting]
    return to_json({"module": match.module, "teams": teams, "waiting": waiting})


def _seat_data(seat: SeatChoice) -> dict[str, Any]:
    row = _row(0, seat)
    evidence = [
        {
            "skill": skill.skill,
            "level": round(skill.level, 3),
            "sources": [piece.source for piece in skill.evidence],
        }
        for skill in (seat.choice.skills if seat.choice else ())
    ]
    kept = {key: row[key] for key in ("seat", "member", "fit")}
    return {**kept, "evidence": evidence, "runner_up": row["runner_up"], "margin": row["margin"]}
