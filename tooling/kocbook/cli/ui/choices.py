"""What a wizard offers to choose from: words of closed lists, and what the community knows."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from kocbook.base.languages import LANGUAGES
from kocbook.cli.ui.wizard import Choices, WizardState
from kocbook.insight.lookup import member_names, word_names
from kocbook.model.settings import Licence, Role, Term, Tier


class Listed:
    """Choices from a closed list, with their names in the reader's language."""

    def __init__(self, group: str, words: type[StrEnum]) -> None:
        """Keep the list, and the group of locale keys that names its words."""
        self._group, self._words = group, words

    @property
    def metavar(self) -> str:
        """How help pages write the list, where it fits into a line."""
        listed = "|".join(self._words)
        return f"[{listed}]" if len(listed) <= 60 else "WORD"

    def __call__(self, answers: WizardState) -> Choices:
        """Return the words with their names."""
        t = answers.session.texts
        known = word_names(self._group, [str(word) for word in self._words])
        return [(one.id, t(f"words.{self._group}.{one.id}"), *one.names) for one in known]


def campaigns(answers: WizardState) -> Choices:
    """Return the dates of the calendar that are not over yet, the nearest first."""
    day, language = answers.session.day, answers.session.language
    known = [one for one in answers.session.community.campaigns.values() if not one.cancelled]
    ahead = sorted((one for one in known if one.last_day >= day), key=lambda one: one.starts)
    return [(one.id, one.title_in(language)[0], one.title) for one in ahead]


def languages(_: WizardState) -> Choices:
    """Return the languages that a text may be in."""
    return [(language, language) for language in LANGUAGES]


def _named(answers: WizardState, terms: Iterable[Term | Role | Licence | Tier]) -> Choices:
    language = answers.session.language
    return [
        (term.id, term.name.in_language(language), term.name.zh, term.name.en) for term in terms
    ]


def tiers(answers: WizardState) -> Choices:
    """Return the tiers."""
    return _named(answers, answers.session.community.settings.tiers)


def skills(answers: WizardState) -> Choices:
    """Return the community's skills."""
    return _named(answers, answers.session.community.settings.skills)


def roles(answers: WizardState) -> Choices:
    """Return the credit roles."""
    return _named(answers, answers.session.community.settings.roles)


def licences(answers: WizardState) -> Choices:
    """Return the licences."""
    return _named(answers, answers.session.community.settings.licences)


def channels(answers: WizardState) -> Choices:
    """Return the channels that work may be used on."""
    return [(word, word) for word in answers.session.community.settings.channels]


def tags(answers: WizardState) -> Choices:
    """Return the tags."""
    return [(word, word) for word in answers.session.community.settings.tags]


def members(answers: WizardState) -> Choices:
    """Return everybody on the roster."""
    named = member_names(answers.session.community)
    return [
        (one.id, one.names[0] if one.names and one.is_offered else one.id, *one.names)
        for one in named
    ]


def staff(answers: WizardState) -> Choices:
    """Return the brand's own people."""
    people = answers.session.community.members
    return [one for one in members(answers) if one[0] in people and people[one[0]].is_staff]


def handbooks(answers: WizardState) -> Choices:
    """Return the handbooks."""
    books = answers.session.community.handbooks
    return [(name, book.title) for name, book in sorted(books.items())]


def find_module_key(answers: WizardState, value: Any) -> str:
    """Return the key of the module that is meant."""
    return answers.session.find_module(str(value)).key
