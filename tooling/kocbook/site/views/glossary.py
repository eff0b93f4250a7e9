"""The glossary: the community's words explained, and the pages on which each is met."""

from __future__ import annotations

from dataclasses import dataclass

from kocbook.site.outline.outline import module_url, sort_handbooks
from kocbook.site.text.terms import holds_term
from kocbook.site.views.context import SiteContext

SHOWN = 6
"""So many pages stand beside a word."""


@dataclass(frozen=True, slots=True)
class TermPage:
    """A page on which a word is met."""

    url: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class TermView:
    """A word, other ways to write it, what it means, and where it is met."""

    term: str
    also: tuple[str, ...]
    meaning: str
    pages: tuple[TermPage, ...]


@dataclass(frozen=True, slots=True)
class GlossaryView:
    """All words, in the order of the settings."""

    terms: tuple[TermView, ...]


def make_glossary_view(context: SiteContext) -> GlossaryView:
    """Return the glossary with the finished texts that use its words."""
    texts = [
        (facts, facts.module.text)
        for handbook in sort_handbooks(context.community)
        for facts in context.facts_of(handbook)
        if facts.module.text and facts.state.is_on_site
    ]
    views = []
    for term in context.community.settings.glossary:
        met = [facts for facts, text in texts if any(holds_term(text, w) for w in term.spellings)]
        pages = tuple(
            TermPage(
                module_url(facts.module.key),
                *facts.module.title_in(context.language),
            )
            for facts in met[:SHOWN]
        )
        views.append(TermView(term.term, term.also, context.say(term.meaning), pages))
    return GlossaryView(tuple(views))
