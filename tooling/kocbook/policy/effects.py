"""The second judge: what a change does to people, whatever files it touches.

`compare` says who loses and who gains what between two communities on one day. Whether that needs
somebody's yes is said by `kocbook.policy.effect_rights`, one small function a kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from kocbook.insight.holdings import (
    Holding,
    HoldingKind,
    Key,
    find_touched,
    holdings,
    rules_of_tiers_differ,
    tiers,
)
from kocbook.insight.state import ModuleFacts, SeatFacts, module_facts
from kocbook.model.community import Community, Module
from kocbook.model.enums import StaffRole
from kocbook.model.work import Review
from kocbook.policy.actor import Account, Actor

_ORDERED = {
    HoldingKind.DUE,
    HoldingKind.VERDICT,
    HoldingKind.POINTS,
    HoldingKind.CASH,
    HoldingKind.PAID,
    HoldingKind.CREDIT,
    HoldingKind.EVIDENCE,
    HoldingKind.PLACE,
    HoldingKind.REGISTERED,
    HoldingKind.TIER,
}
"""Kinds of which more is better; of the others any difference is one."""

_TINY = 1e-9


class Way(StrEnum):
    """What happens to a holding."""

    LOST = "lost"  # gone, or less
    GAINED = "gained"  # new, or more
    ALTERED = "altered"  # another


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one thing that one person holds. A value is None where nothing is held."""

    person: str
    kind: HoldingKind
    what: str
    way: Way
    before: Any
    after: Any
    module: str | None = None


class Turn:
    """A change with everything by which its effects are judged.

    `me` is the actor as a member, also one who joins by this very change. `renamed` leads from ids
    on the base to those of the same people afterwards.
    """

    def __init__(
        self,
        before: Community,
        after: Community,
        actor: Actor,
        as_of: date,
        renamed: Mapping[str, str] | None = None,
        renewed: Collection[str] = (),
    ) -> None:
        """Take both sides; facts of both are those of the day `as_of`.

        In the modules `renewed` the same was only written anew: they have no effects.
        """
        self.before, self.after, self.actor, self.as_of = before, after, actor, as_of
        self._renewed = frozenset(renewed)
        self._renamed = {
            **(renamed or {}),
            **{old: after.find_person(old) for old in after.aliases},
        }
        mine = actor.id or _newcomer(after, actor.account)
        self.me = self.person(mine) if mine else None

    def person(self, name: str) -> str:
        """Return a person's id after the change."""
        return self._renamed.get(name, name)

    @cached_property
    def touched(self) -> frozenset[str]:
        """The modules in which something can differ."""
        return frozenset(find_touched(self.before, self.after)) - self._renewed

    @cached_property
    def facts_before(self) -> dict[str, ModuleFacts]:
        """The facts of the touched modules before the change."""
        return self._facts(self.before)

    @cached_property
    def facts_after(self) -> dict[str, ModuleFacts]:
        """The facts of the touched modules after the change."""
        return self._facts(self.after)

    def _facts(self, side: Community) -> dict[str, ModuleFacts]:
        keys = sorted(self.touched & side.modules.keys())
        return {key: module_facts(side, side.modules[key], self.as_of) for key in keys}

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """Everything that differs for somebody, by person, kind and thing."""
        changed = _changed_members(self.before, self.after)
        old = holdings(self.before, self.facts_before, self.as_of, changed)
        new = holdings(self.after, self.facts_after, self.as_of, changed)
        if rules_of_tiers_differ(self.before, self.after):
            old |= tiers(self.before, self.as_of)
            new |= tiers(self.after, self.as_of)
        return compare({self._renew(key): held for key, held in old.items()}, new)

    def _renew(self, key: Key) -> Key:
        """Return a key under the ids after the change; a person's name stands in some things too."""
        person = self.person(key[0])
        what = key[2] if person == key[0] else key[2].replace(key[0], person)
        return (person, key[1], what)

    def has(self, person: str, kind: HoldingKind, way: Way, module: str | None) -> bool:
        """True where the change has such an effect for a person in a module."""
        return (person, kind, way, module) in self._index

    @cached_property
    def _index(self) -> frozenset[tuple[str, HoldingKind, Way, str | None]]:
        return frozenset((one.person, one.kind, one.way, one.module) for one in self.effects)

    def seat_before(self, what: str) -> SeatFacts | None:
        """Return the facts before the change of a seat, by HANDBOOK/MODULE/SEAT."""
        key, _, seat = what.rpartition("/")
        facts = self.facts_before.get(key)
        seats = facts.seats if facts else ()
        return next((one for one in seats if one.seat.id == seat), None)

    @cached_property
    def staff(self) -> frozenset[str]:
        """The staff before the change, as far as they stand in what was read."""
        return frozenset(self.before.find_staff())

    @cached_property
    def leads(self) -> frozenset[str]:
        """The project leads before the change."""
        return frozenset(self.before.find_staff(StaffRole.PROJECT_LEAD))

    def witnesses(self, person: str, module: str | None) -> frozenset[str]:
        """Return the staff who have no part of their own in what a person gains."""
        return frozenset(
            name
            for name in self.staff - {person}
            if module is None or not self.has_stake(name, module)
        )

    def has_stake(self, name: str, module: str) -> bool:
        """True for who holds or held a seat of a module, entered it, or is credited by a record."""
        sides = (self.before.modules.get(module), self.after.modules.get(module))
        return any(side is not None and name in _partakers(side) for side in sides)

    def fresh_reviews(self, module: str) -> tuple[Review, ...]:
        """Return the reviews that the actor adds without a stake of their own."""
        old, new = self.before.modules.get(module), self.after.modules.get(module)
        known = {(one.round, one.reviewer) for one in old.reviews} if old else set()
        return tuple(
            one
            for one in (new.reviews if new else ())
            if (one.round, one.reviewer) not in known
            and one.reviewer == self.me
            and self.me in self.staff
            and not self.has_stake(one.reviewer, module)
        )

    def mends(self, effect: Effect) -> bool:
        """True for what a module seems to gain because broken records of it are mended."""
        folder = f"modules/{effect.module}/"
        broken = any(path.startswith(folder) for path in self.before.unreadable)
        return effect.way is Way.GAINED and broken

    def cannot_answer(self, person: str) -> bool:
        """True for who left or is unknown: the project lead answers for them."""
        member = self.before.members.get(person) or self.after.members.get(person)
        return member is None or member.has_left


