"""Short fingerprints of what people agreed to: the terms of a brief, the words of a text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any

from kocbook.base.pure_results import PURE
from kocbook.markdown.document import read_document
from kocbook.markdown.joined import join_texts
from kocbook.markdown.visible import signed_form, signed_words
from kocbook.model.brief import Brief, Reward
from kocbook.model.community import Module

LENGTH = 12


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _plain(value: Any) -> Any:
    """Return what JSON has for a value: a record stands as its fields."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in _names_of(value.__class__)}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, default=_plain, separators=(",", ":")
)


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _canonical(value: Any) -> str:
    """Return canonical JSON: the same text for the same value, whatever the order of keys."""
    return _ENCODER.encode(value)


def digest_of(value: Any) -> str:
    """Return the start of a SHA-256 over a value's canonical JSON, 12 hex digits."""
    return _digest(_canonical(value))


class _Same:
    """A brief as a key: equal to itself alone. Many rules ask for the terms of the same one."""

    __slots__ = ("brief",)

    def __init__(self, brief: Brief) -> None:
        self.brief = brief

    def __hash__(self) -> int:
        return id(self.brief)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.brief is self.brief


def _price(brief: Brief) -> dict[str, Any]:
    seats = [
        {"id": seat.id, "role": seat.role, "share": seat.share, "duty": seat.duty}
        | ({"integrates": True} if seat.integrates else {})
        for seat in brief.seats
    ]
    return {"seats": seats, "reward": reward_terms(brief.reward), "terms": brief.terms}


def reward_terms(reward: Reward) -> dict[str, Any]:
    """Return what of a reward is agreed to; of an amount that is not public, its commitment.

    So the fingerprint is the same for who sees the amount and who does not.
    """
    cash = {"cash": reward.cash} if reward.sealed is None else {"sealed": reward.sealed}
    return {"points": reward.points, "other": reward.other, **cash}


def measure_of(brief: Brief) -> dict[str, Any]:
    """Return by what work is measured: goals, size, type, form and scope."""
    return {
        "goals": brief.goals,
        "size": brief.size,
        "type": brief.type,
        "form": brief.form,
        "scope": brief.scope,
    }


def terms_fingerprint(brief: Brief) -> str:
    """Return the fingerprint of what a claim agrees to; `insight/pins.py` has the table.

    Skills wanted, the title and the background are not part of it: they may be made clearer while somebody works.
    """
    return _terms_of(_Same(brief))


@lru_cache(maxsize=1 << 14)
def _terms_of(same: _Same) -> str:
    brief = same.brief
    promised = {
        "days": brief.days,
        "reply_within_days": brief.reply_within_days,
        "language": brief.language,
        "paid_services": brief.paid_services,
    }
    return digest_of({**_price(brief), **measure_of(brief), **promised})


def earlier_terms_fingerprint(brief: Brief) -> str:
    """Return the fingerprint that claims had before days and goals were part of it.

    A claim that carries it agreed to seats, shares, reward and terms; `koc upgrade` moves it.
    """
    return _earlier_terms_of(_Same(brief))


@lru_cache(maxsize=1 << 14)
def _earlier_terms_of(same: _Same) -> str:
    return digest_of(_price(same.brief))


def agrees(terms: str, brief: Brief) -> bool:
    """True for the fingerprint of a claim that agrees to a brief as it stands, in the present or the earlier way."""
    return terms == terms_fingerprint(brief) or terms == earlier_terms_fingerprint(brief)


def text_fingerprint(text: str) -> str:
    """Return the fingerprint of one text by itself, its pictures by their names."""
    return _fingerprint(text, ())


def page_fingerprint(module: Module) -> str | None:
    """Return the fingerprint of what a reader sees of a module's page; None without a text.

    It is the start of a SHA-256 over `markdown.visible.signed_form`, 12 hex digits: words with their
    strikes, where links lead, pictures by their content and their descriptions, numbers of lists. A
    change of layout alone keeps it.
    """
    text = module.text
    return None if text is None else _fingerprint(text, _list_blobs(module))


def signed_text(module: Module) -> str:
    """Return what a page tells a reader: its words, strikes, where links lead, which pictures."""
    return signed_words(read_document(module.text or ""), dict(_list_blobs(module)))


def part_fingerprint(module: Module, part: str) -> str:
    """Return the fingerprint of one seat's part: its text, its files, and the order it gave the page."""
    content, seat = module.content, module.brief.find_seat(part)
    media = content.media.values() if content else ()
    blobs = sorted(file.blob for file in media if file.name.startswith(f"{part}/"))
    text = content.texts.get(part, "") if content else ""
    arranged = module.arrangement if seat and seat.integrates else None
    order = [repr(step) for step in arranged.order] if arranged else []
    page = _fingerprint(join_texts({part: text}), _list_blobs(module))
    return _digest("\n".join([page, *blobs, *order]))


def _list_blobs(module: Module) -> tuple[tuple[str, str], ...]:
    media = module.content.media.values() if module.content else ()
    return tuple((file.name, file.blob) for file in media if file.blob)


@lru_cache(maxsize=1 << 16)
def _fingerprint(text: str, blobs: tuple[tuple[str, str], ...]) -> str:
    def find() -> str:
        return _digest(signed_form(read_document(text), dict(blobs)))

    return PURE.ask("fingerprint", (text, blobs), str, find)
