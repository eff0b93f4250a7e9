"""One changed path with everything that its judgement depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from kocbook.base.finding import Finding, Location, Pointer
from kocbook.git.changes import ChangedPath
from kocbook.insight.state import ModuleFacts, SeatFacts, module_facts
from kocbook.model.community import Community, Module
from kocbook.model.enums import StaffRole
from kocbook.model.paths import RecordKind, RecordPath, parse_record_path
from kocbook.policy.actor import Actor
from kocbook.policy.base_and_head import MergeResult, Side
from kocbook.policy.judgement import Need
from kocbook.records.aliases import resolve_path
from kocbook.records.record_history import RecordHistory
from kocbook.rules.registry import severity_of


@dataclass(frozen=True)
class Situation:
    """What all cases of one change share. Roles, owners and states are those of `base`.

    `agreed` are the members whose change it is or who approved it. `addresses` are the hashes of
    those under which its commits stand, as far as they are nobody else's.
    """

    base: Community
    base_side: Side
    head_side: Side
    outcome: MergeResult
    changes: Mapping[str, ChangedPath]
    actor: Actor
    as_of: date
    agreed: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    _facts: dict[str, ModuleFacts] = field(default_factory=dict)
    _after: dict[str, Module | None] = field(default_factory=dict)

    def facts(self, key: str) -> ModuleFacts | None:
        """Return the facts of a module on the base, or None where the base has no such module."""
        module = self.base.modules.get(key)
        if module is not None and key not in self._facts:
            self._facts[key] = module_facts(self.base, module, self.as_of)
        return self._facts.get(key)

    def module_after(self, key: str) -> Module | None:
        """Return a module of the base with the brief, the parts and the order that will stand."""
        if key not in self._after:
            self._after[key] = self._read_after(key)
        return self._after[key]

    def _read_after(self, key: str) -> Module | None:
        module, folders = self.base.modules.get(key), (f"modules/{key}/", f"content/{key}/")
        changed = [path for path in self.changes if path.startswith(folders)]
        if module is None or not changed:
            return module
        content = self.outcome.content(key, module.content, changed)
        brief, arrangement = (
            self.outcome.record(f"modules/{key}/{name}.yml") for name in ("module", "arrangement")
        )
        return replace(
            module, brief=brief or module.brief, content=content, arrangement=arrangement
        )

    @cached_property
    def history(self) -> RecordHistory:
        """What the base's history tells, as far as it is asked."""
        return self.base_side.open_history()

    @property
    def has_lead_agreed(self) -> bool:
        """True where a project lead makes the change, or has approved it."""
        known = (self.base.members.get(name) for name in self.agreed)
        return any(one is not None and StaffRole.PROJECT_LEAD in one.staff for one in known)

    @property
    def first_join(self) -> str | None:
        """The first member record that the change adds."""
        return self._first_additions.get((RecordKind.MEMBER, None, None))

    def first_past_claim(self, module_key: str, seat: str) -> str | None:
        """Return the first past record of a seat that the change adds."""
        return self._first_additions.get((RecordKind.CLAIM, module_key, seat))

    @cached_property
    def _first_additions(self) -> dict[tuple[RecordKind, str | None, str | None], str]:
        """The first new member record, and the first new past record of each seat."""
        found: dict[tuple[RecordKind, str | None, str | None], str] = {}
        for path, change in sorted(self.changes.items()):
            if change.is_deletion or path in self.base_side.paths:
                continue
            where = parse_record_path(path)
            if where is not None and where.kind is RecordKind.MEMBER:
                found.setdefault((where.kind, None, None), path)
            elif where is not None and where.parts.get("number"):
                found.setdefault((where.kind, where.module_key, where.parts.get("seat")), path)
        return found

    def name(self, member_id: str) -> str:
        """Return a member's name as others may see it, or the id."""
        member = self.base.members.get(member_id)
        return member_id if member is None or member.visibility.hides_name else member.name

    def names(self, member_ids: list[str]) -> list[str]:
        """Return several members' names."""
        return [self.name(member_id) for member_id in member_ids]


@dataclass(frozen=True)
class Case:
    """One changed path: the record before (base) and after (head), each None where it is absent.

    `is_new` and `is_gone` compare the base's tip with the outcome, so that a request which adds
    what somebody else added in the meantime is judged as a change of theirs.
    """

    situation: Situation
    change: ChangedPath
    where: RecordPath | None
    before: Any
    after: Any

    @property
    def path(self) -> str:
        """The path that is judged."""
        return self.change.path

    @property
    def actor(self) -> Actor:
        """Whose change it is."""
        return self.situation.actor

    @property
    def is_new(self) -> bool:
        """True where the base has no such file."""
        return self.path not in self.situation.base_side.paths

    @property
    def is_gone(self) -> bool:
        """True where the change removes the file."""
        return self.change.is_deletion

    @property
    def parts(self) -> dict[str, str]:
        """The parts of the record's path that are there; a merged id is the person's."""
        if self.where is None:
            return {}
        found = resolve_path(self.where, self.situation.base.aliases).parts
        return {name: value for name, value in found.items() if value}

    @property
    def module_key(self) -> str:
        """HANDBOOK/MODULE."""
        return f"{self.parts['handbook']}/{self.parts['module']}"

    @property
    def module(self) -> Module | None:
        """The module on the base."""
        return self.situation.base.modules.get(self.module_key)

    @property
    def facts(self) -> ModuleFacts | None:
        """The module's facts on the base."""
        return self.situation.facts(self.module_key)

    def seat_facts(self, seat_id: str) -> SeatFacts | None:
        """Return a seat's facts on the base, or None."""
        facts = self.facts
        seats = facts.seats if facts else ()
        return next((item for item in seats if item.seat.id == seat_id), None)

    def changed_fields(self) -> list[str]:
        """List the properties that differ between before and after, in the record's order."""
        return differing_fields(self.before, self.after)

    def refuse(self, rule: str, *pointer: str | int, **data: object) -> Finding:
        """Return the finding that refuses this path; `pointer` leads to the value at fault."""
        return finding_at(self.path, rule, pointer, data)

    def need(self, member: str, rule: str, *, by_signoff: bool = False, **data: object) -> Need:
        """Return the need of a member's agreement to what happens at this path."""
        return Need(member, self.path, rule, data, by_signoff)


Row = Callable[[Case], Iterator[Finding | Need]]
"""One row of the table: what is wrong with one changed path, and whose agreement is missing."""


def finding_at(path: str, rule: str, pointer: Pointer, data: Mapping[str, object]) -> Finding:
    """Return a finding of a policy rule; what is None is left out of its data."""
    told = {name: value for name, value in data.items() if value is not None}
    return Finding(rule, severity_of(rule), Location(path, pointer=pointer), told)


def differing_fields(before: Any, after: Any) -> list[str]:
    """List the properties in which two records of one kind differ; their paths do not count."""
    names = [item.name for item in fields(after) if item.name != "path"]
    return [name for name in names if getattr(before, name) != getattr(after, name)]
