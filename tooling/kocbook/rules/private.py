"""Rules about what is not for everybody: plain text in public, seals, and the private repository."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.sealed import find_seal_fault, iter_plain, seal_of
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("any")


@rule("private-in-public", Severity.WARNING, Reach.MODULE)
def private_in_public(context: Context) -> Iterator[Hit]:
    """A private note or an amount that is not published stands in the public repository."""
    for plain in iter_plain(context.community):
        yield plain.location, {"variant": str(plain.kind)}


@rule("private-note-public", Severity.ERROR, Reach.MODULE)
def private_note_public(context: Context) -> Iterator[Hit]:
    """A recognition in the private repository is not private, or gives points, which are public."""
    for given in context.community.recognitions:
        if given.path not in (context.community.private or ()):
            continue
        if not given.private:
            yield at(given.path), {}
        elif given.points:
            yield at(given.path, "points"), {"variant": "points", "points": given.points}


@rule("cash-seal", Severity.ERROR, Reach.MODULE)
def cash_seal(context: Context) -> Iterator[Hit]:
    """A brief's commitment to an amount of cash and the private record of it do not fit."""
    community = context.community
    for module in context.modules:
        fault = find_seal_fault(module, sees_private=community.private is not None)
        own = f"{module.folder}/cash.yml"
        if fault is None or own in community.unreadable:
            continue
        where = at(module.cash.path) if module.cash else at(module.path, "reward", "sealed")
        seal = seal_of(module.cash) if module.cash else ""
        data = {"variant": str(fault), "title": module.brief.title, "path": own, "seal": seal}
        yield where, data
