"""A contributor's text as a comment quotes it: what readers will see, and nothing that acts.

A block of code takes its words for words: nothing in it is markup, a mention, a link to an issue or
a word that closes one. Its fence is longer than any in the text, so that the text cannot end it.
Numbers and addresses that must not become public are masked: a host keeps what a comment once said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kocbook.base.texts import Texts
from kocbook.model.community import Module
from kocbook.report.cells import printable
from kocbook.report.markdown import Ready
from kocbook.report.preview import preview_lines
from kocbook.rules.privacy import find_not_phones, mask_private

MOST_QUOTED = 4_000
"""Characters of one text that a comment quotes, its fences included."""
_LONGEST_LINE = 800
_OPEN_LINES, _OPEN_CHARACTERS = 12, 800
_TICKS = re.compile("`+")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text at `path` as readers will see it, as a block of code, and how many lines are left out.

    What `is_short` need not be folded.
    """

    path: str
    block: Ready
    left: int
    is_short: bool


def quote_preview(
    module: Module, path: str, text: str, texts: Texts, most: int = MOST_QUOTED
) -> Quoted:
    """Return what readers will see of a module's text at `path`, as much as `most` characters hold."""
    not_phones = find_not_phones(module.brief)
    lines = [
        _crop(mask_private(printable(line), not_phones)) for line in preview_lines(text, texts)
    ]
    count = _fitting(lines, most)
    while len(block := fence(lines[:count])) > most and count:
        count //= 2  # a text of nothing but backticks has a fence as long as itself
    is_short = count == len(lines) <= _OPEN_LINES and len(block) <= _OPEN_CHARACTERS
    return Quoted(path, block, len(lines) - count, is_short)


def _fitting(lines: Sequence[str], most: int) -> int:
    """Count the lines from the first on that have fewer than `most` characters in all."""
    size = 0
    for count, line in enumerate(lines):
        size += len(line) + 1
        if size > most - 16:
            return count
    return len(lines)


def _crop(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"


def fence(lines: Sequence[str]) -> Ready:
    """Return lines as a block of code that nothing in them ends."""
    text = "\n".join(lines)
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return Ready(f"{ticks}text\n{text}\n{ticks}")
