"""People as pages show them: a name, an initial in a coloured circle, and perhaps a link."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kocbook.insight.credits import CreditLine, CreditState
from kocbook.insight.names import has_profile, public_name
from kocbook.site.outline.outline import member_url
from kocbook.site.views.context import SiteContext

TINTS = 8


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a public name. `url` is None for those without a page of their own.

    `tint` chooses the colour of the circle; people who hide their name have none, and look alike.
    """

    name: str
    initial: str
    tint: int | None
    url: str | None
    language: str


@dataclass(frozen=True, slots=True)
class CreditedPerson:
    """A person and the names of the roles they had, in byline order."""

    person: Person
    roles: tuple[str, ...]


def show_person(context: SiteContext, member: str) -> Person:
    """Return how a member appears."""
    name = public_name(context.community, member, context.texts)
    if not has_profile(context.community, member):
        return Person(
            name, context.texts("site.people.anonymous-initial"), None, None, context.language
        )
    tint = hashlib.sha256(member.encode()).digest()[0] % TINTS
    return Person(name, initial_of(name), tint, member_url(member), language_of(name))


def initial_of(name: str) -> str:
    """Return the last character of a Chinese name, the first letter of any other."""
    return name[-1] if is_han(name[-1]) else name[0].upper()


def is_han(character: str) -> bool:
    """True for the common CJK ideographs."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"


def language_of(words: str) -> str:
    """Return the language that words are written in, by their script: "zh" or "en"."""
    return "zh" if any(is_han(character) for character in words) else "en"


def join_parts(context: SiteContext, lines: Iterable[CreditLine]) -> tuple[CreditedPerson, ...]:
    """Join credit lines by member: each once, with all roles, in the order of the lines."""
    roles: dict[str, list[str]] = {}
    for line in lines:
        names = roles.setdefault(line.member, [])
        name = context.role_name(line.role)
        if name not in names:
            names.append(name)
    return tuple(
        CreditedPerson(show_person(context, member), tuple(names))
        for member, names in roles.items()
    )


def split_byline(
    context: SiteContext, lines: Sequence[CreditLine], only_seat: str | None = None
) -> tuple[tuple[CreditedPerson, ...], tuple[CreditedPerson, ...]]:
    """Split a module's credits into those who sign it and those who are thanked.

    Where the terms name a single author, the holder of `only_seat` signs alone.
    """
    seats = [line for line in lines if line.seat is not None]
    authors = [line for line in seats if line.state is not CreditState.THANKED]
    if only_seat:
        first = {line.member for line in authors if line.seat == only_seat}
        authors = [line for line in authors if line.member in first]
    signing = {line.member for line in authors}
    helpers = [line for line in lines if line not in authors]
    # A helper who also signs is named once, as an author; other roles of theirs still count.
    thanked = [line for line in helpers if line.member not in signing]
    extra = [line for line in helpers if line.member in signing]
    return join_parts(context, [*authors, *extra]), join_parts(context, thanked)
