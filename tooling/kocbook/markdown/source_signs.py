"""What each sign of a Markdown source may become: a sign of the page, or one of its structures.

This is the source's half of the comparison in `replay`. It knows which signs may be unseen, and what
of the page has to stand there for each; it knows nothing of what comes before what, which is grammar.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import unescape

from kocbook.markdown.figure_kinds import find_kind
from kocbook.markdown.page_signs import (
    BLOCK_CODE,
    BREAK,
    CODE,
    EMPHASIS,
    FORMULA,
    HEADING,
    LINK,
    PICTURE,
    RULE,
    STRIKE,
    TABLE,
    TERM,
    PageSigns,
    plain_address,
)
from kocbook.markdown.source_patterns import (
    ADDRESSED,
    ALERT,
    AUTOLINK,
    BULLET,
    CALL,
    COMMENT,
    DEFINITION,
    DELIMITERS,
    ENTITY,
    ESCAPED,
    FENCE,
    FIRST,
    HAN,
    LABELLED,
    LETTER,
    NOTE,
    NUMBER,
    RULE_LINE,
    RUN,
    SPACE,
    STEP,
    TAG,
    TARGET,
    TICK,
    UNDERLINE,
    UNSEEN,
    fold_label,
    is_html,
    is_kept,
    numbered_sign,
    read_address,
    read_attributes,
)

Back = tuple[tuple[int, int], ...]
"""Where a footnote returns to, and where it ends, for each that the place is within."""
State = tuple[int, int, bool, Back]
"""A place in the source, the place on the page beside it, whether a line or an item begins, footnotes."""
Marker = tuple[int, int, int | None]
"""A list item's sign: its place in the source, its place on the page, its number."""
Leads = Callable[[str], str]
"""Where an address of the source leads on the page."""
Move = tuple[State, Marker | None]

_MOST_NOTES = 4
"""Footnotes of one label that are told apart."""
_PLAIN = {
    "*": EMPHASIS,
    "_": EMPHASIS,
    "~": STRIKE | BLOCK_CODE,
    "`": CODE | BLOCK_CODE,
    "$": FORMULA,
    "|": TABLE,
    "#": HEADING,
}


