"""Communities in which all that a rule may not look at is a trap that raises when it is accessed.

This is the oracle for `Rule.reach`: a rule is asked once about everything and once about each of its
units (a module, a handbook, a member) with traps around it; what it finds has to be the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, NoReturn

from kocbook.base.finding import Location
from kocbook.model.community import Community, Content, Module
from kocbook.model.paths import fold_id
from kocbook.model.people import Member
from kocbook.rules.context import Context
from kocbook.rules.page import Page
from kocbook.rules.registry import Reach, Rule

Found = frozenset[tuple[str, tuple[object, ...], int | None, str]]


class TrapError(Exception):
    """A rule looked further than it says."""


class Fenced(Mapping[str, Any]):
    """A mapping of which a part may be looked at; what lies beyond raises, what is nowhere does not."""

    def __init__(self, inside: Mapping[str, Any], all_keys: frozenset[str]) -> None:
        self.inside, self.all_keys = inside, all_keys

    def __getitem__(self, key: str) -> Any:
        if key not in self.inside and key in self.all_keys:
            raise TrapError(f"{key} lies beyond")
        return self.inside[key]

    def __contains__(self, key: object) -> bool:
        return key in self.inside

    def __iter__(self) -> Iterator[str]:
        return iter(self.inside)

    def __len__(self) -> int:
        return len(self.inside)


class Roster(Mapping[str, Any]):
    """Members: anybody may be asked for by name, some are listed, and nobody else is."""

    def __init__(self, listed: Mapping[str, Any], everybody: Mapping[str, Any]) -> None:
        self.listed, self.everybody = listed, everybody

    def __getitem__(self, key: str) -> Any:
        return self.everybody[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)


class NoWords(Mapping[str, str]):
    """The texts of a module, for a rule that says it looks at none."""

    def _trap(self, *_: object) -> NoReturn:
        raise TrapError("looked at delivered words")

    __getitem__ = __iter__ = __len__ = __contains__ = _trap


class TrappedContext(Context):
    """What a rule is handed: facts of all work are there only for who reaches as far."""

    reach = Reach.MODULE
    everywhere: frozenset[str] = frozenset()

    @cached_property
    def standings(self) -> Any:
        if self.reach in (Reach.PAGE, Reach.MODULE, Reach.HANDBOOK):
            raise TrapError("asked what a member's work adds up to")
        return super().standings

    @cached_property
    def module_pages(self) -> Mapping[str, tuple[Page, ...]]:
        pages = super().module_pages
        return Fenced(pages, self.everywhere)


def find_all(rule: Rule, context: Context) -> Found:
    """Return what a rule finds: the place and the words that fill its sentence."""
    assert rule.check is not None
    return frozenset(_plain(where, data, rule.sight.tells) for where, data in rule.check(context))


def _plain(where: Location, data: Mapping[str, object], tells: bool) -> Any:
    # A rule that says so may name others in its sentence; where and what it finds stays the same.
    said = {key: data[key] for key in data if not tells or key == "variant"}
    return where.path, where.pointer, where.line, repr(sorted(said.items()))


def iter_units(community: Community, reach: Reach) -> Iterator[Community]:
    """Yield the community once for each unit of a reach, fenced in around it."""
    if reach is Reach.COMMUNITY:
        yield community
    elif reach is Reach.PAGE:
        for key in community.modules:
            yield _bare(community, key)
    elif reach is Reach.HANDBOOK:
        for name in sorted(
            {*community.handbooks, *(m.handbook for m in community.modules.values())}
        ):
            yield _fence(community, modules=_keys_of(community, name), handbook=name)
        yield _fence(community, records=True)
    elif reach is Reach.MEMBER:
        for name in community.members:
            yield _around_member(community, name)
    else:
        for key in community.modules:
            yield _fence(
                community,
                modules=[key],
                handbook=key.split("/")[0],
                payouts=False,
            )
        for record in (*community.recognitions, *community.payouts, *community.takedowns):
            yield _fence(community, only=record)
        for name in community.members:
            yield _fence(community, member=name)
        for name in community.handbooks:
            yield _fence(community, handbook=name, payouts=False)
        yield _fence(community)


def _keys_of(community: Community, handbook: str) -> list[str]:
    return [key for key, module in community.modules.items() if module.handbook == handbook]


def _bare(community: Community, key: str) -> Community:
    """Leave one module's texts, and nothing that anybody recorded about it."""
    module = community.modules[key]
    alone = Module(module.handbook, module.id, module.brief, content=module.content)
    return replace(_fence(community), modules=Fenced({key: alone}, frozenset(community.modules)))


