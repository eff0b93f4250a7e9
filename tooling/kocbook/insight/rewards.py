"""What accepted work earned, what was paid of it, and what is still owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kocbook.base.money import to_minor
from kocbook.insight.points import iter_point_events
from kocbook.insight.split import WHOLE, split_amount, split_instalment
from kocbook.insight.state import ModuleFacts, accepted_on, accepted_seats
from kocbook.model.brief import Brief
from kocbook.model.community import Community, Module
from kocbook.model.enums import Met
from kocbook.model.payout import Payout
from kocbook.model.work import Review

_HALVES = {Met.FULLY: 2, Met.PARTLY: 1, Met.NOT: 0}


@dataclass(frozen=True, slots=True)
class EarnedReward:
    """One person's reward for one seat of one module, or for a part without a seat.

    Amounts are whole minor units. `cash` is all that was earned: `paid` and what is still owed.
    `module` is None for points that came with a recognition of nothing in particular.
    """

    handbook: str | None
    module: str | None
    seat: str | None
    member: str
    points: int
    earned: date
    cash: int = 0
    paid: int = 0
    paid_on: date | None = None
    references: tuple[str, ...] = ()

    @property
    def balance(self) -> int:
        """What is still owed."""
        return self.cash - self.paid


def list_rewards(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> list[EarnedReward]:
    """List everybody's rewards up to a day, by handbook, module, seat and member."""
    found: dict[tuple[str, str, str], EarnedReward] = {}
    for event in iter_point_events(community, facts, as_of):
        place = (event.module or "", event.seat or "", event.member)
        handbook, _, module = (event.module or "").partition("/")
        new = EarnedReward(
            handbook or None, module or None, event.seat, event.member, event.points, event.date
        )
        old = found.get(place)
        if old is not None:
            earned = max(old.earned, new.earned)
            new = replace(old, points=old.points + new.points, earned=earned)
        found[place] = new
    payouts = _payouts_by_module(community, as_of)
    for key, fact in facts.items():
        for seat, cash in _seat_cash(community, fact.module, payouts.get(key, ()), as_of).items():
            claim = fact.module.claims.get(seat)
            place = (key, seat, claim.member if claim else "")
            if place in found:
                found[place] = _with_cash(found[place], cash)
    return [found[place] for place in sorted(found)]


@dataclass(frozen=True, slots=True)
class _SeatCash:
    """What a seat was paid and is owed, in minor units."""

    paid: int
    owed: int
    payouts: tuple[Payout, ...]


def _with_cash(reward: EarnedReward, cash: _SeatCash) -> EarnedReward:
    return replace(
        reward,
        cash=cash.paid + cash.owed,
        paid=cash.paid,
        paid_on=max((payout.date for payout in cash.payouts), default=None),
        references=tuple(dict.fromkeys(payout.reference for payout in cash.payouts)),
    )


def _payouts_by_module(community: Community, as_of: date) -> dict[str, list[Payout]]:
    found: dict[str, list[Payout]] = {}
    for payout in community.payouts:
        if payout.date <= as_of:
            for module in dict.fromkeys(line.module for line in payout.lines):
                found.setdefault(f"{payout.handbook}/{module}", []).append(payout)
    return found


def _seat_cash(
    community: Community, module: Module, payouts: Sequence[Payout], as_of: date
) -> dict[str, _SeatCash]:
    paid = paid_before(module, payouts)
    owed = owed_now(community, module, payouts, as_of)

    def pays(payout: Payout, seat: str) -> bool:
        return any((line.module, line.seat) == (module.id, seat) for line in payout.lines)

    return {
        seat: _SeatCash(paid[seat], owed[seat], tuple(one for one in payouts if pays(one, seat)))
        for seat in paid
        if paid[seat] or owed[seat]
    }


def paid_before(module: Module, payouts: Iterable[Payout]) -> dict[str, int]:
    """Return what each seat of a module got in these payouts."""
    paid = {seat.id: 0 for seat in module.brief.seats}
    for payout in payouts:
        for line in payout.lines:
            if (payout.handbook, line.module) == (module.handbook, module.id) and line.seat in paid:
                paid[line.seat] += line.cash_minor
    return paid


def owed_now(
    community: Community, module: Module, payouts: Iterable[Payout], day: date
) -> dict[str, int]:
    """Return what each seat of a module is owed on a day, after these payouts: instalments.

    The share of a seat whose part was not accepted is nobody's.
    """
    paid, accepted = paid_before(module, payouts), accepted_seats(module, day)
    shares = {seat.id: seat.share for seat in module.brief.seats}
    pot = pot_on(community, module, day)
    owed = split_instalment(pot, list(shares.values()), list(paid.values()))
    return {seat: cash if seat in accepted else 0 for seat, cash in zip(paid, owed, strict=True)}


def pot_on(community: Community, module: Module, day: date) -> int:
    """Return the cash that a module has earned in all by a day, in minor units.

    Nothing before it is accepted; then all of it, but for what the handbook holds back and the
    optional goals have not released.
    """
    if accepted_on(module, day) is None:
        return 0
    cash = to_minor(module.brief.reward.cash, community.settings.currency)
    handbook = community.handbooks.get(module.handbook)
    held_back = handbook.holdback if handbook else 0
    at_once, held = split_amount(cash, [WHOLE - held_back, held_back])
    return at_once + released(
        held, module.brief, [one for one in module.reviews if one.date <= day]
    )


def released(held: int, brief: Brief, reviews: Sequence[Review]) -> int:
    """Return the part of what was held back that the optional goals have released, rounded down.

    Of n optional goals that were judged, each releases one n-th: all of it when met, half of it
    when met partly. Without such goals nothing is held back. Later rounds count over earlier ones.
    """
    newest = {goal: said.met for review in reviews for goal, said in review.goals.items()}
    optional = [goal.id for goal in brief.goals if goal not in brief.must_goals]
    halves = [_HALVES[newest[goal]] for goal in optional if goal in newest]
    return held * sum(halves) // (2 * len(halves)) if halves else held
