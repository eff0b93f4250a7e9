"""Short fingerprints of what people agreed to: the terms of a brief, the words of a text."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from kocbook.markdown.document import read_document
from kocbook.markdown.visible import signed_form, visible_words
from kocbook.model.brief import Brief

LENGTH = 12
_SPACE = re.compile(r"\s+")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def terms_fingerprint(brief: Brief) -> str:
    """Return the fingerprint of what a claim agrees to: seats, shares, reward and terms.

    It is the start of a SHA-256 over their canonical JSON, 12 hex digits. Skills wanted and the
    goals are not part of it: they may be made clearer while somebody works.
    """
    return _terms_of(_Same(brief))


class _Same:
    """A brief as a key: equal to itself alone. Many rules ask for the terms of the same one."""

    __slots__ = ("brief",)

    def __init__(self, brief: Brief) -> None:
        self.brief = brief

    def __hash__(self) -> int:
        return id(self.brief)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.brief is self.brief


@lru_cache(maxsize=1 << 14)
def _terms_of(same: _Same) -> str:
    brief = same.brief
    seats = [
        {"id": seat.id, "role": seat.role, "share": seat.share, "duty": seat.duty}
        for seat in brief.seats
    ]
    agreed = {"seats": seats, "reward": asdict(brief.reward), "terms": asdict(brief.terms)}
    return _digest(
        json.dumps(
            agreed, ensure_ascii=False, sort_keys=True, default=_plain, separators=(",", ":")
        )
    )


def words_of(text: str) -> str:
    """Return the words of a Markdown text as readers see them, without white space."""
    return _SPACE.sub("", plain_text(text))


@lru_cache(maxsize=256)
def plain_text(text: str) -> str:
    """Return the words of a Markdown text as readers see them, blocks apart by line ends."""
    return visible_words(read_document(text))


@lru_cache(maxsize=1 << 16)
def text_fingerprint(text: str) -> str:
    """Return the fingerprint of what a reader sees of a text: a change of layout alone keeps it.

    It is the start of a SHA-256 over `markdown.visible.signed_form`, 12 hex digits: words with their strikes, where
    links lead, pictures and their descriptions, numbers of lists.
    """
    return _digest(signed_form(read_document(text)))
