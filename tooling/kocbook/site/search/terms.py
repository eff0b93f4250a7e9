"""What a text can be found by: characters, pairs of characters, words and part numbers.

Chinese has no spaces, and no two programs cut it into the same words. So every character that is
written without spaces is a term, and every two neighbours are one: whatever a reader types is found
if it stands in the text, with no dictionary on either side. `search.js` takes queries apart the same
way.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from kocbook.site.search.letters import fold

Keys = npt.NDArray[np.uint64]

PACKED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
"""Characters of scripts that are written without spaces: kana, Chinese, Korean."""
_LETTER = rf"[^\W_{PACKED}]"
_CHAIN = re.compile(rf"{_LETTER}+(?:[-_/+.'’]{_LETTER}+)*")
_JOINT = re.compile(r"[-_/+'’]|(?<!\d)\.|\.(?!\d)")
_RUN = re.compile(r"\d+(?:\.\d+)?|[^\d.]+")
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_USUAL = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
LONGEST = 40
WORDS_FROM = 1 << 32
"""Keys below stand for characters and pairs (UTF-16 units), keys from here on for words."""


def normalise(text: str) -> str:
    """Return a text as it is compared: usual letters and digits, no capitals, simplified characters."""
    # Punctuation is full-width in every Chinese sentence, and no term: those are left alone.
    return fold(text.translate(_USUAL) if _WIDE.search(text) else text).lower()


@functools.lru_cache(100_000)
def split_chain(chain: str) -> tuple[str, ...]:
    """Return the terms of a word or part number: whole without joints, its parts, and their runs.

    >>> split_chain("0w-20")
    ('0', '0w', '0w20', '20', 'w')
    """
    parts = [part for part in _JOINT.split(chain) if part]
    terms = {_JOINT.sub("", chain), *parts}
    if not chain.isalpha():
        terms.update(run for part in parts for run in _RUN.findall(part))
    return tuple(sorted({term[:LONGEST] for term in terms}))


def find_words(text: str) -> list[str]:
    """Return the words and part numbers of a normalised text, each as often as it stands there."""
    return [word for chain in _CHAIN.findall(text) for word in split_chain(chain)]


def find_grams(text: str) -> Keys:
    """Return the keys of a normalised text's characters and pairs, each as often as it stands there.

    A character beyond U+FFFF is two UTF-16 units, and so a pair by itself.
    """
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.dtype("<u2"))
    whole, first = _WHOLE[units], _FIRST[units]
    units = units.astype(np.uint64)
    pairs = (units[:-1] << np.uint64(16)) | units[1:]
    return np.concatenate([units[whole], pairs[(whole[:-1] & whole[1:]) | first[:-1]]])


class PageTerms(msgspec.Struct, array_like=True, frozen=True):
    """What one page is found by, as it is kept between builds: numbers are little-endian.

    `grams` are the distinct keys of characters and pairs, ascending, four bytes each; `words` the
    distinct words; `weights` says how much of each there is, the grams first, four bytes each.
    """

    grams: bytes
    words: list[str]
    weights: bytes


def find_terms(fields: Sequence[tuple[str, int]]) -> PageTerms:
    """Return the terms of weighted texts.

    Each field is a text and the weight of whatever stands in it; there are at most four.
    """
    words: dict[str, int] = {}
    found: list[Keys] = []
    for number, (text, _) in enumerate(fields):
        plain = normalise(text)
        named = [WORDS_FROM + words.setdefault(word, len(words)) for word in find_words(plain)]
        together = np.concatenate([find_grams(plain), np.array(named, np.uint64)])
        # The field rides in the last bits: sorting numbers is quicker than sorting places.
        found.append(together << np.uint64(2) | np.uint64(number))
    codes = np.sort(np.concatenate(found))
    keys = codes >> np.uint64(2)
    starts = np.flatnonzero(np.diff(keys, prepend=np.uint64(0)))
    weights = np.array([weight for _, weight in fields], "<u4")[codes & np.uint64(3)]
    summed = np.add.reduceat(weights, starts, dtype="<u4") if len(starts) else weights[:0]
    distinct = keys[starts]
    grams = distinct[: len(distinct) - len(words)]
    return PageTerms(grams.astype("<u4").tobytes(), list(words), summed.tobytes())


def spell_key(key: int, words: list[str]) -> str:
    """Return the term that a key stands for."""
    if key >= WORDS_FROM:
        return words[key - WORDS_FROM]
    units = key.to_bytes(4, "big") if key >> 16 else key.to_bytes(2, "big")
    return units.decode("utf-16-be", "surrogatepass")


def _mark(*ranges: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Return a table that says of each UTF-16 unit whether it is in one of the ranges."""
    table = np.zeros(0x10000, np.bool_)
    for first, last in ranges:
        table[first : last + 1] = True
    return table


_WHOLE = _mark((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF))
_FIRST = _mark((0xD840, 0xD8BF))
"""The first halves of U+20000 to U+3FFFF."""
