"""The verdict of the second judge: effects without the yes of those they touch, as findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from kocbook.base.finding import Finding, Severity
from kocbook.insight.holdings import HoldingKind
from kocbook.policy.case import finding_at
from kocbook.policy.effect_rights import find_missing
from kocbook.policy.effect_yes import RequiredYes
from kocbook.policy.effects import Effect, Turn, Way
from kocbook.policy.judgement import Need

_WEIGHT = {kind: place for place, kind in enumerate(HoldingKind)}
"""One cause has many effects; the first of them, in the order of `HoldingKind`, is told."""


class MissingYes(NamedTuple):
    """An effect, the yes that it needs, and those of whom one can give it."""

    effect: Effect
    yes: RequiredYes
    who: frozenset[str]


def find_all_missing(turn: Turn) -> Iterator[MissingYes]:
    """Yield every yes that the effects of a change need beside the actor's own."""
    for effect in turn.effects:
        for yes, who in find_missing(effect, turn):
            yield MissingYes(effect, yes, who)


def judge_effects(
    turn: Turn, changed: Collection[str], told: Iterable[Finding | Need]
) -> Iterator[Finding | Need]:
    """Yield what the effects of a change still need.

    `changed` are the changed paths: a finding has to stand somewhere. What the table of paths has
    `told` of the same module or record is not said twice: where it refuses, or asks the same.
    """
    paths = sorted(changed)
    refused, asked = set(), set()
    for one in told:
        if isinstance(one, Need):
            asked.add((_place_of(one.path), one.member))
        elif one.severity is Severity.ERROR:
            refused.add(_place_of(one.location.path))
    for missing in _first_of_each(find_all_missing(turn)):
        path = find_path(missing.effect, paths)
        place = _place_of(path)
        if (place not in refused and {(place, name) for name in missing.who} - asked != set()) or (
            not missing.who and place not in refused
        ):
            yield _tell(missing, path, turn)


def _first_of_each(missing: Iterable[MissingYes]) -> Iterator[MissingYes]:
    """Yield the weightiest effect of each person, module and yes."""
    seen: set[tuple[str, str | None, RequiredYes]] = set()
    for one in sorted(missing, key=lambda one: (_WEIGHT[one.effect.kind], one.effect.what)):
        key = (one.effect.person, one.effect.module, one.yes)
        if key not in seen:
            seen.add(key)
            yield one


def _place_of(path: str) -> str:
    """Return the module of a path, `HANDBOOK/MODULE`, or the path itself."""
    folder, *rest = path.split("/")
    if folder in ("modules", "content") and len(rest) > 2:
        return "/".join(rest[:2])
    return path


def find_path(effect: Effect, changed: list[str]) -> str:
    """Return the changed path at which an effect is told: of its module, else of its person."""
    module = effect.module or "//"
    folders = (f"modules/{module}/", f"content/{module}/", f"modules/{module.partition('/')[0]}/")
    for start in folders:
        found = next((path for path in changed if path.startswith(start)), None)
        if found:
            return found
    marks = (f"/{effect.what}.yml", f"/{effect.person}.yml", "community.yml", "")
    return next(
        (path for mark in marks for path in changed if path.endswith(mark)), "community.yml"
    )


def _tell(missing: MissingYes, path: str, turn: Turn) -> Finding | Need:
    effect, yes, who = missing
    data: dict[str, object] = {"title": _title(effect, turn), "variant": _variant(effect)}
    rule = "policy-effect-loss"
    if yes is not RequiredYes.OWN:
        rule = "policy-effect-gain"
        kind = {RequiredYes.LEAD: "lead", RequiredYes.SECOND: "second"}.get(yes, effect.kind.value)
        kind = "given" if (effect.kind, yes) == (HoldingKind.HONOUR, RequiredYes.LEAD) else kind
        kind = effect.kind.value if effect.kind is HoldingKind.TIER else kind
        data |= {"member": _name(effect.person, turn), "variant": kind}
    known = sorted(
        who & turn.before.members.keys(), key=lambda name: (name not in turn.leads, name)
    )
    if not known:
        name = _name(effect.person, turn)
        return finding_at(path, rule, (), {**data, "members": [name], "variant": "nobody"})
    return Need(known[0], path, rule, data, among=frozenset(known))


def _variant(effect: Effect) -> str:
    return f"{effect.kind}-new" if effect.way is Way.GAINED else effect.kind.value


def _title(effect: Effect, turn: Turn) -> str:
    found = (side.modules.get(effect.module or "") for side in (turn.before, turn.after))
    module = next((one for one in found if one is not None), None)
    return module.brief.title if module else effect.module or ""


def _name(person: str, turn: Turn) -> str:
    member = turn.before.members.get(person)
    return person if member is None or member.visibility.hides_name else member.name
