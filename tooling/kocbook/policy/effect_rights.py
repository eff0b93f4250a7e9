"""Which effects of a change are right by their nature, and whose yes the others need.

One function a kind: it returns the `RequiredYes` that is needed, or None. A yes of the person's own is met
where they agreed, so these functions say only what may happen without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from kocbook.insight.holdings import HoldingKind
from kocbook.model.enums import Visibility
from kocbook.model.people import Recognition
from kocbook.policy.effect_credits import judge_credit, judge_words
from kocbook.policy.effect_notices import is_agreed_elsewhere, is_taken_down
from kocbook.policy.effect_work import (
    judge_agreed,
    judge_delivery,
    judge_due,
    judge_earned,
    judge_paid,
    judge_seat,
    judge_verdict,
    responders,
)
from kocbook.policy.effect_yes import RIGHT, RequiredYes, Wanted
from kocbook.policy.effects import Effect, Turn, Way

_MONTH = timedelta(days=31)


def find_missing(effect: Effect, turn: Turn) -> tuple[tuple[RequiredYes, frozenset[str]], ...]:
    """Return each yes that an effect still needs with those who can give it: one of them has to.

    Nobody can where nobody is listed. The actor's own yes is there.
    """
    if is_taken_down(effect, turn):
        return ()
    wanted = RIGHTS[effect.kind](effect, turn)
    if RequiredYes.OWN in wanted and is_agreed_elsewhere(effect, turn):
        wanted = tuple(yes for yes in wanted if yes is not RequiredYes.OWN)
    asked = ((yes, _who_can(yes, effect, turn)) for yes in wanted)
    return tuple((yes, who) for yes, who in asked if turn.me not in who)


def _who_can(yes: RequiredYes, effect: Effect, turn: Turn) -> frozenset[str]:
    if yes is RequiredYes.STAFF:
        return turn.witnesses(effect.person, effect.module)
    if yes is RequiredYes.SECOND:
        return turn.staff - {effect.person, turn.me}
    # Nobody speaks for who left or is unknown; of what they had the lead takes care. Who leaves by
    # this very change speaks for themselves.
    lost = effect.way is not Way.GAINED and effect.person != turn.me
    silent = lost and turn.cannot_answer(effect.person)
    if yes is RequiredYes.LEAD or silent:
        return turn.leads
    return frozenset({effect.person}) | (turn.leads if turn.mends(effect) else set())


def _media(effect: Effect, turn: Turn) -> Wanted:  # noqa: ARG001
    """A picture or film belongs to who made it."""
    return RIGHT if effect.way is Way.GAINED else (RequiredYes.OWN,)


def _voice(effect: Effect, turn: Turn) -> Wanted:
    """Nobody speaks for others, and nobody silences them; staff judge, where they have no stake."""
    if _is_joined(effect, turn):
        return (RequiredYes.LEAD,)
    kind = effect.what.removeprefix(f"{effect.module}/").partition("/")[0]
    if effect.way is not Way.GAINED or kind not in ("reviews", "answers", "judgings"):
        return (RequiredYes.OWN,)
    has_stake = kind == "reviews" and turn.has_stake(effect.person, effect.module or "")
    return (
        (RequiredYes.OWN,)
        if effect.person in turn.staff and not has_stake
        else (RequiredYes.OWN, RequiredYes.STAFF)
    )


def _place(effect: Effect, turn: Turn) -> Wanted:
    """Places follow from judges who did not enter."""
    key = effect.module or ""
    old, new = turn.before.modules.get(key), turn.after.modules.get(key)
    scored = old is not None and new is not None and old.judgings != new.judgings
    if not scored or new is None or turn.me not in responders(new):
        return RIGHT
    return (RequiredYes.STAFF,) if effect.way is Way.GAINED else (RequiredYes.OWN,)


def _honour(effect: Effect, turn: Turn) -> Wanted:
    """An honour is another's to give, within measure, and then the member's."""
    if effect.way is Way.LOST:
        return (RequiredYes.OWN,)
    given = next(one for one in turn.after.recognitions if one.id == effect.what)
    if effect.way is Way.ALTERED and effect.after[1] <= effect.before[1]:
        return (RequiredYes.OWN,)
    limit = turn.before.settings.limits.recognition_points
    if given.points and _given_by_hand(given, turn) > limit:
        return (RequiredYes.STAFF, RequiredYes.LEAD)
    return (RequiredYes.STAFF,)


def _promise(effect: Effect, turn: Turn) -> Wanted:  # noqa: ARG001
    """A promise is another's to make; to end it, to change it or to confirm it is the member's."""
    return (RequiredYes.STAFF,) if effect.way is Way.GAINED else (RequiredYes.OWN,)


def _tier(effect: Effect, turn: Turn) -> Wanted:  # noqa: ARG001
    """The rules of tiers are everybody's: what moves somebody by them, two of the staff decide."""
    return RIGHT if effect.before is None or effect.after is None else (RequiredYes.SECOND,)


