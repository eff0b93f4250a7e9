"""The table of `koc rewards`: the ledger of points and cash."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from kocbook.base.money import plain_money, show_money
from kocbook.base.texts import Texts
from kocbook.insight.rewards import EarnedReward, list_rewards
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, module_key, plain
from kocbook.report.words import Words

KEYS = (
    *("handbook", "module", "seat", "member", "points", "cash_minor", "currency", "name"),
    *("earned", "cash", "paid", "balance", "paid_minor", "balance_minor", "paid_on", "reference"),
)
_UNSEEN = dict.fromkeys(("paid", "paid_minor", "balance", "balance_minor", "paid_on", "reference"))
"""What nobody can tell without the payments: they stand in the private repository."""
_AMOUNTS = ("cash", "paid", "balance")


def rewards_table(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, texts: Texts
) -> Table:
    """Return a row for each person and part of a module: earned, paid, and still owed."""
    words, currency = Words(community, texts), community.settings.currency
    rows = tuple(_row(reward, words, currency) for reward in list_rewards(community, facts, as_of))
    if community.hides_payments:
        rows = tuple({**row, **_UNSEEN} for row in rows)

    def money(key: str) -> Callable[[Row], str]:
        """Show an amount; nothing for none."""

        def show(row: Row) -> str:
            minor = int(str(row[f"{key}_minor"] or 0))
            return show_money(minor, currency, texts.language) if minor else ""

        return show

    def whose(row: Row) -> str:
        return str(row["name"]) if row["member"] else texts("cli.rewards.total")

    return Table(
        as_of,
        KEYS,
        rows,
        (
            Column("module", lambda row: module_key(row) if row["module"] else "", least=16),
            Column("seat", plain("seat"), rank=2),
            Column("member", whose, least=8),
            Column("points", plain("points"), right=True),
            Column("cash", money("cash"), right=True),
            Column("paid", money("paid"), right=True, rank=3),
            Column("balance", money("balance"), right=True),
            Column("earned", plain("earned"), rank=1),
            Column("paid-on", plain("paid_on"), rank=4),
        ),
        sort=("handbook", "module", "seat", "member"),
        total=lambda shown: _total(shown, currency),
    )


def _row(reward: EarnedReward, words: Words, currency: str) -> Row:
    amounts = {"cash": reward.cash, "paid": reward.paid, "balance": reward.balance}
    return {
        "handbook": reward.handbook,
        "module": reward.module,
        "seat": reward.seat,
        "member": reward.member,
        "points": reward.points,
        "currency": currency,
        "name": words.member(reward.member),
        "earned": reward.earned,
        **{key: plain_money(minor, currency) for key, minor in amounts.items()},
        **{f"{key}_minor": minor for key, minor in amounts.items()},
        "paid_on": reward.paid_on,
        "reference": "; ".join(reward.references) or None,
    }


def _total(rows: Sequence[Row], currency: str) -> Row:
    """Return the sums of what is shown."""
    sums = {
        key: sum(int(str(row[key] or 0)) for row in rows)
        for key in ("points", *(f"{name}_minor" for name in _AMOUNTS))
    }
    amounts = {name: plain_money(sums[f"{name}_minor"], currency) for name in _AMOUNTS}
    return {**dict.fromkeys(KEYS), **sums, **amounts, "currency": currency}
