"""What may become of seats, deliveries, verdicts and what is earned by them, and whose yes it needs."""

from __future__ import annotations

from kocbook.insight.holdings import VERDICT_RANK, HoldingKind
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm, StaffRole, State, Verdict
from kocbook.policy.effect_yes import RIGHT, RequiredYes, Wanted
from kocbook.policy.effects import Effect, Turn, Way

_ACCEPTED = VERDICT_RANK[Verdict.ACCEPTED]


def judge_seat(effect: Effect, turn: Turn) -> Wanted:
    """A seat is given up, taken over once it lapsed, or claimed while it is open."""
    seat = turn.seat_before(effect.what)
    if effect.way is Way.GAINED:
        is_open = seat is not None and seat.state.is_claimable
        return (RequiredYes.OWN,) if is_open else (RequiredYes.OWN, RequiredYes.STAFF)
    lapsed = seat is not None and seat.state is State.LAPSED
    if lapsed or (effect.way is Way.LOST and _frees(effect, turn)):
        return RIGHT
    if effect.way is Way.ALTERED:
        # The clock would start anew: a favour to whoever holds the seat.
        return (RequiredYes.STAFF,) if effect.person == turn.me else (RequiredYes.OWN,)
    return (RequiredYes.OWN,)


def _frees(effect: Effect, turn: Turn) -> bool:
    """True where staff release a seat of which nothing is delivered, and do not take it themselves."""
    module = turn.before.modules.get(effect.module or "")
    seat = turn.seat_before(effect.what)
    if module is None or seat is None or seat.claim is None or not turn.actor.is_staff:
        return False
    taken = any(
        one.kind is HoldingKind.SEAT and one.way is Way.GAINED and one.what == effect.what
        for one in turn.effects
    )
    return not taken and seat.claim.delivered is None and not seat.state.counts_as_work


def judge_due(effect: Effect, turn: Turn) -> Wanted:
    """A day comes earlier only with the holder; it moves away by one extension in time."""
    if effect.way is Way.LOST:
        return (RequiredYes.OWN,)
    key, _, seat_id = effect.what.rpartition("/")
    old, new = turn.before.modules[key], turn.after.modules[key]
    before, after = old.claims.get(seat_id), new.claims.get(seat_id)
    if before is None or after is None or before.claimed != after.claimed:
        return RIGHT  # a new hold: judged as a seat
    seat = turn.seat_before(effect.what)
    in_time = seat is not None and seat.state is not State.LAPSED
    extends = before.extended is None and after.extended is not None
    if old.brief.days != new.brief.days or (extends and not in_time):
        return (RequiredYes.STAFF,)
    return RIGHT


def judge_delivery(effect: Effect, turn: Turn) -> Wanted:
    """What is delivered changes and goes with the seat, or by its maker."""
    if effect.way is Way.GAINED or turn.has(
        effect.person, HoldingKind.SEAT, Way.LOST, effect.module
    ):
        return RIGHT
    return (RequiredYes.OWN,)


def judge_agreed(effect: Effect, turn: Turn) -> Wanted:
    """What was agreed stays; who holds the seat cannot move the yardstick of it alone either."""
    if effect.way is not Way.ALTERED:
        return RIGHT
    return (RequiredYes.STAFF,) if effect.person == turn.me else (RequiredYes.OWN,)


def judge_verdict(effect: Effect, turn: Turn) -> Wanted:
    """A verdict comes with a review by somebody without a stake, and acceptance stays."""
    if effect.before is None or effect.after is None:
        return RIGHT  # judged as the seat with which it comes and goes
    if effect.way is Way.LOST and effect.before == _ACCEPTED:
        return (RequiredYes.OWN,)
    if turn.fresh_reviews(effect.module or ""):
        return RIGHT
    return (RequiredYes.STAFF,) if effect.way is Way.GAINED else (RequiredYes.OWN,)


def judge_earned(effect: Effect, turn: Turn) -> Wanted:
    """What is earned is granted by staff who earn nothing there, and is not taken back."""
    if effect.way is Way.GAINED:
        return (RequiredYes.STAFF,)
    module = effect.module or ""
    if effect.kind is HoldingKind.POINTS and _corrects_report(module, turn):
        return RIGHT
    judged = bool(turn.fresh_reviews(module)) and not turn.has(
        effect.person, HoldingKind.VERDICT, Way.LOST, module
    )
    if judged and effect.kind in (HoldingKind.EVIDENCE, HoldingKind.CASH):
        return RIGHT  # optional goals, judged later, weigh quality and what was held back
    return (RequiredYes.OWN,)


def responders(module: Module) -> set[str]:
    """Return who responded; of one member there may be several reports."""
    return {one.member for one in module.responses.values()}


def _corrects_report(key: str, turn: Turn) -> bool:
    """True where product experts without a report of their own say that a fault is none after all."""
    module = turn.after.modules.get(key)
    if (
        module is None
        or module.brief.form is not ModuleForm.BUG_HUNT
        or turn.me in responders(module)
    ):
        return False
    return turn.actor.has_role(StaffRole.PRODUCT_EXPERT, StaffRole.PROJECT_LEAD)


def judge_paid(effect: Effect, turn: Turn) -> Wanted:  # noqa: ARG001 (one shape for all kinds)
    """Nobody pays themselves alone, and a payment stays told unless who got it and a second agree."""
    return (
        (RequiredYes.STAFF,) if effect.way is Way.GAINED else (RequiredYes.OWN, RequiredYes.SECOND)
    )
