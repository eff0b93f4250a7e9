"""Which texts say the same, sentence by sentence: how much of one stands in another.

Two steps, for most texts have nothing to do with each other. Texts in whose source whole sentences
are the same are found by an index of sentences; only those are read as trees and compared closely,
by runs of five letters, so that a word changed here and there does not make a text another's.
Whether two texts are alike follows from the two alone, never from what else a community holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from kocbook.markdown.document import read_document
from kocbook.markdown.html_tree import Element

LEAST_LETTERS = 80
"""Shorter texts are alike by chance, or by their subject."""
SHARE = 0.5
"""From this part of the shorter text on, two texts are alike."""
_CANDIDATE = 0.2
"""The part of a source's sentences that has to stand in the other's before the two are compared."""
_RUN = 5
"""Letters in a run: long enough to say something, short enough to survive an exchanged word."""
_LEAST_SENTENCE = 12
"""A shorter sentence is a turn of phrase."""
_SENTENCE = re.compile(r"[。！？!?；;…\n]+")
_AROUND = "\t>-*+#|_~0123456789.、"
_NO_LETTER = re.compile(r"[\W_]+")
_APART = frozenset(["blockquote", "pre"])
"""Quotes are another's words on purpose; code is the same wherever it does the same."""

Sentences = Mapping[str, int]
"""The sentences of a source, each with its letters."""


def find_sentences(source: str) -> dict[str, int]:
    """Return the sentences of a Markdown source that are long enough to count, without spaces."""
    parts = (part.strip(_AROUND) for part in _SENTENCE.split(_fold(source)))
    return {part: len(part) for part in parts if len(part) >= _LEAST_SENTENCE}


def find_line(source: str, sentence: str) -> int:
    """Return the 1-based line of a source in which one of its sentences stands."""
    lines = enumerate(source.split("\n"), 1)
    return next((number for number, line in lines if sentence in _fold(line)), 1)


def _fold(source: str) -> str:
    """Return a source without what lays it out within a sentence."""
    return source.replace(". ", "\n").replace(" ", "").replace("\u3000", "").replace("**", "")


class SentenceIndex:
    """The sentences of many sources, by name: finds which other sources hold much of one."""

    def __init__(self, sources: Iterable[tuple[str, str]]) -> None:
        """Take the sources, each with its name."""
        self.sentences = {name: find_sentences(source) for name, source in sources}
        self.places: dict[str, list[str]] = {}
        for name, sentences in self.sentences.items():
            for sentence in sentences:
                self.places.setdefault(sentence, []).append(name)

    def find_near(self, name: str) -> set[str]:
        """Return the sources that hold a fifth of the sentences of `name`, or it of theirs."""
        own = self.sentences.get(name, {})
        touched = {other for one in own for other in self.places[one] if other != name}
        return {
            other
            for other in touched
            if (shared := self._weigh(own, other)) >= _CANDIDATE * sum(own.values())
            or shared >= _CANDIDATE * sum(self.sentences[other].values())
        }

    def iter_pairs(self) -> Iterator[tuple[str, str]]:
        """Yield two sources where one holds a fifth of the other's sentences; some come both ways."""
        for name in self.sentences:
            for other in self._holders(name):
                yield name, other

    def find_first(self, name: str, other: str) -> str:
        """Return the first sentence of `name` that stands in `other` too; "" where none does."""
        held = self.sentences[other]
        return next((one for one in self.sentences[name] if one in held), "")

    def _holders(self, name: str) -> set[str]:
        """Return the sources that hold a fifth of the sentences of `name`, by letters.

        Only its rarest sentences are looked up: who holds none of them cannot hold as much, and what
        every text of a community says is not followed through all of them.
        """
        own = self.sentences.get(name, {})
        shared = [(len(self.places[one]), one) for one in own if len(self.places[one]) > 1]
        wanted = _CANDIDATE * sum(own.values())
        rest = sum(own[one] for _, one in shared)
        if rest < wanted or not shared:
            return set()
        met: set[str] = set()
        for _, sentence in sorted(shared):
            if rest < wanted:
                break
            met.update(self.places[sentence])
            rest -= own[sentence]
        met.discard(name)
        return {other for other in met if self._weigh(own, other) >= wanted}

    def _weigh(self, own: Sentences, other: str) -> int:
        return sum(map(own.__getitem__, own.keys() & self.sentences[other].keys()))


def find_runs(source: str) -> Counter[str]:
    """Return the runs of five letters that readers see in a text outside of quotes and code."""
    return count_runs([_words_of(read_document(source).root)])


def count_runs(texts: Iterable[str]) -> Counter[str]:
    """Return the runs of five letters in texts, each taken by itself."""
    runs: Counter[str] = Counter()
    for text in texts:
        letters = _NO_LETTER.sub("", text).casefold()
        runs.update(letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1))
    return runs


def _words_of(root: Element) -> str:
    """Return the words of a tree, but for those of quotes and code."""
    words: list[str] = []
    waiting: list[Element | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            words.append(node)
        elif node.tag not in _APART:
            waiting.extend(reversed(node.children))
    return "".join(words)


def share_of(own: Counter[str], other: Counter[str], given: Collection[str] = ()) -> float:
    """Return which part of the shorter of two texts stands in the other: 0 to 1.

    `given` are runs that both were given, in a brief: they count for neither.
    """
    sides = [
        {run: count for run, count in side.items() if run not in given} for side in (own, other)
    ]
    least = min(sum(side.values()) for side in sides)
    if least < LEAST_LETTERS:
        return 0.0
    shared = sum(min(count, sides[1].get(run, 0)) for run, count in sides[0].items())
    return shared / least