def _given_by_hand(given: Recognition, turn: Turn) -> int:
    """Return what the giver gave this member by hand within a month of this, with this."""
    return sum(
        one.points
        for one in turn.after.recognitions
        if (one.by, one.member) == (given.by, given.member) and abs(one.date - given.date) < _MONTH
    )


def _is_joined(effect: Effect, turn: Turn) -> bool:
    """True where two records of one person become one: of what both say, one stays."""
    new = turn.after.aliases.keys() - turn.before.aliases.keys()
    return any(turn.after.aliases[name].same_as == effect.person for name in new)


def _person(effect: Effect, turn: Turn) -> Wanted:
    """What somebody says of themselves is theirs; the lead clears the record of who leaves."""
    if effect.way is Way.GAINED:
        return RIGHT
    if _is_joined(effect, turn):
        return (RequiredYes.LEAD,)
    after = turn.after.members.get(effect.person)
    leaves = after is None or after.visibility is Visibility.WITHDRAWN
    return (RequiredYes.LEAD,) if leaves and effect.person != turn.me else (RequiredYes.OWN,)


def _role(effect: Effect, turn: Turn) -> Wanted:  # noqa: ARG001
    """Who belongs to the staff is the project lead's to say."""
    return (RequiredYes.LEAD,)


def _waived(effect: Effect, turn: Turn) -> Wanted:
    """Nobody else says that somebody does not want their credit."""
    known = effect.person in turn.before.members
    return (RequiredYes.OWN,) if known and effect.way is Way.GAINED else RIGHT


def _registered(effect: Effect, turn: Turn) -> Wanted:
    """A place at an event is kept by who has it, and nobody moves back while waiting for one."""
    event = turn.after.events.get(effect.what)
    over = event is not None and (event.plan.cancelled or event.plan.last_day < turn.as_of)
    return RIGHT if effect.way is Way.GAINED or over else (RequiredYes.OWN,)


RIGHTS: Mapping[HoldingKind, Callable[[Effect, Turn], Wanted]] = {
    HoldingKind.SEAT: judge_seat,
    HoldingKind.DUE: judge_due,
    HoldingKind.DELIVERY: judge_delivery,
    HoldingKind.AGREED: judge_agreed,
    HoldingKind.VERDICT: judge_verdict,
    HoldingKind.POINTS: judge_earned,
    HoldingKind.CASH: judge_earned,
    HoldingKind.PAID: judge_paid,
    HoldingKind.CREDIT: judge_credit,
    HoldingKind.EVIDENCE: judge_earned,
    HoldingKind.WORDS: judge_words,
    HoldingKind.MEDIA: _media,
    HoldingKind.VOICE: _voice,
    HoldingKind.PLACE: _place,
    HoldingKind.HONOUR: _honour,
    HoldingKind.PROMISE: _promise,
    HoldingKind.TIER: _tier,
    HoldingKind.PERSON: _person,
    HoldingKind.ROLE: _role,
    HoldingKind.REGISTERED: _registered,
    HoldingKind.WAIVED: _waived,
}
"""What each kind asks for."""
