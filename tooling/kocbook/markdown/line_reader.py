"""What a line of Markdown is before anything parses it: fence, list item, code by indentation."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(
    r"[ >]{0,40}(?:(?:[-*+]|\d{1,9}[.)]) {1,4}){0,9}(`{3,}(?=[^`]*$)|~{3,})", re.DOTALL
)
_CLOSE = re.compile(r"[ >]{0,40}(`{3,}|~{3,})[ \t]*$")
_ITEM = re.compile(r" *+(?:([-*+:]|\d{1,9}[.)])|(\[\^[^\]\s]{1,99}\]:))(?: +|\t|$)")
_RULE = re.compile(r" {0,3}(?:=+|-+|[-*_](?:[ \t]*+[-*_]){2,})[ \t]*$")
HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")


def indent_of(line: str) -> int:
    """Return the columns of white space before the first sign, a tab reaching to the next four."""
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blank.expandtabs(4))


def dedent(line: str, columns: int) -> tuple[str, int]:
    """Return a line without up to `columns` of indentation, and how many signs were cut off."""
    indent = indent_of(line)
    words = line.lstrip(" \t")
    kept = " " * max(0, indent - columns)
    return kept + words, len(line) - len(kept) - len(words)


def is_item(line: str) -> bool:
    """True where a list item, a footnote or the meaning of a term begins."""
    return _ITEM.match(line) is not None


@dataclass(frozen=True)
class Fence:
    """An open fence: its sign, its length, and whether it ends with the list it stands in."""

    sign: str
    nested: bool

    def closed_by(self, line: str) -> bool:
        """True for the line that closes the fence and still belongs to it."""
        match = _CLOSE.match(line)
        return match is not None and match[1][0] == self.sign[0] and len(match[1]) >= len(self.sign)

    def left_by(self, line: str) -> bool:
        """True for the first line after the list or quote that an unclosed fence stood in."""
        return self.nested and bool(line.strip()) and line[0] not in " \t>"


class LineReader:
    """Reads lines one after the other and knows whether each is code.

    It follows CommonMark as far as one line after the other allows and, where that is unsure,
    says "code": what only looks like code is left alone, which changes no word.
    """

    def __init__(self) -> None:
        """Begin at the start of a text."""
        self._fence: Fence | None = None
        self._content = 0  # the column at which the text of the last list item begins
        self._blank = True  # no paragraph is open, so that deep indentation begins code
        self._indented = False

    @property
    def open_fence(self) -> str:
        """The sign of the fence that is still open, or nothing."""
        return self._fence.sign if self._fence else ""

    def is_indented_code(self, line: str) -> bool:
        """True if the next line would be code by its indentation alone."""
        deep = bool(line.strip()) and indent_of(line) >= self._content + 4
        return deep and not self._fence and (self._blank or self._indented)

    def in_code(self, line: str) -> bool:
        """Take the next line; True where it is code or the fence of code."""
        if self._fence and not self._fence.left_by(line):
            if self._fence.closed_by(line):
                self._fence, self._blank = None, True
            return True
        self._fence = None
        indented = self.is_indented_code(line)
        self._follow(line, indented)
        if not indented and (match := _FENCE.match(line)):
            in_list = self._content > 0 and indent_of(line) >= 2
            nested = in_list or match.start(1) >= 4 or ">" in line[: match.start(1)]
            self._fence = Fence(match[1], nested)
            return True
        return indented

    def _follow(self, line: str, indented: bool) -> None:
        if not line.strip():
            self._blank = True
            return
        if not indented and (match := _ITEM.match(line)):
            note = match[2] is not None
            self._content = indent_of(line) + 4 if note else min(match.end(), match.end(1) + 4)
        elif self._blank and indent_of(line) == 0:
            self._content = 0
        self._indented, self._blank = indented, bool(HEADING.match(line) or _RULE.match(line))
