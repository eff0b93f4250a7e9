"""What readers meet first: questions that people ask, topics, and articles to begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from kocbook.insight.state import ModuleFacts
from kocbook.site.outline.outline import module_url
from kocbook.site.views.cards import ModuleCard, make_card
from kocbook.site.views.context import SiteContext
from kocbook.site.views.tags import tag_anchor

QUESTIONS = 6
TOPICS = 14
ARTICLES = 3
"""So many newest ones, and so many most useful ones."""
_LONGEST = 32
"""Longer questions are no chips that a phone shows two of in a line."""
_ASKS = re.compile(
    r"怎么|什么|哪|吗|多少|为何|如何|？|\?|\b(?:how|what|where|which|why)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the page that answers it."""

    words: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag with the number of articles under it."""

    tag: str
    url: str
    articles: int


@dataclass(frozen=True, slots=True)
class ForReaders:
    """The part of the home page that is for readers."""

    asked: tuple[Asked, ...]
    topics: tuple[Topic, ...]
    newest: tuple[ModuleCard, ...]
    useful: tuple[ModuleCard, ...]


def show_for_readers(context: SiteContext) -> ForReaders:
    """Return what a reader finds first; empty while nothing is published."""
    known = [context.facts[key] for book in context.chapters.values() for key in book]
    articles = [
        one
        for one in known
        if one.module.key in context.onward and one.module.text and one.module.brief.seats
    ]
    newest = sorted(articles, key=lambda one: str(one.finished), reverse=True)[:ARTICLES]
    left = [one for one in articles if one not in newest]
    useful = sorted(left, key=lambda one: -_use(context, one))[:ARTICLES]
    return ForReaders(
        tuple(_list_asked(context, articles)),
        tuple(_list_topics(context)),
        tuple(make_card(context, one) for one in newest),
        tuple(make_card(context, one) for one in useful),
    )


def _use(context: SiteContext, facts: ModuleFacts) -> int:
    """Weigh how much an article was used: taken up elsewhere, named by others, asked about."""
    module = facts.module
    reused = sum(one.date <= context.as_of for one in module.reuse)
    return 2 * reused + len(context.onward[module.key].citing) + len(module.answers)


def _list_asked(context: SiteContext, articles: Sequence[ModuleFacts]) -> Iterator[Asked]:
    """List questions of each source in turn: those that were answered, titles, words explained."""
    sources = (_answered(context, articles), _titles(context, articles), _words(context, articles))
    mixed = (one for row in zip_longest(*sources) for one in row if one)
    seen: dict[str, Asked] = {}
    for one in islice(mixed, 4 * QUESTIONS):
        seen.setdefault(one.words, one)
    yield from islice(seen.values(), QUESTIONS)


def _answered(context: SiteContext, articles: Sequence[ModuleFacts]) -> Iterator[Asked]:
    for facts in articles:
        module = facts.module
        for name, question in sorted(module.questions.items()):
            is_fit = len(question.text) <= _LONGEST and module.brief.language == context.language
            if name in module.answers and is_fit and question.date <= context.as_of:
                yield Asked(question.text, module.brief.language, module_url(module.key))


def _titles(context: SiteContext, articles: Sequence[ModuleFacts]) -> Iterator[Asked]:
    for facts in articles:
        title, language = facts.module.title_in(context.language)
        if _ASKS.search(title) and language == context.language:
            yield Asked(title, language, module_url(facts.module.key))


def _words(context: SiteContext, articles: Sequence[ModuleFacts]) -> Iterator[Asked]:
    texts = [facts.module.text or "" for facts in articles]
    terms = context.community.settings.glossary
    ranked = sorted(terms, key=lambda term: -sum(term.term in text for text in texts))
    for term in ranked if context.language == "zh" else ():
        yield Asked(
            context.texts("site.home.what-is", term=term.term), context.language, "glossary/"
        )


def _list_topics(context: SiteContext) -> Iterator[Topic]:
    found = {
        tag: sum(context.facts[key].state.is_on_site for key in keys)
        for tag, keys in context.tagged.items()
    }
    for tag in sorted((tag for tag in found if found[tag]), key=lambda tag: (-found[tag], tag))[
        :TOPICS
    ]:
        yield Topic(tag, f"tags/#{tag_anchor(tag)}", found[tag])