class Moves:
    """Says how source and page can go on together from a place."""

    def __init__(self, source: str, page: PageSigns, leads: Leads) -> None:
        self.source = source
        self.leads = leads
        self.page = page
        self.text = page.text
        self.kinds = page.kinds
        self.hidden: dict[str, Callable[[int, int], Iterator[tuple[int, int]]]] = {
            "!": self._picture,
            "\\": self._escape,
            "[": self._opening,
            "]": self._closing,
            "<": self._angle,
            "&": self._entity,
        }
        self.quoted = bytearray(len(page.text) + 1)
        for start, end in page.quotes:
            self.quoted[start : end + 1] = b"\1" * (end + 1 - start)
        self.definitions: dict[str, set[str]] = defaultdict(set)
        if "]:" in source:
            for found in DEFINITION.finditer(source):
                self.definitions[fold_label(found[1])] |= self.wanted(found[2])
        self.defined = frozenset[str]().union(*self.definitions.values())

    def glide(self, state: State) -> tuple[State, int]:
        """Go on while there is one way to go on, and say how many steps that was.

        It is what `after` would say, for what most of a text is made of: words, and signs that are
        either on the page or those of a structure there. What is neither, or may be both, is left
        to `after`.
        """
        at, shown, begins, back = state
        if back or (begins and not LETTER.match(self.source, at)):
            return state, 0
        match, starts, kinds = STEP.match, self.text.startswith, self.kinds
        steps = 0
        while step := match(self.source, at):
            steps += 1
            run, sign = step.groups()
            if words := "".join(run.split()):
                if not starts(words, shown):
                    break
                at, shown = step.end(1), shown + len(words)
            if not sign:
                if words:
                    continue
                break
            is_shown = starts(sign, shown)
            if is_shown == bool(kinds.get(shown, 0) & _PLAIN[sign]):
                break
            at, shown = step.end(), shown + is_shown
        return (at, shown, False, back) if at > state[0] else state, steps

    def after(self, state: State) -> list[Move]:
        """Return the places that follow; the last is the likeliest."""
        at, shown, begins, back = state
        space = SPACE.match(self.source, at)
        if space and space.end() > at:
            begins = begins or "\n" in space[0]
            at = space.end()
        moves: list[Move] = []
        if back and shown == back[-1][1]:
            moves.append(((at, back[-1][0], begins, back[:-1]), None))
        if at >= len(self.source):
            if space and space.end() > state[0]:
                moves.append(((at, shown, begins, back), None))
            return moves
        sign = self.source[at]
        if begins:
            moves += self._line_start(sign, at, shown, back)
        if self.kinds.get(shown, 0) & _PLAIN.get(sign, 0):
            moves.append(((at + 1, shown, False, back), None))
        elif hidden := self.hidden.get(sign):
            moves += [((end, then, False, back), None) for end, then in hidden(at, shown)]
        # Where many signs may begin an item, all that follows is not looked at for each.
        run = (FIRST if begins and not sign.isalpha() else RUN).match(self.source, at)
        words = "".join(run[0].split()) if run else sign
        if self.text.startswith(words, shown):
            end = run.end() if run else at + 1
            moves.append(((end, shown + len(words), False, back), None))
        return moves

    def wanted(self, written: str) -> set[str]:
        """Return what a written address may be on the page."""
        meant = read_address(written)
        return meant | {plain_address(self.leads(one)) for one in meant}

    # ------------------------------------------------------------------ where a line or an item begins

    def _line_start(self, sign: str, at: int, shown: int, back: Back) -> Iterator[Move]:
        kinds = self.kinds.get(shown, 0)
        if sign == ">":
            if self.quoted[shown]:
                yield (at + 1, shown, True, back), None
        elif sign == "[":
            yield from self._definition(at, shown, back)
        elif sign.isdigit():
            yield from self._item(NUMBER.match(self.source, at), shown, back)
        elif sign in "-+*":
            yield from self._item(BULLET.match(self.source, at), shown, back)
        elif sign == ":" and kinds & TERM:
            yield (at + 1, shown, True, back), None
        elif sign in "`~" and (drawn := self.page.figures.get(shown)):
            yield from self._figure(FENCE.match(self.source, at), drawn, shown, back)
        for pattern, kind in _WHOLE_LINES.get(sign, ()):
            found = pattern.match(self.source, at) if kinds & kind else None
            if found and not (kind == BLOCK_CODE and HAN.search(found[1])):
                yield (found.end(), shown, False, back), None

    def _item(self, found: re.Match[str] | None, shown: int, back: Back) -> Iterator[Move]:
        """A bullet or a number is paid for by an item of its kind."""
        items = self.page.items.get(shown)
        if found is None or not items:
            return
        number = int(found[1]) if found.re is NUMBER else None
        if any((item.number is None) == (number is None) for item in items):
            yield (found.end(), shown, True, back), (found.start(), shown, number)

    def _figure(
        self, fence: re.Match[str] | None, drawn: set[str], shown: int, back: Back
    ) -> Iterator[Move]:
        """The fence of a block is paid for by a picture of the kind that it names."""
        if fence and (not fence[1].strip() or find_kind(fence[1]) in drawn):
            yield (fence.end(), shown, True, back), None

    def _definition(self, at: int, shown: int, back: Back) -> Iterator[Move]:
        """A footnote stands at the end of the page; the address of links is that of one of them."""
        if note := NOTE.match(self.source, at):
            for start, end in self.page.notes.get(note[1].casefold(), [])[:_MOST_NOTES]:
                yield (note.end(), start, True, (*back, (shown, end))), None
            return
        found = DEFINITION.match(self.source, at)
        if found and self.wanted(found[2]) & self.page.addresses:
            for end in {found.end(), found.end(2)}:
                yield (end, shown, True, back), None

    # ------------------------------------------------------------------ within a line

    def _picture(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        # The finished page leads to pictures that lie elsewhere.
        if self.source.startswith("[", at + 1) and self.kinds.get(shown, 0) & (PICTURE | LINK):
            yield at + 1, shown

    def _escape(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        if ESCAPED.match(self.source, at) and self.text.startswith(self.source[at + 1], shown):
            yield at + 2, shown + 1
        elif self.source.startswith("\n", at + 1) and self.kinds.get(shown, 0) & BREAK:
            yield at + 1, shown

    def _opening(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        if calls := self.page.calls.get(shown):
            call = CALL.match(self.source, at)
            if call and call[1].casefold() in calls:
                yield call.end(), shown
        if ticks := self.page.ticks.get(shown):
            tick = TICK.match(self.source, at)
            if tick and (tick[1] != " ") in ticks:
                yield tick.end(), shown
        if shown in self.page.titles:
            alert = ALERT.match(self.source, at)
            if alert:
                usual = self.page.titles[shown] if not alert[2].strip() else shown
                yield alert.end(1) + 1, usual
        if self.kinds.get(shown, 0) & (LINK | PICTURE):
            yield at + 1, shown

    def _closing(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        if not self.kinds.get(shown, 0) & (LINK | PICTURE):
            return
        targets = set(self.page.targets.get(shown, ()))
        found = TARGET.match(self.source, at)
        if found:
            wanted = self.wanted(found[1])
            if wanted & targets or wanted == {""} or not is_kept(wanted):
                yield found.end(), shown
        labelled = LABELLED.match(self.source, at)
        if labelled and self.definitions.get(fold_label(labelled[1]), set()) & targets:
            yield labelled.end(), shown
        if self.defined & targets:
            yield at + (3 if self.source.startswith("[]", at + 1) else 1), shown

    def _angle(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        for comment in filter(None, (COMMENT.match(self.source, at),)):
            yield comment.end(), shown
        if address := AUTOLINK.match(self.source, at):
            for words in {address[1], unescape(address[1])}:
                end = shown + len(words)
                wanted = {plain_address(words), plain_address(f"mailto:{words}")}
                if self.text.startswith(words, shown) and (
                    wanted & set(self.page.targets.get(end, ())) or not is_kept({words})
                ):
                    yield address.end(), end
        if tag := TAG.match(self.source, at):
            yield from self._tag(tag, shown)

    def _tag(self, tag: re.Match[str], shown: int) -> Iterator[tuple[int, int]]:
        """An author's own HTML is unseen; its addresses have to be there, and its pictures."""
        attributes = read_attributes(tag[2])
        if attributes is None or not is_html(tag):
            return
        for name in ADDRESSED & attributes.keys():
            meant = plain_address(attributes[name])
            wanted = {meant, plain_address(self.leads(meant))}
            if meant and is_kept(wanted) and not wanted & self.page.addresses:
                return
        yield tag.end(), shown
        alt = UNSEEN.sub("", attributes.get("alt", ""))
        if alt and tag[1].lower() == "img" and self.text.startswith(alt, shown):
            yield tag.end(), shown + len(alt)

    def _entity(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        if entity := ENTITY.match(self.source, at):
            for sign in {unescape(entity[0]), numbered_sign(entity[0])} - {entity[0]}:
                seen = UNSEEN.sub("", sign)
                if self.text.startswith(seen, shown):
                    yield entity.end(), shown + len(seen)


_WHOLE_LINES: dict[str, list[tuple[re.Pattern[str], int]]] = defaultdict(list)
for _signs, _pattern, _kind in (
    ("`~", FENCE, BLOCK_CODE),
    ("=-", UNDERLINE, HEADING),
    ("-*_", RULE_LINE, RULE),
    ("|:-", DELIMITERS, TABLE),
):
    for _sign in _signs:
        _WHOLE_LINES[_sign].append((_pattern, _kind))
