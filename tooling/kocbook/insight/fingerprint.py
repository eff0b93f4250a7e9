"""Short fingerprints of what people agreed to: the terms of a brief, the words of a text."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from kocbook.model.brief import Brief

LENGTH = 12

# Every repetition is bounded or possessive: a hostile text must cost seconds at most.
_BLOCK_MARKS = re.compile(
    r"^[ \t]{0,200}+(?:#{1,6}[ \t]|>[ \t]?|[-*+][ \t](?:\[[ xX]\][ \t])?|\d{1,3}[.)][ \t]"
    r"|(?:!!!|\?\?\?\+?)[ \t]*[\w-]*|`{3,}.*|~{3,}.*|\|?[ \t]{0,200}+:?-{3,}+[-:| \t]*+$)",
    re.MULTILINE,
)
_INLINE = (
    (re.compile(r"</?[A-Za-z][^>]{0,1000}>"), ""),
    (re.compile(r"\{:?[ \t]{0,200}[.#][^}\n]{0,1000}\}"), ""),
    (re.compile(r"(!?\[[^\]\n]{0,1000}\])\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"\*+|`+|~~|\|"), ""),
    (re.compile(r"(?<![^\W_])_+|_+(?![^\W_])"), ""),
    (re.compile(r"!?\[([^\]\n]{0,1000})\]"), r"\1"),
)
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
    """Return the words of a Markdown text: without markup, link targets and white space."""
    return _SPACE.sub("", plain_text(text))


def plain_text(text: str) -> str:
    """Return a Markdown text without markup and link targets, its white space as it was."""
    text = _without_comments(_BLOCK_MARKS.sub("", text.replace("\r\n", "\n")))
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text


def _without_comments(text: str) -> str:
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[done:start])
        done = end + 3
    return "".join(parts) + text[done:]


@lru_cache(maxsize=4096)
def text_fingerprint(text: str) -> str:
    """Return the fingerprint of a text's words: a change of layout alone keeps it."""
    return _digest(words_of(text))
