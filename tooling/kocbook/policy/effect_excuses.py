"""What staff may do to others by a record that says why: a yes written down, or a takedown.

Neither takes a credit, a point or money: of a takedown only words and pictures go, and a mark
stands where words stood.
"""

from __future__ import annotations

from typing import Any

from kocbook.insight.holdings import Kind
from kocbook.insight.redaction import is_named_after, is_redacted
from kocbook.model.enums import ConsentAct
from kocbook.model.takedown import Takedown
from kocbook.policy.effects import Effect, Turn, Way

_ACTS = {
    Kind.SEAT: {ConsentAct.CLAIM},
    Kind.DELIVERY: {ConsentAct.DELIVER},
    Kind.MEDIA: {ConsentAct.DELIVER},
    Kind.WORDS: {ConsentAct.DELIVER, ConsentAct.SIGN},
    Kind.VOICE: {ConsentAct.SIGN},
}
"""To which acts a written yes belongs; a voice is a sign-off here."""


def is_excused(effect: Effect, turn: Turn) -> bool:
    """True where a yes or a takedown, written in the same change, covers an effect."""
    return _is_agreed_to(effect, turn) or _is_taken_down(effect, turn)


def _is_agreed_to(effect: Effect, turn: Turn) -> bool:
    acts = _ACTS.get(effect.kind, set())
    is_claim = effect.kind is Kind.SEAT
    if not acts or (is_claim and effect.way is not Way.GAINED):
        return False
    if effect.kind is Kind.VOICE and "/signoffs/" not in f"/{effect.what}":
        return False
    seat = turn.seat_before(effect.what) if is_claim else None
    if is_claim and (seat is None or not seat.state.is_claimable):
        return False
    return any(
        one.member == effect.person and one.act in acts
        for one in turn.said_elsewhere(effect.module)
    )


def _is_taken_down(effect: Effect, turn: Turn) -> bool:
    if effect.way is Way.GAINED:
        return False
    records = turn.taken_down(effect.module)
    if effect.kind is Kind.WORDS:
        pages = {(one.was, one.now) for one in records}
        known = effect.after is not None and (effect.before[0], effect.after[0]) in pages
        return known and _texts_only_shrink(effect.module or "", turn)
    if effect.kind in (Kind.MEDIA, Kind.DELIVERY):
        name = effect.what.removeprefix(f"{effect.module}/")
        return any(f"/{name}" in one.target and _may_take(one, turn) for one in records)
    if effect.kind not in (Kind.VOICE, Kind.PERSON) or turn.me not in turn.staff:
        return False
    touched = any(one.member in (None, effect.person) for one in records)
    return touched and _is_only_less(effect.before, effect.after)


def _may_take(takedown: Takedown, turn: Turn) -> bool:
    """True for staff, and for the picture that bears the actor's own id."""
    return turn.me in turn.staff or is_named_after(takedown.target, turn.me or "")


def _texts_only_shrink(key: str, turn: Turn) -> bool:
    """True where every text of a module is what it was, but for marks where something is gone."""
    old, new = turn.before.modules[key].content, turn.after.modules[key].content
    if old is None or new is None:
        return False
    return all(
        name in old.texts and (text == old.texts[name] or is_redacted(old.texts[name], text))
        for name, text in new.texts.items()
    )


def _is_only_less(before: Any, after: Any) -> bool:
    """True where a value lost words, links or pictures, and is otherwise what it was."""
    if before == after:
        return True
    if isinstance(before, str) and isinstance(after, str):
        return is_redacted(before, after)
    if isinstance(before, tuple) and isinstance(after, tuple):
        if len(before) == len(after):
            return all(_is_only_less(*pair) for pair in zip(before, after, strict=True))
        return len(after) < len(before) and all(one in before for one in after)
    return bool(before) and after in (None, ())
