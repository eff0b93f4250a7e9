"""Characters as they are typed: traditional ones folded into simplified ones, and how each is read.

OpenCC's data say what is folded; pypinyin's say how a character or word is read. Both are asked while
the site is built: the browser is given the few characters that a query needs, in pieces.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import opencc

LETTER_PIECES = 64
"""A piece holds about two hundred characters: a kilobyte, compressed."""
_CHINESE = range(0x3400, 0xA000)
_READ_TWICE = frozenset(
    "行长重调降还乐数传处弹得都度分干更好号教觉卡看空量难强切少省盛识似提为系相校兴血压应载中种转"
)
"""Characters of which people use more than one reading; rare ones only mislead."""
_COMMON = bytes(range(0xB0, 0xF8))


@functools.cache
def folded_letters() -> Mapping[int, str]:
    """Return the characters that are written otherwise in simplified Chinese, by their numbers."""
    letters = [chr(number) for number in _CHINESE]
    simple = opencc.OpenCC("t2s").convert("\n".join(letters)).split("\n")
    return {
        ord(old): new
        for old, new in zip(letters, simple, strict=True)
        if old != new and len(new) == 1 and ord(new) <= 0xFFFF
    }


@functools.cache
def _folded() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, folded_letters())) + "]")


def fold(text: str) -> str:
    """Return a text in simplified characters, of the same length.

    >>> fold("輪胎氣壓")
    '轮胎气压'
    """
    return text.translate(folded_letters()) if _folded().search(text) else text


@functools.lru_cache(50_000)
def read_aloud(word: str) -> str:
    """Return the syllables of a Chinese word without tones, a blank between them.

    >>> read_aloud("长途")
    'chang tu'
    """
    from pypinyin import lazy_pinyin

    return " ".join(syllable.replace("ü", "v") for syllable in lazy_pinyin(word))


def letter_pieces() -> list[bytes]:
    """Return what the browser must know of characters, by piece: its number is the character's modulo.

    A line is a character, its readings with commas, and where it has one its simplified form.
    """
    lines: list[list[str]] = [[] for _ in range(LETTER_PIECES)]
    for letter, readings, simple in _known_letters():
        lines[ord(letter) % LETTER_PIECES].append(f"{letter}\t{readings}\t{simple}".rstrip("\t"))
    return ["\n".join(piece).encode() for piece in lines]


@functools.cache
def _known_letters() -> tuple[tuple[str, str, str], ...]:
    """Return the characters that are in use, how they are read, and their simplified forms."""
    from pypinyin import Style, pinyin

    pairs = (bytes((row, cell)) for row in _COMMON for cell in range(0xA1, 0xFF))
    common = [letter for pair in pairs if (letter := pair.decode("gb2312", "ignore"))]
    readings = {
        letter: ",".join(
            dict.fromkeys(
                one.replace("ü", "v")
                for one in pinyin(letter, Style.NORMAL, heteronym=letter in _READ_TWICE)[0]
            )
        )
        for letter in common
    }
    old = [
        (chr(number), readings[simple], simple)
        for number, simple in folded_letters().items()
        if simple in readings
    ]
    return (*((letter, readings[letter], "") for letter in common), *old)
