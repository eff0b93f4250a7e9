"""Chinese words for the search index: Material asks a module called jieba; rjieba answers."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import rjieba


class WordCutter(ModuleType):
    """Looks like the part of jieba that Material's search uses, with the same cuts."""

    def __init__(self) -> None:
        super().__init__("jieba")

    @staticmethod
    def cut(sentence: bytes | str) -> Iterator[str]:
        """Yield the words of a run of Chinese characters."""
        text = sentence.decode("utf-8") if isinstance(sentence, bytes) else sentence
        yield from rjieba.cut(text)


def install_word_cutter() -> None:
    """Hand rjieba to Material's search, unless jieba itself is installed."""
    from material.plugins.search import plugin

    if plugin.jieba is None:
        plugin.jieba = WordCutter()
