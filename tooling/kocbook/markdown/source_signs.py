"""What each sign of a Markdown source may become: a sign of the page, or one of its structures.

This is the source's half of the comparison in `replay`. It knows which signs may be unseen, and what
of the page has to stand there for each; it knows nothing of what comes before what, which is grammar.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import unescape

from kocbook.markdown.html_names import OTHER_FLAGS, OTHER_HTML
from kocbook.markdown.html_tree import FLAGS
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
from kocbook.markdown.sanitise import SCHEMES, TAGS

Back = tuple[tuple[int, int], ...]
"""Where a footnote returns to, and where it ends, for each that the place is within."""
State = tuple[int, int, bool, Back]
"""A place in the source, the place on the page beside it, whether a line or an item begins, footnotes."""
Marker = tuple[int, int, int | None]
"""A list item's sign: its place in the source, its place on the page, its number."""
Move = tuple[State, Marker | None]

SPACE = re.compile(r"\s*")
RUN = re.compile(r"[^\n*_~`\[\]<&\\$|#!]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\s\ufeff]+")
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")

_BULLET = re.compile(r"[-+*](?=\s|\Z)")
_NUMBER = re.compile(r"(\d{1,9})[.)](?=\s|\Z)")
_FENCE = re.compile(r"(?:`{3,}(?=[^`\n]*$)|~{3,})([^\n]*)$", re.MULTILINE)
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*$", re.MULTILINE)
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.MULTILINE)
_TITLE = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))"""
_LABEL = r"\[((?:\\.|[^\[\]\\]){1,1000})\]"
DEFINITION = re.compile(
    rf"{_LABEL}:\s*(<(?:\\.|[^<>\\\n])*>|[^\s<]\S*)((?:\s+{_TITLE})?)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:")
_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_TICK = re.compile(r"\[([ xX])\](?=\s)")
_ALERT = re.compile(r"\[!([A-Za-z]+)\]([^\n]*)")

_DEEP = r"(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*\))*"
_TARGET = re.compile(rf"\]\(\s*(<(?:\\.|[^<>\\\n])*>|{_DEEP})(?:\s+{_TITLE})?\s*\)", re.DOTALL)
_LABELLED = re.compile(rf"\]{_LABEL}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_COMMENT = re.compile(r"<!--(?:>|->|.*?-->)|<!--.*?--!>", re.DOTALL)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>")
TAG = re.compile(
    r"""</?([A-Za-z][A-Za-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+))?)*)\s*/?>"""
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?""")
_FLAGS = FLAGS | OTHER_FLAGS
_ADDRESSED = frozenset(["src", "href", "poster"])
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
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

    def __init__(self, source: str, page: PageSigns) -> None:
        self.source = source
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
                self.definitions[_fold(found[1])] |= read_address(found[2])

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
        run = RUN.match(self.source, at)
        words = "".join(run[0].split()) if run else sign
        if self.text.startswith(words, shown):
            end = run.end() if run else at + 1
            moves.append(((end, shown + len(words), False, back), None))
        return moves

    # ------------------------------------------------------------------ where a line or an item begins

    def _line_start(self, sign: str, at: int, shown: int, back: Back) -> Iterator[Move]:
        kinds = self.kinds.get(shown, 0)
        if sign == ">":
            if self.quoted[shown]:
                yield (at + 1, shown, True, back), None
        elif sign == "[":
            yield from self._definition(at, shown, back)
        elif sign.isdigit():
            yield from self._item(_NUMBER.match(self.source, at), shown, back)
        elif sign in "-+*":
            yield from self._item(_BULLET.match(self.source, at), shown, back)
        elif sign == ":" and kinds & TERM:
            yield (at + 1, shown, True, back), None
        for pattern, kind in _WHOLE_LINES.get(sign, ()):
            found = pattern.match(self.source, at) if kinds & kind else None
            if found and not (kind == BLOCK_CODE and _HAN.search(found[1])):
                yield (found.end(), shown, False, back), None

    def _item(self, found: re.Match[str] | None, shown: int, back: Back) -> Iterator[Move]:
        """A bullet or a number is paid for by an item of its kind."""
        items = self.page.items.get(shown)
        if found is None or not items:
            return
        number = int(found[1]) if found.re is _NUMBER else None
        if any((item.number is None) == (number is None) for item in items):
            yield (found.end(), shown, True, back), (found.start(), shown, number)

    def _definition(self, at: int, shown: int, back: Back) -> Iterator[Move]:
        """A footnote stands at the end of the page; the address of links is that of one of them."""
        if note := _NOTE.match(self.source, at):
            for start, end in self.page.notes.get(note[1].casefold(), ()):
                yield (note.end(), start, True, (*back, (shown, end))), None
            return
        found = DEFINITION.match(self.source, at)
        if found and read_address(found[2]) & self.page.addresses:
            for end in {found.end(), found.end(2)}:
                yield (end, shown, True, back), None

    # ------------------------------------------------------------------ within a line

    def _picture(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        if self.source.startswith("[", at + 1) and self.kinds.get(shown, 0) & PICTURE:
            yield at + 1, shown

    def _escape(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        if _ESCAPED.match(self.source, at) and self.text.startswith(self.source[at + 1], shown):
            yield at + 2, shown + 1
        elif self.source.startswith("\n", at + 1) and self.kinds.get(shown, 0) & BREAK:
            yield at + 1, shown

    def _opening(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        if calls := self.page.calls.get(shown):
            call = _CALL.match(self.source, at)
            if call and call[1].casefold() in calls:
                yield call.end(), shown
        if ticks := self.page.ticks.get(shown):
            tick = _TICK.match(self.source, at)
            if tick and (tick[1] != " ") in ticks:
                yield tick.end(), shown
        if shown in self.page.titles:
            alert = _ALERT.match(self.source, at)
            if alert:
                usual = self.page.titles[shown] if not alert[2].strip() else shown
                yield alert.end(1) + 1, usual
        if self.kinds.get(shown, 0) & (LINK | PICTURE):
            yield at + 1, shown

    def _closing(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        if not self.kinds.get(shown, 0) & (LINK | PICTURE):
            return
        targets = set(self.page.targets.get(shown, ()))
        found = _TARGET.match(self.source, at)
        if found:
            wanted = read_address(found[1])
            if wanted & targets or wanted == {""} or not _is_kept(wanted):
                yield found.end(), shown
        labelled = _LABELLED.match(self.source, at)
        if labelled and self.definitions.get(_fold(labelled[1]), set()) & targets:
            yield labelled.end(), shown
        if any(addresses & targets for addresses in self.definitions.values()):
            yield at + (3 if self.source.startswith("[]", at + 1) else 1), shown

    def _angle(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        for comment in filter(None, (_COMMENT.match(self.source, at),)):
            yield comment.end(), shown
        if address := _AUTOLINK.match(self.source, at):
            for words in {address[1], unescape(address[1])}:
                end = shown + len(words)
                wanted = {plain_address(words), plain_address(f"mailto:{words}")}
                if self.text.startswith(words, shown) and (
                    wanted & set(self.page.targets.get(end, ())) or not _is_kept({words})
                ):
                    yield address.end(), end
        if tag := TAG.match(self.source, at):
            yield from self._tag(tag, shown)

    def _tag(self, tag: re.Match[str], shown: int) -> Iterator[tuple[int, int]]:
        """An author's own HTML is unseen; its addresses have to be there, and its pictures."""
        attributes = read_attributes(tag[2])
        if attributes is None or not is_html(tag):
            return
        written = {plain_address(attributes[name]) for name in _ADDRESSED & attributes.keys()}
        missed = written - self.page.addresses - {""}
        if any(_is_kept({one}) for one in missed):
            return
        yield tag.end(), shown
        alt = _UNSEEN.sub("", attributes.get("alt", ""))
        if alt and tag[1].lower() == "img" and self.text.startswith(alt, shown):
            yield tag.end(), shown + len(alt)

    def _entity(self, at: int, shown: int) -> Iterator[tuple[int, int]]:
        if entity := _ENTITY.match(self.source, at):
            for sign in {unescape(entity[0]), _number(entity[0])} - {entity[0]}:
                seen = _UNSEEN.sub("", sign)
                if self.text.startswith(seen, shown):
                    yield entity.end(), shown + len(seen)


_WHOLE_LINES: dict[str, list[tuple[re.Pattern[str], int]]] = defaultdict(list)
for _signs, _pattern, _kind in (
    ("`~", _FENCE, BLOCK_CODE),
    ("=-", _UNDERLINE, HEADING),
    ("-*_", _RULE, RULE),
    ("|:-", _DELIMITERS, TABLE),
):
    for _sign in _signs:
        _WHOLE_LINES[_sign].append((_pattern, _kind))


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())


def read_address(written: str) -> set[str]:
    """Return what an address means as it is written in Markdown, for comparison."""
    inner = written[1:-1] if written.startswith("<") else written
    bare = _ESCAPED.sub(r"\1", inner)
    return {plain_address(one) for one in (inner, bare, unescape(bare), unescape(inner))}


def read_attributes(written: str) -> dict[str, str] | None:
    """Return the attributes of a tag; None where words stand in their place."""
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(written):
        name, values = found[1].lower(), found.groups()[1:]
        value = next((one for one in values if one is not None), None)
        if value is None and not (name in _FLAGS or name.startswith(("data-", "aria-"))):
            return None
        attributes.setdefault(name, unescape(value or ""))
    return attributes


def is_html(tag: re.Match[str]) -> bool:
    """True for a tag that an author hardly means as words."""
    is_known = tag[1].lower() in TAGS or tag[1].lower() in OTHER_HTML
    return is_known and read_attributes(tag[2]) is not None


def _is_kept(addresses: set[str]) -> bool:
    """True for addresses that the sanitiser leaves: for the others there are rules of their own."""
    schemes = [_SCHEME.match(one.strip()) for one in addresses]
    return all(found is None or found[1].lower() in SCHEMES for found in schemes)


def _number(entity: str) -> str:
    """Return the sign of a numbered entity as CommonMark reads it."""
    digits = entity.strip("&#;")
    if not entity.startswith("&#"):
        return entity
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    is_sign = 0 < number <= 0x10FFFF and not 0xD800 <= number < 0xE000
    return chr(number) if is_sign else "\ufffd"
