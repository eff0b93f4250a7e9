"""Where a paragraph is not prose: inline code, formulas, tags, addresses and escaped signs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_OPENER = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])|(?P<code>`+)|(?P<display>\$\$)|(?P<math>\$)"
    r"|(?P<comment><!--)|(?P<tag><(?=[A-Za-z/!?]))|(?P<target>\]\()|(?P<address>https?://)"
)
_TICKS = re.compile(r"`+")
_TAG_REST = re.compile(r"[^<>]{1,2000}+>")
_TARGET_REST = re.compile(r"[^()]{0,1000}+(?:\([^()]{0,200}+\)[^()]{0,200}+){0,8}+\)")
_ADDRESS_REST = re.compile(r"[!#-;=?-_a-z~]{1,2000}+")


class Span(NamedTuple):
    """Half-open range of offsets, and what it is: code, math, tag, target, address or escape."""

    start: int
    end: int
    kind: str


def inline_spans(paragraph: str) -> list[Span]:
    """Return what of one paragraph is no prose, in order and without overlaps."""
    return list(_Scanner(paragraph).spans())


def masked(paragraph: str, spans: Iterable[Span]) -> str:
    """Return a paragraph of the same length whose spans no pattern matches."""
    parts, at = [], 0
    for start, end, _ in spans:
        parts += [paragraph[at:start], "\0" * (end - start)]
        at = end
    return "".join([*parts, paragraph[at:]])


class _Scanner:
    """One pass over a paragraph; what cannot close is looked for once, so the pass is linear."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ticks: dict[int, list[int]] = {}
        for run in _TICKS.finditer(text):
            self._ticks.setdefault(len(run[0]), []).append(run.start())
        self._last = {sign: text.rfind(sign) for sign in ("$$", "-->")}

    def spans(self) -> Iterator[Span]:
        at = 0
        while match := _OPENER.search(self._text, at):
            kind = str(match.lastgroup)
            end = self._end(kind, match)
            at = end or match.end()
            if end:
                kind = {"display": "math", "comment": "tag"}.get(kind, kind)
                yield Span(match.start(), end, kind)

    def _end(self, kind: str, match: re.Match[str]) -> int:
        """Return where the span that `match` opens ends, or 0 if it never does."""
        at = match.end()
        match kind:
            case "escape":
                return at
            case "code":
                return self._code_end(at, len(match[0]))
            case "display":
                return self._found("$$", at)
            case "comment":
                return self._found("-->", at)
            case "math":
                return self._math_end(at)
        rest = {"tag": _TAG_REST, "target": _TARGET_REST, "address": _ADDRESS_REST}[kind]
        found = rest.match(self._text, at)
        return found.end() if found else 0

    def _code_end(self, at: int, length: int) -> int:
        starts = self._ticks.get(length, [])
        place = bisect_left(starts, at)
        return starts[place] + length if place < len(starts) else 0

    def _found(self, sign: str, at: int) -> int:
        if self._last[sign] < at:
            return 0
        return self._text.find(sign, at) + len(sign)

    def _math_end(self, at: int) -> int:
        end = self._text.find("$", at)
        if end <= at or self._text[at].isspace() or self._text[end - 1].isspace():
            return 0
        return 0 if self._text[end + 1 : end + 2].isdigit() else end + 1
