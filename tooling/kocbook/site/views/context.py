"""What every view is built from: the community, its facts, the day, and the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kocbook.base.texts import Texts
from kocbook.insight.activity import confirmed_services
from kocbook.insight.credits import CreditLine, CreditState, all_credits
from kocbook.insight.events import attended
from kocbook.insight.exchange import PointsBalance, find_purses
from kocbook.insight.held import keep_states, strip_held
from kocbook.insight.names import role_name
from kocbook.insight.reading import Onward, Reading
from kocbook.insight.skills import SkillGraph, skill_graph
from kocbook.insight.state import ModuleFacts, all_facts
from kocbook.insight.tiers import Standing, all_standings
from kocbook.model.activity import Service
from kocbook.model.community import Community
from kocbook.model.event import Attendance, Event
from kocbook.model.handbook import Handbook
from kocbook.model.named import find_summary
from kocbook.model.people import Recognition
from kocbook.model.settings import Text2
from kocbook.records.release_lock import ReleaseLock
from kocbook.site.outline.outline import has_page, is_settled, sort_handbooks


class Download(StrEnum):
    """What a build can make beside the pages: each handbook as PDF and as EPUB, the whole site as ZIP."""

    PDF = "pdf"
    EPUB = "epub"
    ZIP = "zip"


NOTHING_MORE: frozenset[Download] = frozenset()
DOWNLOADS = "downloads"
"""The folder of the site for what is taken away."""


@dataclass(frozen=True, slots=True)
class SiteContext:
    """Facts computed once, shared by the views of both languages.

    `credits` maps a module's key to its lines in byline order, proposals left out: nobody has
    confirmed them yet. `lines_by_member` holds the same lines by member and module, and
    `services_by_member` each member's confirmed services with the module's key.
    """

    community: Community
    facts: Mapping[str, ModuleFacts]
    credits: Mapping[str, tuple[CreditLine, ...]]
    standings: Mapping[str, Standing]
    skills: SkillGraph
    as_of: date
    texts: Texts
    lines_by_member: Mapping[str, Mapping[str, tuple[CreditLine, ...]]]
    recognitions_by_member: Mapping[str, tuple[Recognition, ...]]
    services_by_member: Mapping[str, tuple[tuple[str, Service], ...]]
    chapters: Mapping[str, tuple[str, ...]]
    """The keys of each handbook's modules, in reading order."""
    tagged: Mapping[str, tuple[str, ...]]
    """The keys of the modules that are shown under each tag: finished ones first, in reading order."""
    onward: Mapping[str, Onward]
    """Where a reader of each article goes on, by the article's key."""
    attended_by_member: Mapping[str, tuple[tuple[Event, Attendance], ...]] = field(
        default_factory=dict
    )
    """The events that each member came to, latest first, with what was written down."""
    purses: Mapping[str, PointsBalance] = field(default_factory=dict)
    """The points of each member that can be spent; empty where points are an honour only."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of published files, by path in the repository; empty where nobody asked."""
    extras: frozenset[Download] = NOTHING_MORE
    """What this build makes beside the pages."""
    releases: tuple[ReleaseLock, ...] = ()
    """What was released before, the newest first; empty where nobody asked."""

    @property
    def language(self) -> str:
        """The language of the pages, "zh" or "en"."""
        return self.texts.language

    def say(self, words: Text2) -> str:
        """Return words of the settings in the reader's language."""
        return words.in_language(self.language)

    def book_title(self, handbook: str) -> tuple[str, str]:
        """Return a handbook's title for the reader and its language; an unknown one shows its id."""
        found = self.community.handbooks.get(handbook)
        return found.title_in(self.language) if found else (handbook, self.language)

    def book_summary(self, handbook: str) -> tuple[str, str]:
        """Return a handbook's summary for the reader, and the language that it is in."""
        book = self.community.handbooks[handbook]
        found, language = find_summary(book.summary, book.language, book.names, self.language)
        return found or "", language

    def role_name(self, role: str) -> str:
        """Return a role's name; an unknown role shows its id."""
        return role_name(self.community, role, self.texts)

    def skill_name(self, skill: str) -> str:
        """Return a skill's name; an unknown skill shows its id."""
        found = self.community.find_skill(skill)
        return self.say(found.name) if found else skill

    def lines_of(self, handbook: Handbook) -> list[CreditLine]:
        """List a handbook's credits in reading order."""
        keys = self.chapters[handbook.id]
        return [line for key in keys for line in self.credits.get(key, ())]

    def facts_of(self, handbook: str) -> list[ModuleFacts]:
        """List the facts of a handbook's modules in reading order."""
        return [self.facts[key] for key in self.chapters[handbook]]

    def all_lines(self) -> list[CreditLine]:
        """List every credit of the community, by module."""
        return [line for key in sorted(self.credits) for line in self.credits[key]]


