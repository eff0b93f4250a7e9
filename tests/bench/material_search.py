"""A MkDocs build whose Material search cuts Chinese into words: `… CONFIG DOCS SITE`.

Material asks a module called jieba; rjieba makes the same cuts, much faster.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from types import ModuleType

import rjieba
from material.plugins.search import plugin

from kocbook.site.engine.site_build import run_build
from kocbook.site.engine.site_record import LastBuild, Order


class WordCutter(ModuleType):
    """Looks like the part of jieba that Material's search uses."""

    @staticmethod
    def cut(sentence: bytes | str) -> Iterator[str]:
        """Yield the words of a run of Chinese characters."""
        text = sentence.decode("utf-8") if isinstance(sentence, bytes) else sentence
        yield from rjieba.cut(text)


if __name__ == "__main__":
    plugin.jieba = plugin.jieba or WordCutter("jieba")
    order = Order(*sys.argv[1:4])
    warnings = run_build(order, LastBuild(order))
    sys.stdout.write(json.dumps({"warnings": warnings}, ensure_ascii=False))
