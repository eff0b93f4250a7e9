"""Rules about reuse: accepted work, agreed channels, every author named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kocbook.base.finding import Severity, at
from kocbook.insight.assets import asset_names
from kocbook.insight.state import ModuleFacts
from kocbook.model.enums import State
from kocbook.model.work import Reuse
from kocbook.rules.context import Context
from kocbook.rules.dates import TOLERANCE
from kocbook.rules.references import near
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("reuse")

# Work that was replaced or taken back later may well have been reused before.
_SETTLED = (State.WITHDRAWN, State.SUPERSEDED)


def _all(context: Context) -> Iterator[tuple[ModuleFacts, Reuse]]:
    for facts in context.facts.values():
        for reuse in facts.module.reuse:
            yield facts, reuse


@rule("reuse-misses-author", Severity.ERROR, Reach.MODULE)
def reuse_misses_author(context: Context) -> Iterator[Hit]:
    """A reuse record does not name every author of the work."""
    for facts, reuse in _all(context):
        missing = [author for author in facts.authors if author not in reuse.authors]
        if missing:
            yield at(reuse.path, "authors"), {"missing": missing, "title": reuse.title}


@rule("reuse-other-channel", Severity.ERROR, Reach.MODULE)
def reuse_other_channel(context: Context) -> Iterator[Hit]:
    """Work is reused on a channel that its authors did not agree to."""
    known = context.community.settings.channels
    for facts, reuse in _all(context):
        channels = facts.module.brief.terms.channels
        if reuse.channel in known and reuse.channel not in channels:
            yield at(reuse.path, "channel"), {"channel": reuse.channel, "agreed": list(channels)}


@rule("reuse-too-late", Severity.ERROR, Reach.MODULE)
def reuse_too_late(context: Context) -> Iterator[Hit]:
    """Work is reused after the day until which its authors agreed."""
    for facts, reuse in _all(context):
        until = facts.module.brief.terms.until
        if until and reuse.date > until:
            yield at(reuse.path, "date"), {"date": reuse.date, "until": until}


@rule("reuse-not-accepted", Severity.ERROR, Reach.MODULE)
def reuse_not_accepted(context: Context) -> Iterator[Hit]:
    """Work is reused that no review has accepted."""
    for facts, reuse in _all(context):
        module, state = facts.module, facts.state
        if not module.brief.seats or state.counts_as_work or state in _SETTLED:
            continue
        if not context.is_unreadable_below(module.folder):
            yield at(reuse.path), {"title": module.brief.title}


@rule("reuse-file-unknown", Severity.ERROR, Reach.MODULE, words=True)
def reuse_file_unknown(context: Context) -> Iterator[Hit]:
    """A reuse names a file that the work does not have."""
    for facts, reuse in _all(context):
        known = asset_names(facts.module)
        for index, name in enumerate(reuse.files):
            if name not in known and facts.state not in _SETTLED:
                yield at(reuse.path, "files", index), {"file": name, "near": near(name, known)}


@rule("reuse-reach", Severity.ERROR, Reach.MODULE)
def reuse_reach(context: Context) -> Iterator[Hit]:
    """Figures of a reuse are from before it, from a day to come, or twice from one day."""
    for _, reuse in _all(context):
        seen: set[date] = set()
        for index, one in enumerate(reuse.reach):
            data: dict[str, object] = {"day": one.date, "date": reuse.date}
            if one.date < reuse.date:
                yield at(reuse.path, "reach", index, "date"), data
            elif one.date in seen:
                yield at(reuse.path, "reach", index, "date"), {**data, "variant": "twice"}
            elif one.date > context.as_of + TOLERANCE:
                yield at(reuse.path, "reach", index, "date"), {**data, "variant": "early"}
            seen.add(one.date)
