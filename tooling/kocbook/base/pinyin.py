"""Chinese as it sounds, for ids that people type."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


def spell(words: str) -> str:
    """Return words with Chinese as pinyin, a syllable a word.

    >>> spell("OTA之后").split()
    ['OTA', 'zhi', 'hou']
    """
    if not _HAN.search(words):
        return words
    from pypinyin import lazy_pinyin  # its dictionary takes a moment

    return _HAN.sub(lambda match: f" {' '.join(lazy_pinyin(match[0]))} ", words)
