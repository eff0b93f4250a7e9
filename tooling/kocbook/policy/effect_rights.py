"""Which effects of a change are right by their nature, and whose yes the others need.

One function a kind: it returns the `Yes` that is needed, or None. A yes of the person's own is met
where they agreed, so these functions say only what may happen without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum

from kocbook.insight.agreement import Agreement
from kocbook.insight.credits import CreditState
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.holdings import CREDIT_RANK, VERDICT_RANK, Kind
from kocbook.insight.state import latest_reviews
from kocbook.model.community import Module
from kocbook.model.enums import Form, StaffRole, State, Verdict, Visibility
from kocbook.model.people import Recognition
from kocbook.policy.effect_notices import is_agreed_elsewhere, is_taken_down
from kocbook.policy.effects import Effect, Turn, Way

_MONTH = timedelta(days=31)
_ACCEPTED = VERDICT_RANK[Verdict.ACCEPTED]
_FIRM = CREDIT_RANK[CreditState.ACCEPTED]


class Yes(StrEnum):
    """Whose yes an effect needs."""

    OWN = "own"  # of the person
    STAFF = "staff"  # of one of the staff who gains nothing by it
    SECOND = "second"  # of one of the staff besides the actor
    LEAD = "lead"  # of a project lead


Wanted = tuple[Yes, ...]
RIGHT: Wanted = ()
"""Nobody has to be asked."""


def find_missing(effect: Effect, turn: Turn) -> tuple[tuple[Yes, frozenset[str]], ...]:
    """Return each yes that an effect still needs with those who can give it: one of them has to.

    Nobody can where nobody is listed. The actor's own yes is there.
    """
    if is_taken_down(effect, turn):
        return ()
    wanted = RIGHTS[effect.kind](effect, turn)
    if Yes.OWN in wanted and is_agreed_elsewhere(effect, turn):
        wanted = tuple(yes for yes in wanted if yes is not Yes.OWN)
    asked = ((yes, _who_can(yes, effect, turn)) for yes in wanted)
    return tuple((yes, who) for yes, who in asked if turn.me not in who)


def _who_can(yes: Yes, effect: Effect, turn: Turn) -> frozenset[str]:
    if yes is Yes.STAFF:
        return turn.witnesses(effect.person, effect.module)
    if yes is Yes.SECOND:
        return turn.staff - {effect.person, turn.me}
    # Nobody speaks for who left or is unknown; of what they had the lead takes care. Who leaves by
    # this very change speaks for themselves.
    lost = effect.way is not Way.GAINED and effect.person != turn.me
    silent = lost and turn.cannot_answer(effect.person)
    if yes is Yes.LEAD or silent:
        return turn.leads
    return frozenset({effect.person}) | (turn.leads if turn.mends(effect) else set())


def _seat(effect: Effect, turn: Turn) -> Wanted:
    """A seat is given up, taken over once it lapsed, or claimed while it is open."""
    seat = turn.seat_before(effect.what)
    if effect.way is Way.GAINED:
        is_open = seat is not None and seat.state.is_claimable
        return (Yes.OWN,) if is_open else (Yes.OWN, Yes.STAFF)
    lapsed = seat is not None and seat.state is State.LAPSED
    if lapsed or (effect.way is Way.LOST and _frees(effect, turn)):
        return RIGHT
    if effect.way is Way.ALTERED:
        # The clock would start anew: a favour to whoever holds the seat.
        return (Yes.STAFF,) if effect.person == turn.me else (Yes.OWN,)
    return (Yes.OWN,)


def _frees(effect: Effect, turn: Turn) -> bool:
    """True where staff release a seat of which nothing is delivered, and do not take it themselves."""
    module = turn.before.modules.get(effect.module or "")
    seat = turn.seat_before(effect.what)
    if module is None or seat is None or seat.claim is None or not turn.actor.is_staff:
        return False
    taken = any(
        one.kind is Kind.SEAT and one.way is Way.GAINED and one.what == effect.what
        for one in turn.effects
    )
    return not taken and seat.claim.delivered is None and not seat.state.counts_as_work


def _due(effect: Effect, turn: Turn) -> Wanted:
    """A day comes earlier only with the holder; it moves away by one extension in time."""
    if effect.way is Way.LOST:
        return (Yes.OWN,)
    key, _, seat_id = effect.what.rpartition("/")
    old, new = turn.before.modules[key], turn.after.modules[key]
    before, after = old.claims.get(seat_id), new.claims.get(seat_id)
    if before is None or after is None or before.claimed != after.claimed:
        return RIGHT  # a new hold: judged as a seat
    seat = turn.seat_before(effect.what)
    in_time = seat is not None and seat.state is not State.LAPSED
    extends = before.extended is None and after.extended is not None
    if old.brief.days != new.brief.days or (extends and not in_time):
        return (Yes.STAFF,)
    return RIGHT


def _delivery(effect: Effect, turn: Turn) -> Wanted:
    """What is delivered changes and goes with the seat, or by its maker."""
    if effect.way is Way.GAINED or turn.has(effect.person, Kind.SEAT, Way.LOST, effect.module):
        return RIGHT
    return (Yes.OWN,)


def _agreed(effect: Effect, turn: Turn) -> Wanted:
    """What was agreed stays; who holds the seat cannot move the yardstick of it alone either."""
    if effect.way is not Way.ALTERED:
        return RIGHT
    return (Yes.STAFF,) if effect.person == turn.me else (Yes.OWN,)


def _verdict(effect: Effect, turn: Turn) -> Wanted:
    """A verdict comes with a review by somebody without a stake, and acceptance stays."""
    if effect.before is None or effect.after is None:
        return RIGHT  # judged as the seat with which it comes and goes
    if effect.way is Way.LOST and effect.before == _ACCEPTED:
        return (Yes.OWN,)
    if turn.fresh_reviews(effect.module or ""):
        return RIGHT
    return (Yes.STAFF,) if effect.way is Way.GAINED else (Yes.OWN,)


def _earned(effect: Effect, turn: Turn) -> Wanted:
    """What is earned is granted by staff who earn nothing there, and is not taken back."""
    if effect.way is Way.GAINED:
        return (Yes.STAFF,)
    module = effect.module or ""
    if effect.kind is Kind.POINTS and _corrects_report(module, turn):
        return RIGHT
    judged = bool(turn.fresh_reviews(module)) and not turn.has(
        effect.person, Kind.VERDICT, Way.LOST, module
    )
    if judged and effect.kind in (Kind.EVIDENCE, Kind.CASH):
        return RIGHT  # optional goals, judged later, weigh quality and what was held back
    return (Yes.OWN,)


def _responders(module: Module) -> set[str]:
    """Return who responded; of one member there may be several reports."""
    return {one.member for one in module.responses.values()}


def _corrects_report(key: str, turn: Turn) -> bool:
    """True where product experts without a report of their own say that a fault is none after all."""
    module = turn.after.modules.get(key)
    if module is None or module.brief.form is not Form.BUG_HUNT or turn.me in _responders(module):
        return False
    return turn.actor.has_role(StaffRole.PRODUCT_EXPERT, StaffRole.PROJECT_LEAD)


def _paid(effect: Effect, turn: Turn) -> Wanted:  # noqa: ARG001 (one shape for all kinds)
    """Nobody pays themselves alone, and a payment stays told unless who got it and a second agree."""
    return (Yes.STAFF,) if effect.way is Way.GAINED else (Yes.OWN, Yes.SECOND)


def _credit(effect: Effect, turn: Turn) -> Wanted:
    """A credit comes with the act, with acceptance, or confirmed by staff; it stays."""
    if effect.way is Way.GAINED:
        return _new_credit(effect, turn)
    proposed = CREDIT_RANK[CreditState.PROPOSED]
    if effect.before == proposed and turn.actor.is_staff:
        return RIGHT
    if _is_thanked_instead(effect, turn) or _is_triage(effect, turn):
        return RIGHT
    if effect.after == _FIRM and _takes_back_words(effect, turn):
        return RIGHT
    return (Yes.OWN,)


def _new_credit(effect: Effect, turn: Turn) -> Wanted:
    module = turn.after.modules.get(effect.module or "")
    if module is None or effect.after >= _FIRM:
        # An author's: judged as the verdict that it follows from, and firm by their own sign-off.
        return RIGHT
    if effect.after == CREDIT_RANK[CreditState.PROPOSED] and turn.actor.is_staff:
        return RIGHT
    if _is_confirmed(effect, module):
        return (Yes.STAFF,)
    if any(one.member == effect.person and one.delivered for one in module.past_claims):
        return RIGHT if _had_delivered(effect, turn) else (Yes.STAFF,)
    return (Yes.OWN,)


def _is_confirmed(effect: Effect, module: Module) -> bool:
    """True for a credit that rests on the word of staff, in a record of its own or in another."""
    person, role = effect.person, effect.what.rpartition(":")[2]
    if effect.after == CREDIT_RANK[CreditState.PROPOSED]:
        return False
    by_record = any((one.member, one.role) == (person, role) for one in module.credits)
    served = any(one.member == person and one.confirmed_by for one in module.services)
    seen = any(person in one.confirmed_by for one in module.triage.values())
    return by_record or served or seen


def _had_delivered(effect: Effect, turn: Turn) -> bool:
    """True where an earlier holder's delivery was there before the change."""
    module = turn.before.modules.get(effect.module or "")
    claims = (*module.claims.values(), *module.past_claims) if module else ()
    return any(turn.person(one.member) == effect.person and one.delivered for one in claims)


