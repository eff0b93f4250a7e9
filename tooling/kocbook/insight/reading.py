"""Where readers go on from an article: what it cites, who cites it, what is like it, what comes next."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kocbook.markdown.citations import Citation, find_citations, short_title
from kocbook.markdown.document import is_heading, make_anchor, read_document
from kocbook.markdown.html_tree import iter_elements
from kocbook.model.community import Community, Module

RELATED = 3
"""So many articles are named as being alike."""
_CITES = 1.0
"""What a mention weighs beside a tag or a word that two articles alone share."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an article: its words and its id on the page."""

    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """What words of a text name: an article by its title, or a section of it by its heading's id."""

    title: str
    section: str
    key: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a reader of an article goes on: keys of others, and what its words name."""

    next: str | None = None
    related: tuple[str, ...] = ()
    citing: tuple[str, ...] = ()
    named: tuple[CitedPlace, ...] = ()


class Reading:
    """What leads from article to article; `keys` are those of the modules that count as articles.

    Worked out once for all pages and languages.
    """

    def __init__(self, community: Community, keys: Collection[str]) -> None:
        self.community = community
        self.order = [
            module.key
            for handbook in community.handbooks
            for module in community.iter_chapter_modules(handbook)
            if module.key in keys
        ]
        self._headings: dict[str, tuple[Heading, ...]] = {}

    def list_onward(self) -> dict[str, Onward]:
        """Return where readers go on, by the keys of the articles."""
        return {
            key: Onward(
                self.find_next(key),
                tuple(self.list_related(key)),
                tuple(self.list_citing(key)),
                tuple(self._list_named(self.community.modules[key])),
            )
            for key in self.order
        }

    def _list_named(self, module: Module) -> Iterator[CitedPlace]:
        """Yield what the words of an article and of its translations name for sure, each once."""
        seen: set[tuple[str, str]] = set()
        for one in _iter_cited(module):
            key = self.find_title(one.title) if one.title else module.key
            if key is None or (one.title and key == module.key):
                continue
            if one.title and (one.title, "") not in seen:
                seen.add((one.title, ""))
                yield CitedPlace(one.title, "", key)
            heading = self.find_heading(key, one.section) if one.section else None
            if heading and (one.title, one.section) not in seen:
                seen.add((one.title, one.section))
                yield CitedPlace(one.title, one.section, key, heading.anchor)

    def find_title(self, title: str) -> str | None:
        """Return the key of the only article that a title names for sure."""
        return self._titles.get(_fold(title))

    def find_heading(self, key: str, section: str) -> Heading | None:
        """Return the heading that words name: the same, or the only one that holds them."""
        wanted, headings = _fold(section), self.headings(key)
        same = [one for one in headings if _fold(one.words) == wanted]
        holding = [one for one in headings if wanted and wanted in _fold(one.words)]
        found = same or holding
        return found[0] if same or len(found) == 1 else None

    def holds(self, key: str, section: str) -> bool:
        """True where any heading of an article holds these words."""
        wanted = _fold(section)
        return any(wanted in _fold(one.words) for one in self.headings(key))

    def headings(self, key: str) -> tuple[Heading, ...]:
        """List the headings of an article as its page has them."""
        if key not in self._headings:
            text = self.community.modules[key].text or ""
            self._headings[key] = tuple(_iter_headings(text))
        return self._headings[key]

    def list_cited(self, module: Module) -> list[str]:
        """List the articles that a module's text names, in the order of its words."""
        found = (self.find_title(one.title) for one in _iter_cited(module) if one.title)
        return [key for key in dict.fromkeys(found) if key and key != module.key]

    def list_citing(self, key: str) -> list[str]:
        """List the articles that name this one, in reading order."""
        return self._citing.get(key, [])

    def list_related(self, key: str) -> list[str]:
        """List the articles most like this one: shared tags and glossary words; rare ones weigh more."""
        own = self._features.get(key, frozenset())
        scores: dict[str, float] = defaultdict(float)
        for feature in own:
            holders = self._holders[feature]
            if len(holders) > 1:
                for other in holders:
                    scores[other] += 1 / (len(holders) - 1)
        for other in (*self.list_citing(key), *self._cited.get(key, ())):
            scores[other] += _CITES
        scores.pop(key, None)
        places = self._places
        ranked = sorted(scores, key=lambda one: (-round(scores[one], 6), places[one]))
        return ranked[:RELATED]

    def find_next(self, key: str) -> str | None:
        """Return the next article of the same chapter."""
        handbook, _, name = key.partition("/")
        book = self.community.handbooks.get(handbook)
        for chapter in book.chapters if book else ():
            if name in chapter.modules:
                later = chapter.modules[chapter.modules.index(name) + 1 :]
                return next(
                    (k for one in later if (k := f"{handbook}/{one}") in self._places), None
                )
        return None

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {key: place for place, key in enumerate(self.order)}

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """Whole titles, and what stands before their first colon, as far as one article has them."""
        whole: dict[str, set[str]] = defaultdict(set)
        short: dict[str, set[str]] = defaultdict(set)
        for key in self.order:
            module = self.community.modules[key]
            for title in _titles_of(module):
                whole[_fold(title)].add(key)
                short[_fold(short_title(title))].add(key)
        found = {title: keys for title, keys in short.items() if title and title not in whole}
        return {title: min(keys) for title, keys in (found | whole).items() if len(keys) == 1}

    @cached_property
    def _cited(self) -> Mapping[str, list[str]]:
        return {key: self.list_cited(self.community.modules[key]) for key in self.order}

    @cached_property
    def _citing(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key, cited in self._cited.items():
            for other in cited:
                found[other].append(key)
        return found

    @cached_property
    def _features(self) -> Mapping[str, frozenset[str]]:
        meanings = {
            word: term.term for term in self.community.settings.glossary for word in term.spellings
        }
        pattern = re.compile("|".join(sorted(map(re.escape, meanings), key=len, reverse=True)))
        found = {}
        for key in self.order:
            module = self.community.modules[key]
            words = pattern.findall(module.text or "") if meanings else []
            terms = {f"word {meanings[word]}" for word in words}
            found[key] = frozenset(terms | {f"tag {tag}" for tag in module.brief.tags})
        return found

    @cached_property
    def _holders(self) -> Mapping[str, list[str]]:
        holders: dict[str, list[str]] = defaultdict(list)
        for key, features in self._features.items():
            for feature in features:
                holders[feature].append(key)
        return holders


def _titles_of(module: Module) -> Sequence[str]:
    return [module.brief.title, *(one.title for one in module.names.values())]


def list_citations(module: Module) -> tuple[Citation, ...]:
    """List what a text names of other texts, in its order."""
    return tuple(_iter_cited(module))


def _iter_cited(module: Module) -> Iterator[Citation]:
    content = module.content
    for text in (*content.texts.values(), *content.translations.values()) if content else ():
        yield from find_citations(text)


def _iter_headings(text: str) -> Iterator[Heading]:
    for element in iter_elements(read_document(text).root):
        if is_heading(element):
            words = " ".join(element.words().split())
            yield Heading(words, element.get("id") or make_anchor(words))


def _fold(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()