def _newcomer(after: Community, account: Account) -> str | None:
    """Return the member record of an account that joins by this very change."""
    for member in after.members.values():
        same = member.github.casefold() == account.login.casefold()
        if same and account.number in (None, member.github_id):
            return member.id
    return None


def _partakers(module: Module) -> set[str]:
    claims = (*module.claims.values(), *module.past_claims)
    named = {claim.member for claim in claims} | {credit.member for credit in module.credits}
    answered = {one.member for one in module.responses.values()}
    return named | answered | {one.member for one in module.services}


def _changed_members(before: Community, after: Community) -> list[str]:
    names = {*before.members, *after.members}
    return sorted(one for one in names if before.members.get(one) != after.members.get(one))


def compare(before: Mapping[Key, Holding], after: Mapping[Key, Holding]) -> tuple[Effect, ...]:
    """Return what differs between two states of what people hold, by person, kind and thing."""
    return tuple(_differences(before, after))


def _differences(before: Mapping[Key, Holding], after: Mapping[Key, Holding]) -> Iterator[Effect]:
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        held = old or new
        if held is None or (old and new and old.value == new.value):
            continue
        effect = Effect(*key, Way.ALTERED, old and old.value, new and new.value, held.module)
        way = _way(effect, old, new)
        if way is not None:
            yield replace(effect, way=way)


def _way(effect: Effect, old: Holding | None, new: Holding | None) -> Way | None:
    if old is None or new is None:
        if effect.kind is HoldingKind.DUE:
            return None  # a clock that starts or stands still is judged by what moved it
        empty = effect.before in (0, None) and effect.after in (0, None)
        worthless = effect.kind in _ORDERED and empty
        return None if worthless else Way.GAINED if old is None else Way.LOST
    if effect.kind not in _ORDERED:
        return Way.ALTERED
    if effect.kind is HoldingKind.EVIDENCE and abs(new.value - old.value) < _TINY:
        return None
    return Way.GAINED if new.value > old.value else Way.LOST
