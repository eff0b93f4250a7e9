"""Which shards of the site a change makes new: those that show, name or link something else than before.

Paths decide what they can; of every other shard each page's view is made before and after, and
compared, and so is the navigation around it, as the theme prunes it. Contributed texts stay out of
it: they lead nowhere outside their own folder (rule `link-leaves-folder`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kocbook.model.community import Community
from kocbook.site.assemble.listing import whole_outline
from kocbook.site.assemble.pages import front_matter, make_view
from kocbook.site.outline.outline import NavEntry, NavSection, Outline, PageKind, PageRef
from kocbook.site.outline.shard import SHARED, Shards, count_pages
from kocbook.site.views.context import SiteContext, make_contexts

SHARDS_FROM = 5000
"""So many pages of one language take one machine longer than several take to be set up."""
_RECORDS = ("modules/", "content/")
_HARMLESS = re.compile(r"(?:\.github|changelog\.d|tests)/|[^/]*\.md$|LICENSE$|\.gitignore$")
"""What no page shows. Everything else that is no record may change any page."""


class Why(StrEnum):
    """Why a shard is built: with all others, its own files changed, its pages show something new."""

    ALL = "all"
    FILES = "files"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to be built, how many pages of one language it has, and why it is built."""

    shard: str
    pages: int
    why: Why


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built; `pages` are those of the whole site in one language."""

    tasks: tuple[Task, ...]
    pages: int

    def mode(self, shards_from: int | None = None) -> str:
        """How to build best: in "shards" from so many pages on (SHARDS_FROM unless told), else "whole"."""
        return "shards" if self.pages >= (shards_from or SHARDS_FROM) else "whole"


@dataclass(frozen=True, slots=True)
class PlanSide:
    """The community before or after a change, as its pages see it, by language."""

    community: Community
    contexts: Mapping[str, SiteContext]
    outlines: Mapping[str, Outline]
    shards: Shards

    @classmethod
    def of(cls, community: Community, as_of: date) -> PlanSide:
        """Compute the facts and outlines of a community."""
        texts = {name: community.settings.texts(name) for name in community.settings.languages}
        contexts = make_contexts(community, as_of, texts)
        outlines = {name: whole_outline(context) for name, context in contexts.items()}
        return cls(community, contexts, outlines, Shards.of(community))

    def counts(self) -> dict[str, int]:
        """Return how many pages of one language each shard has."""
        return count_pages(self.shards, self.outlines[self.community.settings.languages[0]].pages)


def plan_everything(side: PlanSide) -> Plan:
    """Return the plan of a build of everything."""
    return _plan(side, dict.fromkeys(side.shards.names, Why.ALL))


def plan_change(before: PlanSide, after: PlanSide, paths: Collection[str], prunes: bool) -> Plan:
    """Return which shards of `after` differ from those of `before`.

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
    for shard in after.shards.names:
        if shard not in found and _is_new(before, after, shard, prunes):
            found[shard] = Why.SHOWN
    return _plan(after, found)


def _plan(side: PlanSide, found: Mapping[str, Why]) -> Plan:
    counts = side.counts()
    tasks = (
        Task(shard, counts[shard], found[shard]) for shard in side.shards.names if shard in found
    )
    return Plan(tuple(tasks), sum(counts.values()))


def _is_new(before: PlanSide, after: PlanSide, shard: str, prunes: bool) -> bool:
    """True where a page of the shard is not as it was."""
    if shard not in before.shards.names:
        return True
    for language, context in after.contexts.items():
        earlier = before.contexts[language]
        outlines = before.outlines[language], after.outlines[language]
        seen = [_seen_navigation(outline, shard, prunes) for outline in outlines]
        pages = [page for page in outlines[1].pages if after.shards.home_of(page) == shard]
        if seen[0] != seen[1] or pages != [
            page for page in outlines[0].pages if before.shards.home_of(page) == shard
        ]:
            return True
        if any(_shown(earlier, page) != _shown(context, page) for page in pages):
            return True
    return False


def _shown(context: SiteContext, page: PageRef) -> tuple[object, dict[str, Any]]:
    return make_view(context, page, {}), front_matter(context, page)


def _seen_navigation(outline: Outline, shard: str, prunes: bool) -> object:
    """Return what the pages of a shard show of the navigation.

    Beside the shard stand the pages to turn to before its first and after its last.
    """
    if not prunes:
        return outline.nav
    listed = list(_iter_pages(outline.nav))
    own = [place for place, page in enumerate(listed) if page.subject.partition("/")[0] == shard]
    around = listed[max(0, own[0] - 1) : own[0]] + listed[own[-1] + 1 : own[-1] + 2] if own else []
    return [_prune(entry, shard) for entry in outline.nav], around


def _prune(entry: NavEntry, shard: str) -> object:
    """Return what of an entry shows: of another handbook its title, and where its tab leads.

    Where handbooks share a tab, each shows itself alone.
    """
    if isinstance(entry, PageRef):
        return entry
    first, *rest = entry.entries
    if isinstance(first, PageRef) and first.kind is PageKind.SHELF:
        return entry.title, first, [_prune(inner, shard) for inner in rest if _is_of(inner, shard)]
    if isinstance(first, PageRef) and first.kind is PageKind.COVER and first.subject != shard:
        return entry.title, first.url
    return entry.title, [_prune(inner, shard) for inner in entry.entries]


def _is_of(entry: NavEntry, shard: str) -> bool:
    return next(_iter_pages([entry])).subject == shard


def _iter_pages(entries: Iterable[NavEntry]) -> Iterator[PageRef]:
    for entry in entries:
        if isinstance(entry, NavSection):
            yield from _iter_pages(entry.entries)
        else:
            yield entry
