"""What may become of credits and of accepted words, and whose yes it needs."""

from __future__ import annotations

from kocbook.insight.agreement import Agreement
from kocbook.insight.credits import CreditState
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.holdings import CREDIT_RANK
from kocbook.insight.state import latest_reviews
from kocbook.model.community import Module
from kocbook.policy.effect_yes import RIGHT, RequiredYes, Wanted
from kocbook.policy.effects import Effect, Turn, Way

_FIRM = CREDIT_RANK[CreditState.ACCEPTED]


def judge_credit(effect: Effect, turn: Turn) -> Wanted:
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
    return (RequiredYes.OWN,)


def _new_credit(effect: Effect, turn: Turn) -> Wanted:
    module = turn.after.modules.get(effect.module or "")
    if module is None or effect.after >= _FIRM:
        # An author's: judged as the verdict that it follows from, and firm by their own sign-off.
        return RIGHT
    if effect.after == CREDIT_RANK[CreditState.PROPOSED] and turn.actor.is_staff:
        return RIGHT
    if _is_confirmed(effect, module):
        return (RequiredYes.STAFF,)
    if any(one.member == effect.person and one.delivered for one in module.past_claims):
        return RIGHT if _had_delivered(effect, turn) else (RequiredYes.STAFF,)
    return (RequiredYes.OWN,)


def _is_confirmed(effect: Effect, module: Module) -> bool:
    """True for a credit that rests on the word of staff, in a record of its own or in another."""
    person, role = effect.person, effect.what.rpartition(":")[2]
    if effect.after == CREDIT_RANK[CreditState.PROPOSED]:
        return False
    by_record = any((one.member, one.role) == (person, role) for one in module.credits)
    served = any(one.member == person and one.confirmed_by for one in module.services)
    seen = any(person in one.confirmed_by for one in module.triage.values())
    translations = module.translations.values() if role == "translation" else ()
    read = any(one.translator == person and one.checked_by for one in translations)
    return by_record or served or seen or read


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


def judge_words(effect: Effect, turn: Turn) -> Wanted:
    """Accepted words stay, unless their authors sign others and staff have seen them."""
    facts = turn.facts_after.get(effect.module or "")
    if effect.after is None or facts is None:
        return (RequiredYes.OWN,)
    page, is_shown = effect.after
    if effect.before is not None and effect.before[0] == page:
        return RIGHT if is_shown or _takes_back_words(effect, turn) else (RequiredYes.OWN,)
    before = turn.facts_before.get(facts.module.key)
    stood = before is not None and page_fingerprint(before.module) == page
    judged = {one.text for one in latest_reviews(facts.module, turn.as_of)}
    signed = {a.member for a in facts.agreements if a.agreement is Agreement.SIGNED}
    own = effect.before is not None and effect.person not in signed
    wanted = (RequiredYes.OWN,) if own else RIGHT
    return wanted if stood or page in judged else (*wanted, RequiredYes.STAFF)


def _takes_back_words(effect: Effect, turn: Turn) -> bool:
    """True where the words stay as they were, and one of their authors no longer stands by them."""
    before = turn.facts_before.get(effect.module or "")
    after = turn.facts_after.get(effect.module or "")
    if before is None or after is None or not after.state.counts_as_work:
        return False
    same = page_fingerprint(before.module) == page_fingerprint(after.module)
    return same and set(after.unsigned) - set(before.unsigned) == {turn.me}
