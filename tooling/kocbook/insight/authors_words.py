"""Whether the published words are those that the authors delivered, and who agreed to them.

Layout and white space play no part, so that laying a text out is no change. Rewriting it is one, and so
is striking words through, leading a link elsewhere or putting another picture in a picture's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from kocbook.insight.fingerprint import page_fingerprint, signed_text
from kocbook.insight.state import latest_reviews
from kocbook.model.community import Module
from kocbook.records.content_history import ContentVersion

# Words with letters stay whole, marks inside them included; of Chinese, each character is one.
# What is told behind words (`signed_words`: a target, a picture) is one too.
_TOKEN = re.compile(r"⟦[^⟦⟧]*⟧|[A-Za-z0-9\u00c0-\u024f]+(?:[.,'’/_-][A-Za-z0-9\u00c0-\u024f]+)*|\S")

_TOLD = re.compile(r"⟦([^⟦⟧|]*)[^⟦⟧]*⟧")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: the same in both, gone from the first, or new in the second."""

    kind: str
    """"same", "gone" or "new"."""
    text: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a page told as it was delivered (`signed_text`), its fingerprint, and the commit that holds it."""

    commit: str
    told: str
    fingerprint: str | None


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
        mark = page_fingerprint(then)
        judged = accepted is not None and mark == accepted
        by_day = accepted is None and delivered is not None and version.day <= delivered
        if then.text is not None and (judged or by_day):
            return Delivered(version.commit, signed_text(then), mark)
    return None


def compare_texts(before: str, after: str) -> tuple[Piece, ...]:
    """Return `after` beside `before`, two told texts, as pieces in reading order; one "same" for equals."""
    old, new = _cut(before), _cut(after)
    if _bare(old) == _bare(new):
        return (Piece("same", _shown("".join(new))),) if new else ()
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
    """Cut a told text into words, each with the space after it where it had one."""
    found = list(_TOKEN.finditer(text))
    follows = [text[match.end() : match.end() + 1].isspace() for match in found]
    return [
        match[0] + (" " if gap and match[0].isascii() else "")
        for match, gap in zip(found, follows, strict=True)
    ]


def _shown(text: str) -> str:
    """Return a piece as people read it: a picture without what tells its content."""
    return _TOLD.sub(r"⟦\1⟧", text)


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
    text = _shown("".join(words))
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))
