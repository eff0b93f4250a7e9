"""The credits (致谢): everybody, by handbook and by role, and what staff recognised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.credits import CreditLine, CreditState
from kocbook.site.context import SiteContext
from kocbook.site.outline import cover_url, module_url, sort_handbooks
from kocbook.site.views.people import Part, Person, show_person, split_byline


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
    authors: tuple[Part, ...]
    helpers: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class HandbookCredits:
    """The credits of one handbook."""

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
class CreditsView:
    """The credits page."""

    handbooks: tuple[HandbookCredits, ...]
    people: int
    parts: int
    releases: tuple[ReleaseLine, ...]


def make_credits_view(context: SiteContext) -> CreditsView:
    """Return the credits of all handbooks."""
    lines = context.all_lines()
    handbooks = [context.community.handbooks[name] for name in sort_handbooks(context.community)]
    return CreditsView(
        handbooks=tuple(
            HandbookCredits(
                id=handbook.id,
                title=handbook.title,
                url=cover_url(handbook.id),
                language=handbook.language,
                authors=_by_role(context, context.lines_of(handbook), thanked=False),
                helpers=_by_role(context, context.lines_of(handbook), thanked=True),
                modules=_by_module(context, handbook.id),
                lead=show_person(context, handbook.lead),
            )
            for handbook in handbooks
        ),
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
    )


def _by_role(
    context: SiteContext, lines: list[CreditLine], *, thanked: bool
) -> tuple[RoleGroup, ...]:
    order = [role.id for role in context.community.settings.roles]
    groups: dict[str, dict[str, int]] = {}
    for line in lines:
        if (line.state is CreditState.THANKED) is thanked:
            group = groups.setdefault(line.role, {})
            group[line.member] = group.get(line.member, 0) + 1
    ranked = sorted(
        groups,
        key=lambda role: (role not in order, order.index(role) if role in order else 0, role),
    )
    return tuple(
        RoleGroup(
            context.role_name(role),
            tuple(
                (show_person(context, member), groups[role][member])
                for member in sorted(groups[role], key=lambda name: _person_key(context, name))
            ),
        )
        for role in ranked
    )


def _person_key(context: SiteContext, name: str) -> tuple[bool, tuple[str, str]]:
    """Sort by the members' own keys; those who hide their name come last."""
    member = context.community.members.get(name)
    if member is None:
        return (True, (name, name))
    return (member.visibility.hides_name, member.sort_key)


def _by_module(context: SiteContext, handbook: str) -> tuple[ModuleCredits, ...]:
    found = []
    for module in context.community.iter_chapter_modules(handbook):
        lines = context.credits.get(module.key, ())
        if lines:
            authors, helpers = split_byline(context, lines)
            brief = module.brief
            found.append(
                ModuleCredits(brief.title, brief.language, module_url(module.key), authors, helpers)
            )
    return tuple(found)