def _is_thanked_instead(effect: Effect, turn: Turn) -> bool:
    """True where staff thank an author who did not sign, so that the work can be published."""
    before = turn.facts_before.get(effect.module or "")
    after = turn.facts_after.get(effect.module or "")
    if before is None or after is None or effect.person == turn.me or not turn.actor.is_staff:
        return False
    waited = effect.person in before.unsigned
    thanked = {one.member for one in after.agreements if one.agreement is Agreement.THANKED}
    return waited and effect.person in thanked and effect.after is not None


def _is_triage(effect: Effect, turn: Turn) -> bool:
    """True for who looked into a report before another of the staff went on with it."""
    module = turn.before.modules.get(effect.module or "")
    triage = module.triage.values() if module else ()
    looked = {name for one in triage for name in (one.by, *one.confirmed_by)}
    return effect.person in looked and turn.actor.is_staff


def _words(effect: Effect, turn: Turn) -> Wanted:
    """Accepted words stay, unless their authors sign others and staff have seen them."""
    facts = turn.facts_after.get(effect.module or "")
    if effect.after is None or facts is None:
        return (Yes.OWN,)
    page, is_shown = effect.after
    if effect.before is not None and effect.before[0] == page:
        return RIGHT if is_shown or _takes_back_words(effect, turn) else (Yes.OWN,)
    before = turn.facts_before.get(facts.module.key)
    stood = before is not None and page_fingerprint(before.module) == page
    judged = {one.text for one in latest_reviews(facts.module, turn.as_of)}
    signed = {a.member for a in facts.agreements if a.agreement is Agreement.SIGNED}
    own = effect.before is not None and effect.person not in signed
    wanted = (Yes.OWN,) if own else RIGHT
    return wanted if stood or page in judged else (*wanted, Yes.STAFF)


