"""The rule that compares the words of modules: a text that says what another said before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from heapq import nsmallest

from kocbook.base.finding import Location, Severity
from kocbook.insight.text_similarity import (
    SHARE,
    SentenceIndex,
    count_runs,
    find_line,
    find_runs,
    share_of,
)
from kocbook.model.brief import Brief
from kocbook.model.community import Community, Module
from kocbook.model.paths import RecordKind
from kocbook.rules.context import Context
from kocbook.rules.module_links import module_of
from kocbook.rules.registry import Hit, Reach, Texts, rules_for

rule = rules_for("content")

_TELLING = (RecordKind.MODULE, RecordKind.CLAIM, RecordKind.REUSE)
"""What tells which text was first, what a brief gave, and whether the other may have it."""

_MOST_SOURCES = 5
"""Of all texts that are like one, it is compared with the earliest."""


def find_related(before: Texts, after: Texts, keys: Collection[str]) -> set[str]:
    """Return the modules whose texts are like those of `keys`, and what those are like in turn.

    The latter tell what else a text is like whose likeness to a changed one comes or goes.
    """
    asked = {path for path in before.keys() | after.keys() if module_of(path) in keys}
    if not asked:
        return set()
    was = {
        f"\0{path}": before[path]
        for path in asked & before.keys()
        if before[path] != after.get(path)
    }
    index = SentenceIndex([*after.items(), *was.items()])
    near = {other for path in (*asked, *was) for other in index.find_near(path)}
    near |= {further for other in near for further in index.find_near(other)}
    return {module_of(path.removeprefix("\0")) for path in near}


@rule(
    "content-copied",
    Severity.WARNING,
    Reach.COMMUNITY,
    words=True,
    moved_by=dict.fromkeys(_TELLING, Reach.COMMUNITY),
    find_related=find_related,
)
def content_copied(context: Context) -> Iterator[Hit]:
    """Half of a text or more says what the text of another module said before."""
    community = context.community
    texts = {
        content.text_path(part): text
        for module in context.modules
        if (content := module.content)
        for part, text in content.texts.items()
    }
    index = SentenceIndex(texts.items())
    compare = _Comparison(community, texts)
    for path, sources in sorted(_find_sources(community, index).items()):
        near = nsmallest(_MOST_SOURCES, sources)
        best = max((compare(path, source), -rank, source) for rank, (_, source) in enumerate(near))
        share, _, source = best
        if share >= SHARE:
            other = community.modules[module_of(source)]
            line = find_line(texts[path], index.find_first(path, source))
            data = {"module": other.key, "title": other.brief.title, "share": int(share * 100)}
            yield Location(path, line, 1), data


def _find_sources(community: Community, index: SentenceIndex) -> dict[str, set[tuple[date, str]]]:
    """Return for each text those that came before it and may be like it, each with its day."""
    days: dict[str, date] = {}
    sources: dict[str, set[tuple[date, str]]] = {}
    for pair in index.iter_pairs():
        for path in pair:
            if path not in days:
                days[path] = _day_of(community, path)
        first, second = ((days[path], path) for path in pair)
        if second < first:
            first, second = second, first
        source, other = (community.modules[module_of(path)] for _, path in (first, second))
        if source is not other and not _is_agreed(source, other):
            sources.setdefault(second[1], set()).add(first)
    return sources


def _day_of(community: Community, path: str) -> date:
    """Return the day on which a text was delivered first; what was never claimed was there before."""
    module = community.modules[module_of(path)]
    claims = (*module.claims.values(), *module.past_claims)
    days = [day for claim in claims if (day := claim.first_delivered or claim.delivered)]
    return min(days, default=date.max if claims else date.min)


def _is_agreed(source: Module, other: Module) -> bool:
    """True where one takes the other's place, or where the source is recorded as reused there."""
    if source.key == other.brief.superseded_by or other.key == source.brief.superseded_by:
        return True
    return any(
        reuse.title == other.brief.title or f"/{other.key}/" in f"{reuse.url or ''}/"
        for reuse in source.reuse
    )


class _Comparison:
    """Compares texts by the runs that readers see; each is read once."""

    def __init__(self, community: Community, texts: Mapping[str, str]) -> None:
        self.community = community
        self.runs = cache(lambda path: find_runs(texts[path]))
        self.given = cache(self._given)

    def __call__(self, path: str, source: str) -> float:
        given = {**self.given(module_of(path)), **self.given(module_of(source))}
        return share_of(self.runs(path), self.runs(source), given)

    def _given(self, key: str) -> Counter[str]:
        return count_runs(_brief_texts(self.community.modules[key].brief))


def _brief_texts(brief: Brief) -> Iterator[str]:
    """Yield what a brief gives its authors to begin with: whoever takes it over copies nobody."""
    yield from (brief.title, brief.background, *brief.scope.includes, *brief.scope.excludes)
    for goal in brief.goals:
        yield from (goal.text, goal.measure or "")
    yield from (seat.duty for seat in brief.seats)
