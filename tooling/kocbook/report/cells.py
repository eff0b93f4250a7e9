"""How wide text is in a terminal, where Chinese characters take two cells, and safe to print."""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

# What a terminal would obey instead of showing: C0, C1, bidirectional controls, line separators;
# and lone surrogates, which stand for bytes of a file name that are not UTF-8.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_NEVER_FIRST = "，。、；：？！）》」』】”’…,.;:?!)]}%"
_WORD = re.compile(r"[\x21-\x7e]+|\s+|.", re.DOTALL)


def printable(text: str) -> str:
    """Return `text` on one line, with what a terminal would obey written as an escape."""
    return _UNPRINTABLE.sub(_escape, text)


def blank(text: str) -> str:
    """Return `text` with a space for each sign that a terminal would obey: columns stay."""
    return _UNPRINTABLE.sub(" ", text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] in "\t\n\r":
        return " "
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps an undecodable byte
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def cell_width(text: str) -> int:
    """Return how many terminal cells `text` takes."""
    return len(text) if text.isascii() else sum(_width(char) for char in text)


@functools.lru_cache(1 << 16)
def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, width: int) -> str:
    """Return `text` followed by spaces up to `width` cells."""
    return text + " " * max(0, width - cell_width(text))


def wrap(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` cells.

    Chinese breaks between any two characters, but no line begins with a closing mark; Latin words
    stay whole unless one alone is wider than the line.
    """
    return list(_wrap(text, width))


@functools.lru_cache(1024)
def _wrap(text: str, width: int) -> tuple[str, ...]:
    # A thousand findings of one kind say the same sentence a thousand times.
    lines, line, used = [], "", 0
    for piece in _pieces(text, max(width, 4)):
        overflows = used + cell_width(piece.rstrip()) > width
        if overflows and line.strip() and piece[0] not in _NEVER_FIRST:
            lines.append(line.rstrip())
            line = "" if piece.isspace() else piece
            used = cell_width(line)
        elif overflows and piece[0] in _NEVER_FIRST and len(line.strip()) > 1:
            lines.append(line[:-1].rstrip())
            line = line[-1] + piece
            used = cell_width(line)
        else:
            line += piece
            used += cell_width(piece)
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in _WORD.findall(text):
        if word.isspace():
            yield " "
        else:
            yield from (word[start : start + width] for start in range(0, len(word), width))


def crop(text: str, column: int, width: int) -> tuple[str, int]:
    """Cut a long line down to `width` cells around `column` (1-based, in code points).

    Returns the visible part and the cells before the column in it.
    """
    # What is shown lies near the column, and no more is measured, each sign once: a line may be as
    # long as a file, and have a thousand findings.
    step, reach = max(1, width // 4), 4 * width
    if len(text) <= reach and cell_width(text) <= width:
        return text, cell_width(text[: column - 1])
    start = max(0, column - 1 - reach) // step * step
    cells = [_width(char) for char in text[start : column - 1 + reach]]
    before, skipped = sum(cells[: column - 1 - start]), 0
    while before > width // 2:
        before -= sum(cells[skipped : skipped + step])
        skipped += step
    start, cells = start + skipped, cells[skipped : skipped + reach]
    head = "…" if start else ""
    taken, room = len(cells), width - len(head)
    is_whole = start + taken == len(text) and sum(cells) <= room
    if not is_whole:
        taken = bisect_right(list(accumulate(cells)), room - 1)
    shown = text[start : start + taken]
    return f"{head}{shown}{'' if is_whole else '…'}", len(head) + before
