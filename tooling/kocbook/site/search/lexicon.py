"""The words of a community: what is offered while somebody types, and what a slip of the pen meant.

Search itself cuts no words (decision 25). A word here is a guess that helps: it leads from pinyin,
initials or a wrong character to what stands on the pages, and the pages are then found as always.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import rjieba

from kocbook.site.search.letters import read_aloud

MOST = 20_000
"""So many words at most are known to the browser: the ones that matter most."""
IN_TITLE, IN_HEADING, IN_TEXT = 20, 4, 1
INITIALS = "abcdefghijklmnopqrstuvwxyz"
"""A piece of the lexicon holds the words whose reading begins with one of these."""
_RUN = re.compile("[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z]{2,15}")
_LONGEST = 6
_EMPTY = frozenset(
    "的了是在我你您他她它们这那就都也还和与或不没有把被让给对从到上下里一二两三四五六七八九十个只"
)
"""Characters at whose side no two words are one expression."""


def find_lexicon_words(
    title: str, headings: Iterable[str], text: str, named: Iterable[str]
) -> dict[str, int]:
    """Return the words of a normalised page with their weight; `named` are tags and terms, kept whole."""
    words: Counter[str] = Counter()
    for word in named:
        words[word] += IN_TITLE
    for part, weight in [(title, IN_TITLE), *((heading, IN_HEADING) for heading in headings)]:
        for word in (*_single(part), *_joined(part)):
            words[word] = max(words[word], weight)
    often = Counter(_joined(text))
    for word in (*_single(text), *(pair for pair, count in often.items() if count > 1)):
        words[word] = max(words[word], IN_TEXT)
    return dict(words)


def _single(text: str) -> set[str]:
    cut = {word for run in _RUN.findall(text) for word in _cut(run) if 1 < len(word) <= _LONGEST}
    return cut | set(_LATIN.findall(text))


def _joined(text: str) -> list[str]:
    """Return neighbours that may be one expression: 蓝牙 and 钥匙."""
    found = []
    for run in _RUN.findall(text):
        words = _cut(run)
        for one, other in itertools.pairwise(words):
            if 2 < len(one + other) <= _LONGEST and not _EMPTY.intersection((one[-1], other[0])):
                found.append(one + other)
    return found


@functools.lru_cache(5_000)
def _cut(run: str) -> list[str]:
    return list(rjieba.cut(run))


def lexicon_pieces(pages: Sequence[dict[str, int]]) -> dict[str, bytes]:
    """Return the lexicon of pages by initial: a line is a word, its reading, and its weight."""
    weights: Counter[str] = Counter()
    for words in pages:
        weights.update(words)
    lines: dict[str, list[str]] = {initial: [] for initial in INITIALS}
    for word, weight in sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:MOST]:
        reading = word if word.isascii() else read_aloud(word)
        if reading[:1] in lines and (not word.isascii() or weight > 0):
            spoken = "" if word.isascii() else reading
            lines[reading[0]].append(f"{word}\t{spoken}\t{weight}")
    return {initial: "\n".join(found).encode() for initial, found in lines.items()}