def _takes_back_words(effect: Effect, turn: Turn) -> bool:
    """True where the words stay as they were, and one of their authors no longer stands by them."""
    before = turn.facts_before.get(effect.module or "")
    after = turn.facts_after.get(effect.module or "")
    if before is None or after is None or not after.state.counts_as_work:
        return False
    same = page_fingerprint(before.module) == page_fingerprint(after.module)
    return same and set(after.unsigned) - set(before.unsigned) == {turn.me}


def _media(effect: Effect, turn: Turn) -> Wanted:  # noqa: ARG001
    """A picture or film belongs to who made it."""
    return RIGHT if effect.way is Way.GAINED else (Yes.OWN,)


def _voice(effect: Effect, turn: Turn) -> Wanted:
    """Nobody speaks for others, and nobody silences them; staff judge, where they have no stake."""
    if _is_joined(effect, turn):
        return (Yes.LEAD,)
    kind = effect.what.removeprefix(f"{effect.module}/").partition("/")[0]
    if effect.way is not Way.GAINED or kind not in ("reviews", "answers", "judgings"):
        return (Yes.OWN,)
    has_stake = kind == "reviews" and turn.has_stake(effect.person, effect.module or "")
    return (Yes.OWN,) if effect.person in turn.staff and not has_stake else (Yes.OWN, Yes.STAFF)


