"""Rules about community.yml."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from kocbook.base.finding import Severity, at
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("community")


@rule("tiers-not-ascending", Severity.ERROR, Reach.MODULE)
def tiers_not_ascending(context: Context) -> Iterator[Hit]:
    """A tier asks for no more points than the one before it."""
    settings = context.community.settings
    steps = [(index, tier) for index, tier in enumerate(settings.tiers) if not tier.named]
    for (_, lower), (index, higher) in pairwise(steps):
        if higher.points <= lower.points:
            data = {"tier": higher.name, "other": lower.name, "points": lower.points}
            yield at(settings.path, "tiers", index, "points"), data


@rule("tier-named-with-points", Severity.ERROR, Reach.MODULE)
def tier_named_with_points(context: Context) -> Iterator[Hit]:
    """A tier that is given by name asks for points, or there is no tier for those who have none."""
    settings = context.community.settings
    for index, tier in enumerate(settings.tiers):
        if tier.named and tier.points:
            yield at(settings.path, "tiers", index, "points"), {"tier": tier.name}
    if all(tier.named or tier.points for tier in settings.tiers):
        yield at(settings.path, "tiers"), {"variant": "floor"}


@rule("time-zone-unknown", Severity.ERROR, Reach.MODULE)
def time_zone_unknown(context: Context) -> Iterator[Hit]:
    """The settings name a time zone that does not exist, so that nobody knows when a day begins."""
    settings = context.community.settings
    try:
        ZoneInfo(settings.time_zone)
    except (KeyError, ValueError, OSError):
        if not available_timezones():
            return  # a Windows without the package tzdata knows none at all
        yield at(settings.path, "time_zone"), {"zone": settings.time_zone}


@rule("glossary-word-twice", Severity.ERROR, Reach.MODULE)
def glossary_word_twice(context: Context) -> Iterator[Hit]:
    """A word stands in the glossary twice, so that nobody knows which meaning counts."""
    settings = context.community.settings
    seen: dict[str, str] = {}
    for index, term in enumerate(settings.glossary):
        for word in term.spellings:
            if word in seen:
                yield at(settings.path, "glossary", index), {"word": word, "other": seen[word]}
            seen.setdefault(word, term.term)
