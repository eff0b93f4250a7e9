"""Taking down: who may, and that nothing but words, links and pictures goes.

A takedown leaves the record, its people, days and choices, so that no credit, point or money can go
with it; where words stood, a mark stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from kocbook.base.finding import Finding
from kocbook.git.changes import ChangedPath
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.parts import find_maker
from kocbook.insight.pins import differing_entries
from kocbook.insight.redaction import (
    is_less,
    is_named_after,
    is_redacted,
    name_from,
    takes_only_picture,
    without_picture,
)
from kocbook.model.paths import parse_record_path
from kocbook.model.takedown import REDACTABLE, Takedown, TakedownReason
from kocbook.model.work import Response
from kocbook.policy.case import Case, Situation, differing_fields
from kocbook.policy.content_rows import TEXT_NAME, parse_contribution


def judge_takedown(case: Case) -> Iterator[Finding]:
    """A takedown is written once, in one's own name: by staff, or by who took the picture."""
    actor, after = case.actor, case.after
    if not case.is_new or case.is_gone:
        yield case.refuse("policy-takedown-final")
    elif after.by != actor.id:
        yield case.refuse("policy-other-name", "by", field="by", member=after.by)
    elif not _may_take_down(case.situation, after):
        yield case.refuse("policy-takedown-whose", "reason")
    elif not _is_pure(case.situation, after):
        yield case.refuse("policy-takedown-more", "target", target=after.target)


def is_taken_down(situation: Situation, change: ChangedPath) -> bool:
    """True where a takedown of this very change covers all that happened to a path."""
    return any(
        change.path in _covered(situation, takedown)
        and _may_take_down(situation, takedown)
        and _is_pure(situation, takedown)
        for takedown in _iter_new(situation)
    )


def _iter_new(situation: Situation) -> Iterator[Takedown]:
    for path in situation.changes:
        if "/takedowns/" not in path or path in situation.base_side.paths:
            continue
        record = situation.outcome.record(path)
        if not isinstance(record, Takedown) or record.by != situation.actor.id:
            continue
        if _module_of(record.path) == _module_of(record.target):
            yield record


def _module_of(path: str) -> str | None:
    """Return the module to which a path belongs, or None."""
    place = parse_contribution(path)
    where = parse_record_path(path)
    return place.module_key if place else where.module_key if where else None


def _may_take_down(situation: Situation, takedown: Takedown) -> bool:
    """True for staff with a reason of theirs, and for a member who takes back their own picture."""
    if takedown.reason is not TakedownReason.WITHDRAWN:
        return situation.actor.is_staff
    return _is_own_picture(situation, takedown.target)


def _is_own_picture(situation: Situation, path: str) -> bool:
    """True for a picture named after the actor, or in a module that nobody else ever worked on."""
    place, actor = parse_contribution(path), situation.actor.id
    if place is None or place.is_text or actor is None:
        return False
    module = situation.base.modules.get(place.module_key)
    if module is None:
        return False
    if place.seat:
        return find_maker(module, place.seat) == actor
    owners = {item.member for item in module.responses.values() if place.name in item.media}
    owners = owners or {item.member for item in (*module.claims.values(), *module.past_claims)}
    return owners == {actor} or (actor in owners and is_named_after(place.name, actor))


def _covered(situation: Situation, takedown: Takedown) -> set[str]:
    """Return the paths that a takedown touches: its target, and where a picture was shown."""
    place = parse_contribution(takedown.target)
    if place is None or place.is_text:
        return {takedown.target}
    shown = {
        path
        for path in situation.changes
        if _module_of(path) == place.module_key and _may_show(path)
    }
    return {takedown.target, *shown}


def _may_show(path: str) -> bool:
    return path.endswith(f"/{TEXT_NAME}") or "/responses/" in path


def _is_pure(situation: Situation, takedown: Takedown) -> bool:
    """True where everything that the takedown covers changed only by what is gone."""
    target, changes = takedown.target, situation.changes
    change = changes.get(target)
    if change is None or target not in situation.base_side.paths:
        return False
    place = parse_contribution(target)
    if place is not None and not _tells_the_page(situation, takedown, place.module_key):
        return False
    if place is not None and not place.is_text:
        others = _covered(situation, takedown) - {target}
        return change.is_deletion and all(
            _lost_only_picture(situation, path, place.name, takedown) for path in others
        )
    if change.is_deletion:
        return False
    if place is not None:
        return _is_redacted_text(situation, target)
    return _is_redacted_record(situation, target) and _tells_the_entry(situation, takedown)


def _tells_the_page(situation: Situation, takedown: Takedown, key: str) -> bool:
    """True where a takedown names the page before and after, and nothing else of it changed.

    Signatures go over from the one to the other: no new word may come along.
    """
    folders = (f"content/{key}/", f"modules/{key}/module.yml", f"modules/{key}/arrangement.yml")
    changed = {path for path in situation.changes if path.startswith(folders)}
    if not changed <= _covered(situation, takedown):
        return False
    before, after = situation.base.modules.get(key), situation.module_after(key)
    was = page_fingerprint(before) if before else None
    now = page_fingerprint(after) if after else None
    if was != now:
        return (takedown.was, takedown.now) == (was, now)
    return _tells_the_entry(situation, takedown, {(was, now)})


def _tells_the_entry(
    situation: Situation,
    takedown: Takedown,
    besides: Collection[tuple[str | None, str | None]] = (),
) -> bool:
    """True where a takedown names nothing, or the entry that judges scored before and after.

    Scores go over from the one to the other; no fingerprint of anything else rides along.
    """
    told, key = (takedown.was, takedown.now), _module_of(takedown.target)
    if told == (None, None) or told in besides:
        return True
    before, after = situation.base.modules.get(key or ""), situation.module_after(key or "")
    if before is None or after is None:
        return False
    responses = dict(before.responses)
    for name, response in before.responses.items():
        new = situation.outcome.record(response.path)
        if isinstance(new, Response) and response.path in _covered(situation, takedown):
            responses[name] = new
    return told in set(differing_entries(before, replace(after, responses=responses)))


def _is_redacted_text(situation: Situation, path: str) -> bool:
    before, after = situation.base_side.text(path), situation.head_side.text(path)
    return before is not None and after is not None and is_redacted(before, after)


def _lost_only_picture(situation: Situation, path: str, name: str, takedown: Takedown) -> bool:
    """True where a text or a response is what it was, without one picture."""
    if situation.changes[path].is_deletion:
        return False
    if path.endswith(f"/{TEXT_NAME}"):
        before, after = situation.base_side.text(path), situation.head_side.text(path)
        folder = shown.seat if (shown := parse_contribution(path)) else ""
        return before is not None and after == without_picture(before, name_from(name, folder))
    old, new = situation.base_side.record(path), situation.head_side.record(path)
    if not isinstance(old, Response) or not isinstance(new, Response):
        return False
    return takedown.member == old.member and takes_only_picture(old, new, name)


def _is_redacted_record(situation: Situation, path: str) -> bool:
    where = parse_record_path(path)
    before, after = situation.base_side.record(path), situation.head_side.record(path)
    if where is None or before is None or after is None:
        return False
    allowed = REDACTABLE.get(where.kind, frozenset())
    changed = differing_fields(before, after)
    return bool(changed) and all(
        name in allowed and is_less(getattr(before, name), getattr(after, name)) for name in changed
    )