def _around_member(community: Community, name: str) -> Community:
    """Fence in one member's work; of the others, only those who are listed under like names show."""
    own = {key: one for key, one in community.modules.items() if f"'{name}'" in repr(one)}
    books = {key.split("/")[0] for key in own}
    fenced = _fence(community, modules=own, member=name)
    like = {
        other: one
        for other, one in community.members.items()
        if not _marks(one).isdisjoint(_marks(community.members[name]))
    }
    return replace(
        fenced,
        members=Roster(like, community.members),
        handbooks=Fenced(
            {key: book for key, book in community.handbooks.items() if key in books},
            frozenset(community.handbooks),
        ),
        recognitions=tuple(one for one in community.recognitions if one.member == name),
        half_known=frozenset(community.members.keys() - {name}),
    )


def _marks(member: Member) -> set[object]:
    return {fold_id(member.id), member.github.casefold(), member.github_id, *member.commit_emails}


def _fence(
    community: Community,
    modules: Collection[str] = (),
    handbook: str = "",
    member: str = "",
    only: Any = None,
    payouts: bool = True,
    records: bool = False,
) -> Community:
    inside = {key: module for key, module in community.modules.items() if key in modules}
    books = {name: book for name, book in community.handbooks.items() if name == handbook}
    folder = f"content/{handbook}/"
    return replace(
        community,
        modules=Fenced(inside, frozenset(community.modules)),
        handbooks=Fenced(books, frozenset(community.handbooks)),
        members=Roster(
            {name: one for name, one in community.members.items() if name == member},
            community.members,
        ),
        recognitions=community.recognitions if records else _just(community.recognitions, only),
        takedowns=community.takedowns if records else _just(community.takedowns, only),
        payouts=tuple(
            one
            for one in community.payouts
            if one is only or (payouts and handbook and one.handbook == handbook)
        ),
        covers={path: one for path, one in community.covers.items() if path.startswith(folder)}
        if handbook
        else {},
        elsewhere=_names(community),
        half_known=frozenset(community.members),
    )


def _just(records: tuple[Any, ...], only: Any) -> tuple[Any, ...]:
    return tuple(record for record in records if record is only)


def _names(community: Community) -> frozenset[str]:
    return frozenset(path for path, _ in community.iter_records())


def without_words(community: Community, as_of: date) -> Context:
    """Return a context whose facts are known and whose delivered words raise."""
    known = Context(community, as_of)
    modules = {key: _silence(module) for key, module in community.modules.items()}
    silent = replace(community, modules=modules)
    context = Context(silent, as_of)
    facts = {key: replace(one, module=modules[key]) for key, one in known.facts.items()}
    context.__dict__.update(facts=facts, standings=known.standings)
    return context


def _silence(module: Module) -> Module:
    if module.content is None:
        return module
    content = Content(module.content.folder, NoWords(), module.content.media)
    return replace(module, content=content)


def find_in_units(rule: Rule, community: Community, as_of: date) -> Found:
    """Return what a rule finds in each of its units, fenced in, taken together."""
    found: set[Any] = set()
    for unit in iter_units(community, rule.sight.reach):
        context = Context(unit, as_of)
        if rule.sight.reach is not Reach.COMMUNITY:
            context = TrappedContext(unit, as_of)
            object.__setattr__(context, "reach", rule.sight.reach)
            object.__setattr__(context, "everywhere", frozenset(community.modules))
        found |= find_all(rule, context)
    return frozenset(found)
