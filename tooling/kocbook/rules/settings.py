"""Rules about community.yml."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kocbook.base.finding import Severity, at
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, rules_for

rule = rules_for("community")


@rule("tiers-not-ascending", Severity.ERROR)
def tiers_not_ascending(context: Context) -> Iterator[Hit]:
    """A tier asks for no more points than the one before it."""
    settings = context.community.settings
    for index, (lower, higher) in enumerate(pairwise(settings.tiers), start=1):
        if higher.points <= lower.points:
            data = {"tier": higher.name, "other": lower.name, "points": lower.points}
            yield at(settings.path, "tiers", index, "points"), data
