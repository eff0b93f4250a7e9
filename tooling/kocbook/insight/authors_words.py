"""Whether the published words are those that the authors delivered, and who agreed to them.

Words are compared as fingerprints do (`words_of`): layout, markup, link targets and white space
play no part, so that laying a text out is no change, and rewriting it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from kocbook.insight.fingerprint import page_fingerprint, plain_text, words_of
from kocbook.insight.state import latest_reviews
from kocbook.load.content_history import ContentVersion
from kocbook.model.community import Module

# Words with letters stay whole, marks inside them included; of Chinese, each character is one.
_TOKEN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:[.,'’/_-][A-Za-z0-9\u00c0-\u024f]+)*|\S")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: the same in both, gone from the first, or new in the second."""

    kind: str
    """"same", "gone" or "new"."""
    text: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """The text of a page as it was delivered, and the commit that holds it."""

    commit: str
    text: str


def accepted_text(module: Module, as_of: date) -> str | None:
    """Return the fingerprint of the words that the latest reviews judged, where they name it."""
    named = [review.text for review in latest_reviews(module, as_of) if review.text]
    return named[-1] if named else None


def find_delivered(
    module: Module,
    versions: Iterable[ContentVersion],
    accepted: str | None,
    delivered: date | None,
) -> Delivered | None:
    """Return the text that was delivered: the one judged, else the last up to the delivery.

    `versions` are newest first. None where neither a review nor a claim says which it was, or
    where the history does not hold it.
    """
    for version in versions:
        then = replace(module, content=version.content)
        judged = accepted is not None and page_fingerprint(then) == accepted
        by_day = accepted is None and delivered is not None and version.day <= delivered
        if then.text is not None and (judged or by_day):
            return Delivered(version.commit, then.text)
    return None


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return `after` beside `before` as pieces in reading order; one "same" piece for equal words."""
    old, new = _cut(before), _cut(after)
    if words_of(before) == words_of(after):
        return (Piece("same", "".join(new)),) if new else ()
    pieces: list[Piece] = []
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    _add(pieces, "same", old[:start])
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    matcher = SequenceMatcher(None, inner_old, inner_new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        gone, come = inner_old[a:b], inner_new[c:d]
        if kind == "equal" or _bare(gone) == _bare(come):
            _add(pieces, "same", come)
            continue
        _add(pieces, "gone", gone)
        _add(pieces, "new", come)
    _add(pieces, "same", old[len(old) - end :] if end else [])
    return tuple(pieces)


def count_words(pieces: Iterable[Piece], kind: str) -> int:
    """Count the words of one kind: each Chinese character is one, marks are none."""
    text = " ".join(piece.text for piece in pieces if piece.kind == kind)
    return sum(token[0].isalnum() for token in _TOKEN.findall(text))


def _cut(text: str) -> list[str]:
    """Cut a text into words, each with the space after it where it had one."""
    plain = plain_text(text)
    found = list(_TOKEN.finditer(plain))
    follows = [plain[match.end() : match.end() + 1].isspace() for match in found]
    return [
        match[0] + (" " if gap and match[0].isascii() else "")
        for match, gap in zip(found, follows, strict=True)
    ]


def _common(old: list[str], new: list[str]) -> int:
    """Count how many words both begin with: looking for a difference starts behind them."""
    count = 0
    for a, b in zip(old, new, strict=False):
        if a.strip() != b.strip():
            break
        count += 1
    return count


def _bare(words: list[str]) -> str:
    return "".join(word.strip() for word in words)


def _add(pieces: list[Piece], kind: str, words: list[str]) -> None:
    text = "".join(words)
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))
