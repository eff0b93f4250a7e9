"""Which parts of the site a change makes new: those that show, name or link something else than before.

Paths decide what they can; of every other part each page's view is made before and after, and
compared. What stands around a view is looked at too: the navigation as the theme prunes it, and
the addresses that contributed texts lead to.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

from kocbook.base.texts import load_texts
from kocbook.model.community import Community
from kocbook.site.context import SiteContext, make_contexts
from kocbook.site.outline import NavEntry, NavSection, Outline, PageKind, PageRef, make_outline
from kocbook.site.pages import front_matter, iter_media, make_view
from kocbook.site.parts import SHARED, Parts, count_pages

WORTH_RUNNERS = 5000
"""So many pages of one language take one machine longer than several take to be set up."""
_RECORDS = ("modules/", "content/")
_HARMLESS = re.compile(r"(?:\.github|changelog\.d|tests)/|[^/]*\.md$|LICENSE$|\.gitignore$")
"""What no page shows. Everything else that is no record may change any page."""


class Why(StrEnum):
    """Why a part is built: with all others, its own files changed, its pages show something new."""

    ALL = "all"
    FILES = "files"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Task:
    """A part to be built, how many pages of one language it has, and why it is built."""

    part: str
    pages: int
    why: Why


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built; `pages` are those of the whole site in one language."""

    tasks: tuple[Task, ...]
    pages: int

    @property
    def mode(self) -> str:
        """How to build best: "parts" on several machines, or "whole" on one."""
        return "parts" if self.pages >= WORTH_RUNNERS else "whole"


@dataclass(frozen=True, slots=True)
class Side:
    """The community before or after a change, as its pages see it, by language."""

    community: Community
    contexts: Mapping[str, SiteContext]
    outlines: Mapping[str, Outline]
    parts: Parts

    @classmethod
    def of(cls, community: Community, as_of: date) -> Side:
        """Compute the facts and outlines of a community."""
        texts = {name: load_texts(name) for name in community.settings.languages}
        contexts = make_contexts(community, as_of, texts)
        outlines = {
            name: make_outline(community, context.facts, context.texts)
            for name, context in contexts.items()
        }
        return cls(community, contexts, outlines, Parts.of(community))

    def counts(self) -> dict[str, int]:
        """Return how many pages of one language each part has."""
        return count_pages(self.parts, self.outlines[self.community.settings.languages[0]].pages)


def plan_everything(side: Side) -> Plan:
    """Return the plan of a build of everything."""
    return _plan(side, dict.fromkeys(side.parts.names, Why.ALL))


def plan_change(before: Side, after: Side, paths: Collection[str], prunes: bool) -> Plan:
    """Return which parts of `after` differ from those of `before`.

    `paths` are those whose files changed; `prunes` says whether pages show the navigation of their
    own handbook alone (the theme's `navigation.prune`).
    """
    told = [path for path in paths if not _HARMLESS.match(path)]
    if not told:
        return _plan(after, {})
    known = ("members/", *_RECORDS)
    if not all(path.startswith(known) for path in told):
        return plan_everything(after)
    found = {path.split("/")[1]: Why.FILES for path in told if path.startswith(_RECORDS)}
    found[SHARED] = Why.FILES
    addresses = _changed_addresses(before, after, told)
    for part in after.parts.names:
        if part not in found and _is_new(before, after, part, addresses, prunes):
            found[part] = Why.SHOWN
    return _plan(after, found)


def _plan(side: Side, found: Mapping[str, Why]) -> Plan:
    counts = side.counts()
    tasks = (Task(part, counts[part], found[part]) for part in side.parts.names if part in found)
    return Plan(tuple(tasks), sum(counts.values()))


def _is_new(before: Side, after: Side, part: str, addresses: Collection[str], prunes: bool) -> bool:
    """True where a page of the part is not as it was."""
    if part not in before.parts.names:
        return True
    for language, context in after.contexts.items():
        earlier = before.contexts[language]
        outlines = before.outlines[language], after.outlines[language]
        seen = [_seen_navigation(outline, part, prunes) for outline in outlines]
        pages = [page for page in outlines[1].pages if after.parts.home_of(page) == part]
        if seen[0] != seen[1] or pages != [
            page for page in outlines[0].pages if before.parts.home_of(page) == part
        ]:
            return True
        if any(_shown(earlier, page) != _shown(context, page) for page in pages):
            return True
    return _leads_to(after.community, part, addresses)


def _shown(context: SiteContext, page: PageRef) -> tuple[object, dict[str, Any]]:
    return make_view(context, page, {}), front_matter(context, page)


def _seen_navigation(outline: Outline, part: str, prunes: bool) -> object:
    """Return what the pages of a part show of the navigation.

    Of other handbooks that is their title and first page; beside the part stand the pages to turn
    to before its first and after its last.
    """
    if not prunes:
        return outline.nav
    listed = list(_iter_pages(outline.nav))
    own = [place for place, page in enumerate(listed) if page.subject.partition("/")[0] == part]
    around = listed[max(0, own[0] - 1) : own[0]] + listed[own[-1] + 1 : own[-1] + 2] if own else []
    return [_prune(entry, part) for entry in outline.nav], around


def _prune(entry: NavEntry, part: str) -> object:
    if isinstance(entry, PageRef):
        return entry
    first = entry.entries[0]
    if isinstance(first, PageRef) and first.kind is PageKind.COVER and first.subject != part:
        return entry.title, first
    return entry.title, [_prune(inner, part) for inner in entry.entries]


def _iter_pages(entries: Iterable[NavEntry]) -> Iterable[PageRef]:
    for entry in entries:
        if isinstance(entry, NavSection):
            yield from _iter_pages(entry.entries)
        else:
            yield entry


def _changed_addresses(before: Side, after: Side, paths: Iterable[str]) -> frozenset[str]:
    """Return the last names of the addresses that came or went, and of media that changed."""
    sides = [_addresses(before), _addresses(after)]
    changed = {path for path in paths if path.startswith("content/")}
    ends = {address.rstrip("/").rpartition("/")[2] for address in sides[0] ^ sides[1]}
    ends |= {path.rpartition("/")[2] for path in changed if not path.endswith("/index.md")}
    return frozenset(ends)


def _addresses(side: Side) -> set[str]:
    """Return where a contributed text can lead: to pages and to media."""
    language = side.community.settings.languages[0]
    pages = {page.url for page in side.outlines[language].pages}
    return pages | {address for address, _ in iter_media(side.contexts[language], {})}


def _leads_to(community: Community, part: str, ends: Collection[str]) -> bool:
    """True where a text of a handbook may link one of the addresses, however it is written."""
    texts = [one.text for one in community.modules.values() if one.handbook == part and one.text]
    plain = (unquote(html.unescape(text)).replace("\\", "") for text in texts)
    return bool(ends) and any(end in text for text in plain for end in ends)
