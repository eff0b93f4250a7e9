"""The credits (致谢): everybody, by handbook and by role, and what staff recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kocbook.insight.credits import CreditLine, CreditState
from kocbook.model.handbook import Handbook
from kocbook.site.outline.outline import cover_url, credits_url, module_url, sort_handbooks
from kocbook.site.outline.pagination import Sheets, cut, show_sheets
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import CreditedPerson, Person, show_person, split_byline

ON_ONE_PAGE = 600
"""So many credits stand on one page; where there are more, each handbook has its own."""
ON_A_CREDITS_SHEET = 150
_AUTHORS, _HELPERS, _MODULES = "authors", "helpers", "modules"

_Entry = tuple[str, int]
"""A member with a number of modules, or a module."""


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """Everybody who had one role in a handbook, with the number of modules."""

    role: str
    people: tuple[tuple[Person, int], ...]


@dataclass(frozen=True, slots=True)
class ModuleCredits:
    """A module with its authors and those who helped it."""

    title: str
    language: str
    url: str
    authors: tuple[CreditedPerson, ...]
    helpers: tuple[CreditedPerson, ...]


@dataclass(frozen=True, slots=True)
class HandbookCredits:
    """The credits of one handbook, or what a sheet shows of them."""

    id: str
    title: str
    url: str
    language: str
    authors: tuple[RoleGroup, ...]
    helpers: tuple[RoleGroup, ...]
    modules: tuple[ModuleCredits, ...]
    lead: Person


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release, with the command that builds it again."""

    tag: str
    day: date
    pages: int
    people: int
    command: str


@dataclass(frozen=True, slots=True)
class CreditsLink:
    """Where the credits of a handbook stand; `people` counts those who are named there."""

    url: str
    title: str
    language: str
    people: int


@dataclass(frozen=True, slots=True)
class CreditsView:
    """The credits page, or a sheet of one handbook's credits where they would not fit on it.

    There the page itself has `links` to them in the place of `handbooks`.
    """

    handbooks: tuple[HandbookCredits, ...]
    links: tuple[CreditsLink, ...]
    people: int
    parts: int
    releases: tuple[ReleaseLine, ...]
    sheets: Sheets | None


def splits_credits(context: SiteContext) -> bool:
    """True where each handbook has pages of its own for its credits."""
    return sum(len(lines) for lines in context.credits.values()) > ON_ONE_PAGE


def count_credits(context: SiteContext, handbook: str) -> int:
    """Return how many sheets a handbook's credits need on pages of their own."""
    return len(cut(_entries(context, context.community.handbooks[handbook]), ON_A_CREDITS_SHEET))


def make_credits_view(context: SiteContext) -> CreditsView:
    """Return the credits of all handbooks, or the way to them."""
    lines = context.all_lines()
    handbooks = [context.community.handbooks[name] for name in sort_handbooks(context.community)]
    is_split = splits_credits(context)
    return CreditsView(
        handbooks=()
        if is_split
        else tuple(_show(context, one, _entries(context, one)) for one in handbooks),
        links=tuple(_link(context, one) for one in handbooks) if is_split else (),
        people=len({line.member for line in lines}),
        parts=len(lines),
        releases=tuple(
            ReleaseLine(
                tag=lock.tag,
                day=lock.day,
                pages=len(lock.pages),
                people=max((len(names) for names in lock.names.values()), default=0),
                command=f"koc build --release {lock.tag}",
            )
            for lock in context.releases
        ),
        sheets=None,
    )


def make_handbook_credits_view(context: SiteContext, name: str, number: int) -> CreditsView:
    """Return a sheet of one handbook's credits: its people by role, then its modules."""
    handbook = context.community.handbooks[name]
    lines = context.lines_of(handbook)
    sheets = cut(_entries(context, handbook), ON_A_CREDITS_SHEET)
    labels = [_say_label(context, sheet[0][0]) if sheet else "" for sheet in sheets]
    return CreditsView(
        handbooks=(_show(context, handbook, sheets[number - 1]),),
        links=(),
        people=len({line.member for line in lines}),
        parts=len(lines),
        releases=(),
        sheets=show_sheets(credits_url(name), number, labels),
    )


def _link(context: SiteContext, handbook: Handbook) -> CreditsLink:
    people = len({line.member for line in context.lines_of(handbook)})
    title, language = handbook.title_in(context.language)
    return CreditsLink(credits_url(handbook.id), title, language, people)


def _entries(context: SiteContext, handbook: Handbook) -> list[tuple[str, Sequence[_Entry]]]:
    """List who and what the credits of a handbook name, in order, by the label of their group."""
    lines = context.lines_of(handbook)
    modules = [(key, 1) for key in context.chapters[handbook.id] if context.credits.get(key)]
    return [
        *_by_role(context, lines, _AUTHORS),
        *_by_role(context, lines, _HELPERS),
        *([(_MODULES, modules)] if modules else []),
    ]


def _by_role(
    context: SiteContext, lines: list[CreditLine], kind: str
) -> list[tuple[str, Sequence[_Entry]]]:
    """Group the members of one kind by role, each with the number of modules."""
    order = [role.id for role in context.community.settings.roles]
    groups: dict[str, dict[str, int]] = {}
    for line in lines:
        if (line.state is CreditState.THANKED) is (kind == _HELPERS):
            group = groups.setdefault(line.role, {})
            group[line.member] = group.get(line.member, 0) + 1
    ranked = sorted(
        groups,
        key=lambda role: (role not in order, order.index(role) if role in order else 0, role),
    )
    return [
        (
            f"{kind} {role}",
            sorted(groups[role].items(), key=lambda entry: _person_key(context, entry[0])),
        )
        for role in ranked
    ]


def _person_key(context: SiteContext, name: str) -> tuple[bool, tuple[str, str]]:
    """Sort by the members' own keys; those who hide their name come last."""
    member = context.community.members.get(name)
    if member is None:
        return (True, (name, name))
    return (member.visibility.hides_name, member.sort_key)


def _say_label(context: SiteContext, label: str) -> str:
    """Say what stands in a group: a role, or the works one by one."""
    kind, _, role = label.partition(" ")
    return context.texts("site.credits.works") if kind == _MODULES else context.role_name(role)


def _show(
    context: SiteContext, handbook: Handbook, shown: Iterable[tuple[str, Sequence[_Entry]]]
) -> HandbookCredits:
    """Return what a sheet shows of a handbook's credits."""
    roles: dict[str, list[RoleGroup]] = {_AUTHORS: [], _HELPERS: []}
    modules: list[ModuleCredits] = []
    for label, entries in shown:
        kind, _, role = label.partition(" ")
        if kind == _MODULES:
            modules += [_show_module(context, key) for key, _ in entries]
            continue
        people = tuple((show_person(context, member), count) for member, count in entries)
        roles[kind].append(RoleGroup(context.role_name(role), people))
    return HandbookCredits(
        id=handbook.id,
        title=context.book_title(handbook.id)[0],
        url=cover_url(handbook.id),
        language=context.book_title(handbook.id)[1],
        authors=tuple(roles[_AUTHORS]),
        helpers=tuple(roles[_HELPERS]),
        modules=tuple(modules),
        lead=show_person(context, handbook.lead),
    )


def _show_module(context: SiteContext, key: str) -> ModuleCredits:
    authors, helpers = split_byline(context, context.credits[key])
    title, language = context.community.modules[key].title_in(context.language)
    return ModuleCredits(title, language, module_url(key), authors, helpers)
