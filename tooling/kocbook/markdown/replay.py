"""Is everything that an author wrote on the page? The page is replayed against the source.

The judge shares nothing with the renderer. It does not parse: it goes along the source and the page's
visible signs side by side, and every sign of the source must either stand on the page or be paid for
by a structure that the page has at that very place: `**` by the edge of bold words, `3.` by a list
item, `](a.jpg)` by a picture from there, `[^1]` by the call of that footnote. What is neither shown
nor paid for was lost.

Why not a second parser: markdown-it-py takes 38 ms for 27,000 characters, where the whole parse takes
half of that, and two grammars differ in places that no author cares about, each a false alarm. Why
not the renderer's own positions: they would be wrong where it is wrong. Checking that a given page is
a possible reading needs no grammar of precedence (which `*` closes which), only what each sign may
become; so it is short, linear where nothing is lost, and raises no alarm over a reading that it did
not think of, as long as every sign went somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kocbook.markdown.html_tree import Element
from kocbook.markdown.page_signs import LINK, PICTURE, Item, PageSigns, read_signs
from kocbook.markdown.source_patterns import DEFINITION, NOTE, RUN, SPACE, TAG, is_html
from kocbook.markdown.source_signs import Leads, Marker, Moves, State

_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\ufeff]")
_TO_TARGET = re.compile(r"\](?:\([^\n]*?\)|\[[^\]\n]*\])?")
_PIECE = re.compile(r"[^\W_]+")
_QUOTE = re.compile(r"[>\s]*")
_MOST_LOSSES = 20
_CONTEXT = 12
"""Signs of the source and of the page that are told of words at least."""
_CLOSE = 8
"""Signs that are tried one by one behind a loss, before words are."""
_TRIES = 60
_REACH = 4000
"""Signs of the page that are looked through for where source and page agree again."""
_STEPS = 8
"""Steps for a sign of the source before the judge gives up: real texts take less than one."""

Path = tuple["Path | None", Marker] | None
"""The signs of list items that were met on the way, the last first."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A difference: its kind, where it begins in the source, what was written and what is shown.

    Kinds: `words`, `target` (of a link, picture or film), `number` and `level` (of a list item).
    """

    kind: str
    start: int
    end: int
    written: str
    shown: str = ""


def find_losses(source: str, root: Element, leads: Leads = str) -> list[Loss]:
    """Return what of `source` a reader of the finished tree `root` does not see, in order.

    `leads` says what becomes of addresses on the way to the page.
    """
    return _Judge(_UNSEEN.sub(" ", source), read_signs(root), leads).find()


class _Judge:
    def __init__(self, source: str, page: PageSigns, leads: Leads) -> None:
        self.source = source
        self.page = page
        self.moves = Moves(source, page, leads)
        self.seen: set[State] = set()
        self.left = _STEPS * len(source) + 1000

    def find(self) -> list[Loss]:
        losses: list[Loss] = []
        markers: list[Marker] = []
        starts: list[State] = [(0, 0, True, ())]
        while starts and len(losses) < _MOST_LOSSES:
            furthest, path = self.follow(starts)
            markers += _unfold(path)
            if not furthest:
                break
            loss, starts = self.lose(furthest)
            losses.append(loss)
        losses += judge_items(self.source, self.page, markers)
        return sorted(losses, key=lambda loss: loss.start)

    # ------------------------------------------------------------------ side by side

    def follow(self, starts: list[State]) -> tuple[list[State], Path]:
        """Go along source and page; return the furthest places where both agree, none for the ends."""
        waiting: list[tuple[State, Path]] = [(start, None) for start in starts]
        furthest, way = starts[:0], None
        reached, end = -1, len(self.source)
        while waiting:
            state, path = waiting.pop()
            state, steps = self.moves.glide(state)
            self.left -= steps + 1
            if state in self.seen:
                continue
            self.seen.add(state)
            if self.left < 0 or (state[0] >= end and state[1] == self.page.end and not state[3]):
                return [], path
            if state[0] > reached:
                reached, furthest, way = state[0], [], path
            if state[0] == reached:
                furthest.append(state)
            for after, marker in self.moves.after(state):
                waiting.append((after, (path, marker) if marker else path))
        return furthest, way

    # ------------------------------------------------------------------ where they part

    def lose(self, states: list[State]) -> tuple[Loss, list[State]]:
        """Return what is lost behind the furthest places, and where source and page agree again."""
        at, shown, _, back = max(states)
        space = SPACE.match(self.source, at)
        at = space.end() if space else at
        if definition := self.find_definition(at):
            # What was tried within it led nowhere: all of it is unseen.
            start, end = definition
            shown = max(shown - (at - start), back[-1][0] if back else 0, 0)
            return self.make("words", start, end, shown), [(end, shown, True, back)]
        kinds = self.page.kinds.get(shown, 0)
        target = _TO_TARGET.match(self.source, at) if kinds & (LINK | PICTURE) else None
        if target:
            return self.make("target", at, target.end(), shown), _behind(states, target.end())
        if tag := TAG.match(self.source, at):
            kind = "target" if is_html(tag) else "words"
            return self.make(kind, at, tag.end(), shown), _behind(states, tag.end())
        at, shown = self.agree(at, shown)
        again = self.find_again(at, shown, back)
        end = again[0] if again else len(self.source)
        return self.make("words", at, end, shown), [again] if again else []

    def find_definition(self, at: int) -> tuple[int, int] | None:
        """Return where the definition on whose line a place stands begins and ends."""
        line = self.source.rfind("\n", 0, at) + 1
        start = _QUOTE.match(self.source, line).end()  # type: ignore[union-attr]
        if note := NOTE.match(self.source, start):
            if note[1].casefold() in self.page.notes:
                return None
            end = self.source.find("\n", at)
            return (start, end if end >= 0 else len(self.source)) if start < at else None
        found = DEFINITION.match(self.source, start)
        return (start, found.end()) if found and start <= at < found.end() else None

    def make(self, kind: str, start: int, end: int, shown: int) -> Loss:
        least = start + (_CONTEXT if kind == "words" else 0)
        written = self.source[start : max(end, least)].strip()
        # Where the page goes on and the source has ended, its last words say where.
        written = written or self.source[:start].strip()[-_CONTEXT:]
        return Loss(
            kind, start, end, _shorten(written), _shorten(self.page.text[shown:][:_CONTEXT])
        )

    def agree(self, at: int, shown: int) -> tuple[int, int]:
        """Go on sign by sign within a run of words."""
        run = RUN.match(self.source, at)
        end = run.end() if run else at
        while at < end:
            if not self.source[at].isspace():
                if self.page.text[shown : shown + 1] != self.source[at]:
                    break
                shown += 1
            at += 1
        return at, shown

    def find_again(self, at: int, shown: int, back: tuple[tuple[int, int], ...]) -> State | None:
        """Return the nearest place where words of the source go on on the page."""
        end = back[-1][1] if back else self.page.end
        best: tuple[int, State] | None = None
        for start in self.iter_pieces(at):
            if best and start - at >= best[0]:
                break
            run = RUN.match(self.source, start)
            words = "".join(run[0].split())[:6] if run else ""
            if len(words) < 2:
                continue
            found = self.page.text.find(words, shown, min(shown + _REACH, end))
            apart = start - at + found - shown
            if found >= 0 and (best is None or apart < best[0]):
                best = apart, (start, found, False, back)
        if best is None and back:
            return self.find_again(at, back[-1][0], back[:-1])
        return best[1] if best else None

    def iter_pieces(self, at: int) -> Iterator[int]:
        yield from range(at, min(at + _CLOSE, len(self.source)))
        for number, piece in enumerate(_PIECE.finditer(self.source, at)):
            if number >= _TRIES:
                return
            yield piece.start()


def _behind(states: list[State], end: int) -> list[State]:
    return [(end, shown, begins, back) for _, shown, begins, back in states]


def _unfold(path: Path) -> list[Marker]:
    markers = []
    while path:
        path, marker = path
        markers.append(marker)
    return markers[::-1]


def _shorten(words: str) -> str:
    return words.split("\n", maxsplit=1)[0][:40]


# ---------------------------------------------------------------------- numbers and levels of lists


def judge_items(source: str, page: PageSigns, markers: list[Marker]) -> list[Loss]:
    """Return where an item's number or level is not the one that was written."""
    losses: list[Loss] = []
    firsts: dict[int, int] = {}
    before: tuple[Item, int, int] | None = None
    for marker, item in _pair(page, markers):
        at, _, written = marker
        line = source.rfind("\n", 0, at) + 1
        column, quotes = len(source[line:at].expandtabs(4)), source.count(">", line, at)
        if written is not None and item.number is not None:
            # Many write `1.` before every item; the first number of a list has to be its own.
            if written not in (item.number, firsts.get(item.of)):
                losses.append(Loss("number", at, at + 1, f"{written}.", f"{item.number}."))
            firsts.setdefault(item.of, written)
        if before and before[1] + 2 <= column and before[2] == quotes and _lifts(before[0], item):
            losses.append(Loss("level", at, at + 1, source[at:].split("\n", maxsplit=1)[0][:40]))
        before = item, column, quotes
    return losses


def _lifts(before: Item, item: Item) -> bool:
    return item.depth <= before.depth and item.apart == before.apart


def _pair(page: PageSigns, markers: list[Marker]) -> Iterator[tuple[Marker, Item]]:
    """Pair the signs of items with the items of the page: as many of both stand at each place."""
    for shown, group in groupby(markers, key=lambda marker: marker[1]):
        signs, items = list(group), page.items[shown]
        if len(signs) == len(items):
            yield from zip(signs, items, strict=True)
