"""The verdict of the second judge: effects without the yes of those they touch, as findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from kocbook.base.finding import Finding, Severity
from kocbook.insight.holdings import Kind
from kocbook.model.community import Community
from kocbook.policy.case import finding_at
from kocbook.policy.effect_rights import Yes, find_missing
from kocbook.policy.effects import Effect, Turn, Way
from kocbook.policy.judgement import Need

_WEIGHT = {kind: place for place, kind in enumerate(Kind)}
"""One cause has many effects; the first of them, in the order of `Kind`, is told."""


class Missing(NamedTuple):
    """An effect, and whose yes it needs."""

    effect: Effect
    yes: Yes


def find_all_missing(turn: Turn) -> tuple[Missing, ...]:
    """Return every effect of a change that has no yes by the right people."""
    missing = ((effect, find_missing(effect, turn)) for effect in turn.effects)
    return tuple(Missing(effect, yes) for effect, yes in missing if yes is not None)


def judge_effects(
    turn: Turn, changed: Collection[str], told: Iterable[Finding]
) -> Iterator[Finding | Need]:
    """Yield what the effects of a change still need.

    `changed` are the changed paths: a finding has to stand somewhere. Where the table of paths
    has `told` of the same module or person, nothing is said twice.
    """
    errors = {one.location.path for one in told if one.severity is Severity.ERROR}
    spoken = {_place_of(path) for path in errors}
    for effect, yes in _first_of_each(find_all_missing(turn)):
        path = _find_path(effect, sorted(changed))
        if _place_of(path) not in spoken:
            yield _tell(effect, yes, path, turn)


def _first_of_each(missing: Iterable[Missing]) -> Iterator[Missing]:
    """Yield the weightiest effect of each person, module and yes."""
    seen: set[tuple[str, str | None, Yes]] = set()
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


def _find_path(effect: Effect, changed: list[str]) -> str:
    """Return the changed path at which an effect is told: of its module, else of its person."""
    module = effect.module or "//"
    handbook = f"modules/{module.partition('/')[0]}/"
    marks = (f"modules/{module}/", f"content/{module}/", handbook, f"/{effect.what}.yml")
    ways = [lambda path, mark=mark: path.startswith(mark) or path.endswith(mark) for mark in marks]
    ways += [lambda path: effect.person in path, lambda path: True]
    for fits in ways:
        found = next((path for path in changed if fits(path)), None)
        if found:
            return found
    return "community.yml"


def _tell(effect: Effect, yes: Yes, path: str, turn: Turn) -> Finding | Need:
    data = {"title": _title(effect, turn.before, turn.after), "variant": _variant(effect)}
    if yes is Yes.OWN and effect.person in turn.before.members:
        return Need(effect.person, path, "policy-effect-loss", data)
    rule = "policy-effect-loss" if yes is Yes.OWN else "policy-effect-gain"
    name = _name(effect.person, turn)
    if yes is Yes.OWN:
        return finding_at(path, rule, (), {**data, "members": [name]})
    variant = {Yes.LEAD: "lead", Yes.SECOND: "second"}.get(yes, effect.kind.value)
    return finding_at(path, rule, (), {**data, "member": name, "variant": variant})


def _variant(effect: Effect) -> str:
    return f"{effect.kind}-new" if effect.way is Way.GAINED else effect.kind.value


def _title(effect: Effect, before: Community, after: Community) -> str:
    found = [side.modules.get(effect.module or "") for side in (before, after)]
    module = next((one for one in found if one is not None), None)
    return module.brief.title if module else effect.module or ""


def _name(person: str, turn: Turn) -> str:
    member = turn.before.members.get(person)
    return person if member is None or member.visibility.hides_name else member.name