def _place(effect: Effect, turn: Turn) -> Wanted:
    """Places follow from judges who did not enter."""
    key = effect.module or ""
    old, new = turn.before.modules.get(key), turn.after.modules.get(key)
    scored = old is not None and new is not None and old.judgings != new.judgings
    if not scored or new is None or turn.me not in _responders(new):
        return RIGHT
    return (Yes.STAFF,) if effect.way is Way.GAINED else (Yes.OWN,)


def _honour(effect: Effect, turn: Turn) -> Wanted:
    """An honour is another's to give, within measure, and then the member's."""
    if effect.way is Way.LOST:
        return (Yes.OWN,)
    given = next(one for one in turn.after.recognitions if one.id == effect.what)
    if effect.way is Way.ALTERED and effect.after[1] <= effect.before[1]:
        return (Yes.OWN,)
    limit = turn.before.settings.limits.recognition_points
    if given.points and _given_by_hand(given, turn) > limit:
        return (Yes.STAFF, Yes.LEAD)
    return (Yes.STAFF,)


def _tier(effect: Effect, turn: Turn) -> Wanted:  # noqa: ARG001
    """The rules of tiers are everybody's: what moves somebody by them, two of the staff decide."""
    return RIGHT if effect.before is None or effect.after is None else (Yes.SECOND,)


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
        return (Yes.LEAD,)
    after = turn.after.members.get(effect.person)
    leaves = after is None or after.visibility is Visibility.WITHDRAWN
    return (Yes.LEAD,) if leaves and effect.person != turn.me else (Yes.OWN,)


def _role(effect: Effect, turn: Turn) -> Wanted:  # noqa: ARG001
    """Who belongs to the staff is the project lead's to say."""
    return (Yes.LEAD,)


def _waived(effect: Effect, turn: Turn) -> Wanted:
    """Nobody else says that somebody does not want their credit."""
    known = effect.person in turn.before.members
    return (Yes.OWN,) if known and effect.way is Way.GAINED else RIGHT


RIGHTS: Mapping[Kind, Callable[[Effect, Turn], Wanted]] = {
    Kind.SEAT: _seat,
    Kind.DUE: _due,
    Kind.DELIVERY: _delivery,
    Kind.AGREED: _agreed,
    Kind.VERDICT: _verdict,
    Kind.POINTS: _earned,
    Kind.CASH: _earned,
    Kind.PAID: _paid,
    Kind.CREDIT: _credit,
    Kind.EVIDENCE: _earned,
    Kind.WORDS: _words,
    Kind.MEDIA: _media,
    Kind.VOICE: _voice,
    Kind.PLACE: _place,
    Kind.HONOUR: _honour,
    Kind.TIER: _tier,
    Kind.PERSON: _person,
    Kind.ROLE: _role,
    Kind.WAIVED: _waived,
}
"""What each kind asks for."""
