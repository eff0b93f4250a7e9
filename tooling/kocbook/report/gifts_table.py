"""The table of `koc gifts`: who was promised what, by when, and how far it has come."""

from __future__ import annotations

from datetime import date

from kocbook.base.money import show_money, to_minor
from kocbook.base.texts import Texts
from kocbook.insight.gifts import gift_state
from kocbook.model.community import Community
from kocbook.model.enums import GiftState
from kocbook.model.gifts import Gift
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

KEYS = (
    *("gift", "member", "kind", "what", "module", "promised_by", "promised", "due"),
    *("given", "given_by", "received", "state", "cash_minor", "currency", "address", "tracking"),
)


def gifts_table(community: Community, as_of: date, texts: Texts, *, waiting: bool) -> Table:
    """Return a row for each gift; with `waiting`, for those alone that have not arrived.

    Amounts and addresses are empty for who does not see the private repository.
    """
    words = Words(community, texts)
    told = (one for one in community.gifts if one.date <= as_of)
    rows = [_row(community, one, as_of) for one in told]
    if waiting:
        rows = [row for row in rows if row["state"] != str(GiftState.RECEIVED)]
    return Table(
        as_of,
        KEYS,
        tuple(rows),
        (
            Column("gift", plain("gift"), least=16),
            Column("member", words.column("member", words.member), least=6),
            Column("gift-what", plain("what"), least=12),
            Column(
                "gift-state", words.column("state", lambda one: texts(f"words.gift-state.{one}"))
            ),
            Column("due", plain("due")),
            Column("given", plain("given"), rank=1),
            Column("received", plain("received"), rank=1),
            Column("cash", lambda row: _money(row, texts), rank=2),
        ),
        sort=("member", "promised", "gift"),
        empty="cli.gifts.empty",
    )


def _row(community: Community, gift: Gift, as_of: date) -> Row:
    detail = community.gift_details.get(gift.id)
    currency = detail.currency if detail else None
    cash = to_minor(detail.cash, currency) if detail and detail.cash and currency else None
    return {
        "gift": gift.id,
        "member": gift.member,
        "kind": str(gift.kind),
        "what": gift.what,
        "module": gift.module,
        "promised_by": gift.by,
        "promised": gift.date,
        "due": gift.due,
        "given": gift.given,
        "given_by": gift.given_by,
        "received": gift.received,
        "state": str(gift_state(gift, as_of)),
        "cash_minor": cash,
        "currency": currency,
        "address": detail.address if detail else None,
        "tracking": detail.tracking if detail else None,
    }


def _money(row: Row, texts: Texts) -> str:
    cash, currency = row["cash_minor"], row["currency"]
    if not isinstance(cash, int) or not isinstance(currency, str):
        return ""
    return show_money(cash, currency, texts.language)