def make_contexts(
    community: Community,
    as_of: date,
    languages: Mapping[str, Texts],
    extras: frozenset[Download] = NOTHING_MORE,
) -> dict[str, SiteContext]:
    """Compute the facts once and return a context for each language.

    What the community holds back counts in them, and is out of the views' reach.
    """
    facts = keep_states(community, all_facts(community, as_of))
    found: dict[str, list[CreditLine]] = {}
    for line in all_credits(community, facts):
        if line.state is not CreditState.PROPOSED:
            found.setdefault(line.key, []).append(line)
    lines = {key: tuple(credited) for key, credited in found.items()}
    standings = all_standings(community, facts, as_of)
    skills = skill_graph(community, facts, as_of)
    by_member = _group_by_member(lines)
    spends = community.settings.points.spending == "offers"
    purses = find_purses(community, facts, as_of) if spends else {}
    community, facts = strip_held(community, facts)
    services = _group_services(facts, as_of)
    came = _group_attended(community, as_of)
    chapters = {
        name: tuple(module.key for module in community.iter_chapter_modules(name))
        for name in community.handbooks
    }
    tagged = _group_by_tag(community, facts, chapters)
    readable = {
        key
        for key, one in facts.items()
        if one.state.is_on_site and key not in community.held.modules
    }
    onward = Reading(community, readable).list_onward()
    recognitions: dict[str, tuple[Recognition, ...]] = {}
    for event in sorted(community.recognitions, key=lambda item: (item.date, item.id)):
        recognitions[event.member] = (*recognitions.get(event.member, ()), event)
    return {
        language: SiteContext(
            community,
            facts,
            lines,
            standings,
            skills,
            as_of,
            texts,
            by_member,
            recognitions,
            services,
            chapters,
            tagged,
            onward,
            came,
            purses,
            extras=extras,
        )
        for language, texts in languages.items()
    }


def _group_by_member(
    lines: Mapping[str, tuple[CreditLine, ...]],
) -> dict[str, dict[str, tuple[CreditLine, ...]]]:
    """Return each member's lines by module, in the order of `lines`."""
    grouped: dict[str, dict[str, tuple[CreditLine, ...]]] = {}
    for key, credited in lines.items():
        for line in credited:
            own = grouped.setdefault(line.member, {})
            own[key] = (*own.get(key, ()), line)
    return grouped


def _group_by_tag(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    chapters: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    """Group the modules that have a page by tag."""
    found: dict[str, list[str]] = {}
    for key in (key for handbook in sort_handbooks(community) for key in chapters[handbook]):
        if has_page(facts[key]) and not is_settled(facts[key]):
            for tag in dict.fromkeys(facts[key].module.brief.tags):
                found.setdefault(tag, []).append(key)
    return {
        tag: tuple(sorted(keys, key=lambda key: not facts[key].state.is_on_site))
        for tag, keys in found.items()
    }


def _group_services(
    facts: Mapping[str, ModuleFacts], as_of: date
) -> dict[str, tuple[tuple[str, Service], ...]]:
    grouped: dict[str, list[tuple[str, Service]]] = {}
    for key, found in facts.items():
        for service in confirmed_services(found.module, as_of):
            grouped.setdefault(service.member, []).append((key, service))
    return {member: tuple(services) for member, services in grouped.items()}


def _group_attended(
    community: Community, as_of: date
) -> dict[str, tuple[tuple[Event, Attendance], ...]]:
    grouped: dict[str, list[tuple[Event, Attendance]]] = {}
    latest = sorted(community.events.values(), key=lambda one: (one.plan.date, one.id))
    for event in reversed(latest):
        for one in attended(event, as_of) if event.plan.opened else ():
            grouped.setdefault(one.member, []).append((event, one))
    return {member: tuple(found) for member, found in grouped.items()}
