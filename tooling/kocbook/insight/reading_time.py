"""How long a text takes to read."""

from __future__ import annotations

import re

from kocbook.markdown.document import read_document
from kocbook.markdown.visible import visible_words

HAN_PER_MINUTE = 330
"""Chinese characters: 255 a minute read aloud (IReST, Trauzettel-Klosinski and Dietz 2012), and silent
reading is 238/183 times as fast as reading aloud (Brysbaert 2019)."""
WORDS_PER_MINUTE = 238
"""English words of non-fiction, read silently (Brysbaert 2019)."""

_ADDRESS = re.compile(r"https?://\S+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]")
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’.-][^\W_\u3400-\u9fff]+)*")


def reading_minutes(markdown: str) -> int:
    """Return whole minutes, at least 1: characters / 330 + words / 238, rounded half up.

    Addresses, HTML, blocks of code and the marks of Markdown are not read; numbers are words.
    """
    text = _ADDRESS.sub(" ", visible_words(read_document(markdown), with_code=False))
    minutes = len(_HAN.findall(text)) / HAN_PER_MINUTE
    minutes += len(_WORD.findall(_HAN.sub(" ", text))) / WORDS_PER_MINUTE
    return max(1, int(minutes + 0.5))
