"""What an article is about, in a sentence or two for readers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kocbook.markdown.document import read_document
from kocbook.markdown.html_tree import Element
from kocbook.model.community import Module
from kocbook.model.named import find_summary

ENOUGH = 36
"""So many signs say something; a shorter sentence is followed by the next."""
MOST = 120
_SENTENCE = re.compile(r"[^。！？!?]*?(?:[。！？!?]+[”’」』）)]*|\.(?=\s|$)|$)")


def summary_in(module: Module, language: str) -> tuple[str, str]:
    """Return a module's summary for readers of `language`, and the language that it is in.

    It is the brief's own or the translator's, else the first sentences of the text, else what the
    brief says belongs in it. The background is for contributors, and never shown instead.
    """
    brief = module.brief
    own = brief.summary or first_sentences(module.text or "") or "、".join(brief.scope.includes)
    found, spoken = find_summary(own, brief.language, module.names, language)
    return found or "", spoken


def first_sentences(text: str) -> str:
    """Return the first sentences of a Markdown text, up to `MOST` signs; "" where it has none."""
    said = ""
    for sentence in _iter_sentences(text):
        if said and len(said) + len(sentence) > MOST:
            break
        said = f"{said} {sentence}" if said and said[-1].isascii() else said + sentence
        if len(said) >= ENOUGH:
            break
    return said if len(said) <= MOST else said[: MOST - 1] + "…"


def _iter_sentences(text: str) -> Iterator[str]:
    for block in read_document(text).root.children:
        if isinstance(block, Element) and block.tag == "p":
            words = " ".join(block.words().split())
            yield from (found for match in _SENTENCE.findall(words) if (found := match.strip()))
