"""The table of `koc board --for ROLE`: what waits on a desk, with what deals with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from functools import partial

from kocbook.base.languages import LANGUAGES
from kocbook.base.money import show_money
from kocbook.base.texts import Texts, load_texts
from kocbook.insight.duties.duty import Desk, Duty, DutyKind
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

KEYS = tuple("role" if field.name == "desk" else field.name for field in fields(Duty))


def desk_table(community: Community, duties: Sequence[Duty], as_of: date, texts: Texts) -> Table:
    """Return a row for each duty; people see what it is about and the command for it."""
    words = Words(community, texts)
    return Table(
        as_of,
        KEYS,
        tuple(_row(duty) for duty in duties),
        (
            Column("matter", words.column("kind", lambda kind: texts(f"desk.kinds.{kind}.title"))),
            Column("module", _place, least=14),
            Column("member", words.column("member", words.member), least=8),
            Column("begun", plain("since"), rank=2),
            Column("days", plain("days"), right=True),
            Column("due", plain("due"), rank=1),
            Column("figure", partial(_figure, community, texts), right=True, rank=3),
            Column("deal", _deal, least=24),
        ),
        sort=("role", "kind", "handbook", "module", "seat", "member", "since", "what"),
        empty="desk.empty",
    )


def _row(duty: Duty) -> Row:
    values = asdict(duty)
    return {key: values["desk" if key == "role" else key] for key in KEYS}


def _place(row: Row) -> str:
    """Show the module and the seat, as commands take them."""
    whole = str(row["handbook"] or row["event"] or row["equipment"] or "")
    key = f"{row['handbook']}/{row['module']}" if row["module"] else whole
    return f"{key} {row['seat'] or ''}".strip()


def _deal(row: Row) -> str:
    return str(row["command"] or row["url"] or "")


def _figure(community: Community, texts: Texts, row: Row) -> str:
    """Show the figure that belongs to a row, money as people write it; or which event it was."""
    if row["kind"] in (DutyKind.SESSION, DutyKind.IN_DEVELOPMENT):
        return str(row["what"] or "")
    if campaign := community.campaigns.get(str(row["what"])):
        return campaign.title_in(texts.language)[0]
    figure, of = row["figure"], row["of"]
    handbook = community.handbooks.get(str(row["handbook"]))
    if row["what"] and handbook and handbook.budget and row["kind"] == DutyKind.BUDGET:
        amount = show_money(int(str(figure)), handbook.budget.currency, texts.language)
        return f"{texts('desk.budget.' + str(row['what']))} {amount}"
    return " / ".join(str(number) for number in (figure, of) if number is not None)


def find_desk(word: str) -> Desk | None:
    """Return the desk that a person named: its id, or its name in any of the languages."""
    for desk in Desk:
        names = {texts(f"desk.names.{desk}") for texts in map(load_texts, LANGUAGES)}
        if word == desk or word.casefold() in {name.casefold() for name in names}:
            return desk
    return None
