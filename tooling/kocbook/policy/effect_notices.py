"""What of a change is right by a record that comes with it: a takedown, or a yes said elsewhere.

The table of paths holds these records to what they say; here they answer for no more effects than
those of which they speak.
"""

from __future__ import annotations

from collections.abc import Mapping

from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.holdings import HoldingKind
from kocbook.insight.redaction import is_less, is_named_after, is_redacted
from kocbook.model.enums import CodeVerdict, ConsentAct
from kocbook.model.takedown import Takedown, TakedownReason
from kocbook.model.work import Consent
from kocbook.policy.effect_work import responders
from kocbook.policy.effects import Effect, Turn, Way

_ACTS: Mapping[HoldingKind, tuple[ConsentAct, ...]] = {
    HoldingKind.SEAT: (ConsentAct.CLAIM,),
    HoldingKind.AGREED: (ConsentAct.CLAIM,),
    HoldingKind.DUE: (ConsentAct.CLAIM, ConsentAct.EXTEND),
    HoldingKind.DELIVERY: (ConsentAct.DELIVER,),
    HoldingKind.WORDS: (ConsentAct.DELIVER, ConsentAct.SIGN),
}
"""To what a yes that was said elsewhere can be: nothing of credit, points or money."""
_OF_ANSWERS = frozenset(
    {
        *(HoldingKind.VOICE, HoldingKind.MEDIA, HoldingKind.CREDIT, HoldingKind.POINTS),
        *(HoldingKind.EVIDENCE, HoldingKind.PLACE),
    }
)
"""What comes and goes with an answer, which staff carry for members without an account."""


def is_agreed_elsewhere(effect: Effect, turn: Turn) -> bool:
    """True where the change brings the person's own yes to this, as staff wrote it down."""
    acts = _acts_of(effect, turn)
    return is_taken_back(effect, turn) or any(
        turn.person(one.member) == effect.person and one.act in acts
        for one in _fresh_consents(effect.module, turn)
    )


def _acts_of(effect: Effect, turn: Turn) -> tuple[ConsentAct, ...]:
    """Return to which acts the person's yes would make an effect right."""
    if effect.kind is HoldingKind.VOICE and "/signoffs/" in effect.what:
        return (ConsentAct.SIGN,)
    if effect.kind not in _OF_ANSWERS:
        return _ACTS.get(effect.kind, ())
    module = (turn.after if effect.way is Way.GAINED else turn.before).modules.get(
        effect.module or ""
    )
    is_answer = module is not None and effect.person in responders(module)
    # Whoever has an account answers for themselves.
    sides = (turn.before.members.get(effect.person), turn.after.members.get(effect.person))
    is_carried = all(one.is_carried for one in sides if one is not None)
    return (ConsentAct.RESPOND,) if is_answer and is_carried else ()


def is_taken_back(effect: Effect, turn: Turn) -> bool:
    """True where the person takes back, by a code that the change brings, the yes that this goes by."""
    if effect.way is Way.GAINED or turn.me not in turn.staff:
        return False
    known = {one.path for one in turn.before.confirmations}
    module = turn.before.modules.get(effect.module or "")
    consents = {one.path: one.act for one in module.consents} if module else {}
    return any(
        consents.get(path) in _acts_of(effect, turn)
        for one in turn.after.confirmations
        if one.path not in known and one.by == turn.me and one.verdict is CodeVerdict.REVOKED
        if turn.person(one.member) == effect.person
        for path in one.of
    )


def _fresh_consents(key: str | None, turn: Turn) -> list[Consent]:
    """List the yeses that the actor writes down, who is staff without a stake in the module."""
    old, new = turn.before.modules.get(key or ""), turn.after.modules.get(key or "")
    if key is None or new is None or turn.me not in turn.staff or turn.has_stake(turn.me, key):
        return []
    known = {one.path for one in old.consents} if old else set()
    return [one for one in new.consents if one.path not in known and one.by == turn.me]


def is_taken_down(effect: Effect, turn: Turn) -> bool:
    """True where a takedown of the actor's tells of this, and nothing came in its place."""
    if effect.way is Way.GAINED:
        return False
    return any(_speaks_of(one, effect, turn) for one in _fresh_takedowns(effect.module, turn))


def _fresh_takedowns(key: str | None, turn: Turn) -> list[Takedown]:
    old, new = turn.before.takedowns, turn.after.takedowns
    if key is not None:
        sides = (turn.before.modules.get(key), turn.after.modules.get(key))
        old, new = (side.takedowns if side else () for side in sides)
    known = {one.path for one in old}
    found = [one for one in new if one.path not in known and one.by == turn.me]
    return [one for one in found if _may_speak(one, turn)]


def _may_speak(takedown: Takedown, turn: Turn) -> bool:
    """True for staff with a reason of theirs, and for who takes back a picture of their own."""
    if takedown.reason is not TakedownReason.WITHDRAWN:
        return turn.me in turn.staff
    name = takedown.target.removeprefix("content/")
    gone = (turn.me, HoldingKind.MEDIA, Way.LOST, name)
    lost = {(one.person, one.kind, one.way, one.what) for one in turn.effects}
    return name != takedown.target and (gone in lost or is_named_after(name, turn.me or ""))


def _speaks_of(takedown: Takedown, effect: Effect, turn: Turn) -> bool:
    match effect.kind:
        case HoldingKind.VOICE:
            shown = takedown.target.startswith("content/")  # a picture goes where it was shown, too
            told = takedown.target == f"modules/{effect.what}" or shown
            return told and effect.after is not None and is_less(effect.before, effect.after)
        case HoldingKind.PERSON:
            own = takedown.target == f"members/{effect.person}.yml"
            return own and effect.after is not None and is_less(effect.before, effect.after)
        case HoldingKind.MEDIA:
            gone = effect.way is Way.LOST and takedown.target == f"content/{effect.what}"
            return gone and (turn.me in turn.staff or is_named_after(effect.what, turn.me or ""))
        case HoldingKind.WORDS:
            told = effect.after and (takedown.was, takedown.now) == (
                effect.before[0],
                effect.after[0],
            )
            return bool(told) and _texts_only_shrink(effect.module or "", turn)
        case HoldingKind.DELIVERY:
            return (takedown.was, takedown.now) == _pages(effect, turn)
    return False


def _texts_only_shrink(key: str, turn: Turn) -> bool:
    """True where every text of a module is what it was, but for marks where something is gone."""
    old, new = turn.before.modules[key].content, turn.after.modules[key].content
    if old is None or new is None:
        return False
    return all(
        name in old.texts and (text == old.texts[name] or is_redacted(old.texts[name], text))
        for name, text in new.texts.items()
    )


def _pages(effect: Effect, turn: Turn) -> tuple[str | None, str | None]:
    """Return the fingerprints of the module's page before and after."""
    sides = (turn.before, turn.after)
    found = [side.modules.get(effect.module or "") for side in sides]
    was, now = (page_fingerprint(module) if module else None for module in found)
    return was, now
