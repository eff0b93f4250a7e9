"""The message by which staff tell a member what their own work pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kocbook.base.money import show_money, to_minor
from kocbook.base.texts import Texts
from kocbook.insight.rewards import EarnedReward, list_rewards
from kocbook.insight.sealed import seal_of
from kocbook.insight.split import split_amount
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community, Module


def render_own_amounts(
    community: Community, facts: Mapping[str, ModuleFacts], member: str, as_of: date, texts: Texts
) -> list[str]:
    """Return the lines of the message: each seat with its cash, what was paid, and how to verify it."""
    earned = {
        (f"{one.handbook}/{one.module}", one.seat): one
        for one in list_rewards(community, facts, as_of)
        if one.member == member
    }
    name = community.members[member].name
    lines = [texts("cli.private.tell.hello", name=name)]
    for module in community.modules.values():
        for seat in module.brief.seats:
            claim = module.claims.get(seat.id)
            if claim and claim.member == member and module.brief.reward.cash:
                reward = earned.get((module.key, seat.id))
                lines += _seat_lines(community, module, seat.id, reward, texts)
    return lines if len(lines) > 1 else [texts("cli.private.tell.nothing", name=name)]


def _seat_lines(
    community: Community, module: Module, seat: str, earned: EarnedReward | None, texts: Texts
) -> Iterator[str]:
    currency, reward = community.settings.currency, module.brief.reward

    def money(minor: int) -> str:
        return show_money(minor, currency, texts.language)

    total = to_minor(reward.cash, currency)
    seats = [one.id for one in module.brief.seats]
    part = split_amount(total, [one.share for one in module.brief.seats])[seats.index(seat)]
    yield ""
    shown = {"title": module.brief.title, "seat": seat, "total": money(total), "part": money(part)}
    yield texts("cli.private.tell.seat", **shown)
    if earned is not None:
        paid = {"paid": money(earned.paid), "balance": money(earned.balance)}
        yield texts("cli.private.tell.paid", **paid)
    private = module.cash
    if private is not None and reward.sealed:
        command = f"printf '%s\\n' {private.salt} {private.cash} {private.currency} | sha256sum"
        yield texts("cli.private.tell.verify")
        yield f"    {command}"
        yield f"    {seal_of(private)}"
