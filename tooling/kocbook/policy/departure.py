"""A member leaves: one change of many records, allowed only as `koc forget` writes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from kocbook.git.changes import ChangedPath
from kocbook.insight.leaving import name_afterwards
from kocbook.model.paths import RecordKind, RecordPath, move_to_member, parse_record_path
from kocbook.model.work import Claim
from kocbook.policy.base_and_head import Side
from kocbook.policy.case import Situation
from kocbook.policy.content_rows import TEXT_NAME
from kocbook.records.departure import (
    NEW_ID,
    Names,
    departed_record,
    replace_in_text,
    replace_links,
    replace_member,
)
from kocbook.records.release_lock import RELEASES, departed_lock
from kocbook.records.yaml_reader import read_yaml

_LONGEST_LOCK = 64 << 20


@dataclass(frozen=True, slots=True)
class Departure:
    """The member `old` becomes `new`, who is nobody in particular."""

    situation: Situation
    old: str
    new: str

    def covers(self, change: ChangedPath) -> bool:
        """True where a changed path is nothing but the member's leaving."""
        if change.path.startswith("content/"):
            return self._covers_content(change)
        if change.path.startswith(f"{RELEASES}/"):
            return self._covers_lock(change.path)
        where = parse_record_path(change.path)
        if where is None:
            return False
        if change.is_deletion:
            return self._covers_removal(where)
        if change.path in self.situation.base_side.paths:
            return self._is_renamed(change.path, change.path)
        return self._covers_addition(where)

    def _covers_lock(self, path: str) -> bool:
        """True where the lock of a release changed by nothing but the member's name and id."""
        try:
            before, after = (
                side.tree.read(path, _LONGEST_LOCK)
                for side in (self.situation.base_side, self.situation.head_side)
            )
        except OSError:
            return False
        names = partial(name_afterwards, self.situation.base, old=self.old, new=self.new)
        return departed_lock(before, self.old, self.new, names) == after

    def _covers_content(self, change: ChangedPath) -> bool:
        """True where a picture changed only its name, and a page only the links to such."""
        folder, _, name = change.path.rpartition("/")
        if change.is_deletion:
            other = self.situation.changes.get(f"{folder}/{self._renamed(folder, name)}")
            return other is not None and other.status == "A" and other.new_blob == change.old_blob
        base = self.situation.base_side
        names = {path[len(folder) + 1 :] for path in base.paths if path.startswith(f"{folder}/")}
        moved = {old: self._renamed(folder, old) for old in names}
        moved = {old: new for old, new in moved.items() if old != new}
        if change.path in base.paths:
            before, after = base.text(change.path), self.situation.head_side.text(change.path)
            return (
                before is not None and name == TEXT_NAME and after == replace_links(before, moved)
            )
        sources = [
            self.situation.changes.get(f"{folder}/{old}") for old in moved if moved[old] == name
        ]
        return any(one and one.is_deletion and one.old_blob == change.new_blob for one in sources)

    def _renamed(self, folder: str, name: str) -> str:
        key = folder.removeprefix("content/")
        return name_afterwards(self.situation.base, key, name, self.old, self.new)

    def _names(self, where: RecordPath | None) -> Names:
        """Return what becomes of the pictures that a record names."""
        parts = where.parts if where else {}
        key = (where.module_key if where else None) or parts.get("handbook") or ""
        return partial(self._renamed, key)

    def _covers_removal(self, where: RecordPath) -> bool:
        if where.parts.get("member") == self.old:
            target = move_to_member(where.path, self.new)
            added = self.situation.changes.get(target or "")
            return added is not None and not added.is_deletion and self.covers(added)
        past = self._past_of(where)
        return past is not None and self._is_released(where.path, past)

    def _covers_addition(self, where: RecordPath) -> bool:
        if where.parts.get("member") == self.new:
            source = move_to_member(where.path, self.old) or ""
            gone = self.situation.changes.get(source)
            if gone is None or not gone.is_deletion:
                return False
            return where.kind is RecordKind.MEMBER or self._is_renamed(source, where.path)
        if not where.parts.get("number") or where.kind is not RecordKind.CLAIM:
            return False
        live = f"modules/{where.module_key}/claims/{where.parts['seat']}.yml"
        return self._past_of(parse_record_path(live)) == where.path and self._is_released(
            live, where.path
        )

    def _past_of(self, live: RecordPath | None) -> str | None:
        """Return the first past record that the change adds for a live claim's seat."""
        if live is None or live.kind is not RecordKind.CLAIM or live.parts.get("number"):
            return None
        return self.situation.first_past_claim(str(live.module_key), live.parts["seat"])

    def _is_renamed(self, source: str, target: str) -> bool:
        before = self.situation.base_side.record_text(source)
        after = self.situation.head_side.record_text(target)
        if before is None:
            return False
        wanted = replace_in_text(before, self.old, self.new, self._names(parse_record_path(source)))
        return wanted is not None and wanted == after

    def _is_released(self, live: str, past: str) -> bool:
        """True where the member's claim on work that is not settled became a past one."""
        changes, base = self.situation.changes, self.situation.base_side
        before, gone = base.record(live), changes.get(live)
        if not isinstance(before, Claim) or before.member != self.old:
            return False
        if gone is None or not gone.is_deletion:
            return False
        facts = self.situation.facts("/".join(live.split("/")[1:3]))
        if facts is None or facts.state.counts_as_work:
            return False
        after = _value(self.situation.head_side, past)
        names = self._names(parse_record_path(live))
        wanted = replace_member(_value(base, live), self.old, self.new, names=names)
        released = after.get("released")
        return released is not None and after == {**wanted, "released": released}


def find_departure(situation: Situation) -> Departure | None:
    """Return the leaving that a change is about: the actor's own, or led by a project lead."""
    base, head = situation.base_side, situation.head_side
    listed = [
        (change, where)
        for path, change in sorted(situation.changes.items())
        if (where := parse_record_path(path)) and where.kind is RecordKind.MEMBER
    ]
    gone = [where for change, where in listed if change.is_deletion and where.path in base.paths]
    new = [where for change, where in listed if not change.is_deletion]
    if len(gone) != 1 or len(new) != 1 or new[0].path in base.paths:
        return None
    old_id, new_id = gone[0].parts["member"], new[0].parts["member"]
    actor = situation.actor
    if not NEW_ID.fullmatch(new_id) or not (actor.is_lead or actor.id == old_id):
        return None
    before, after = _value(base, gone[0].path), _value(head, new[0].path)
    if not before or after != departed_record(before):
        return None
    return Departure(situation, old_id, new_id)


def _value(side: Side, path: str) -> dict[str, object]:
    """Return a record's plain value, empty where there is none that fits."""
    text = side.record_text(path)
    value = read_yaml(text)[0] if text is not None else {}
    return value if isinstance(value, dict) else {}
