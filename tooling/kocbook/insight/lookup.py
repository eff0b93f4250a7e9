"""Looking things up by whatever a person calls them: ids, titles, shown names, in any language.

One function for every option, argument and answer. What is meant is never guessed: a name that
several have is refused with the list, a name that nothing has with those that look like it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kocbook.base.errors import UsageError
from kocbook.base.fold import fold_name
from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.model.brief import Brief
from kocbook.model.community import Community
from kocbook.model.settings import Text2

_MOST_NEAR = 3
_CUTOFF = 0.5


@dataclass(frozen=True, slots=True)
class NamedThing:
    """Something with an id, and what people call it; the first of `names` is the usual one.

    What is not `is_offered` is found by its names, and never named by them: who hides their name
    knows it, and so may type it.
    """

    id: str
    names: tuple[str, ...] = ()
    is_offered: bool = True

    @property
    def label(self) -> str:
        """How it is offered to a person: by the usual name, with the id that a command takes."""
        name = next(iter(self.names), "") if self.is_offered else ""
        return f"{name}（{self.id}）" if name and name != self.id else self.id


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a name led to: the ids that have it, else what looks like it."""

    ids: tuple[str, ...]
    near: tuple[str, ...]


def look_up(wanted: str, known: Iterable[NamedThing]) -> Lookup:
    """Return what is called `wanted`; an id counts before any name.

    Width, case and spaces make no difference.

    >>> look_up("胎压", [NamedThing("guide/tyres", ("胎压",)), NamedThing("guide/wash", ("洗车",))]).ids
    ('guide/tyres',)
    """
    listed = list(known)
    if any(one.id == wanted for one in listed):
        return Lookup((wanted,), ())
    asked = fold_name(wanted.strip("《》“”\"' "))
    found = [one.id for one in listed if asked in map(fold_name, (one.id, *one.names))]
    if found:
        return Lookup(tuple(dict.fromkeys(found)), ())
    return Lookup((), tuple(_near(asked, listed)))


def _near(asked: str, known: Sequence[NamedThing]) -> Iterator[str]:
    """Yield the labels of what looks like a name: what holds it first, then what resembles it."""
    offered = [(one, one.names if one.is_offered else ()) for one in known]
    by_name = {fold_name(name): one for one, names in offered for name in (*names, one.id)}
    holding = [name for name in by_name if asked and (asked in name or name in asked)]
    close = get_close_matches(asked, by_name, n=_MOST_NEAR, cutoff=_CUTOFF)
    labels = dict.fromkeys(by_name[name].label for name in (*sorted(holding, key=len), *close))
    yield from list(labels)[:_MOST_NEAR]


def find_id(
    wanted: str, known: Iterable[NamedThing], unknown: Callable[[tuple[str, ...]], UsageError]
) -> str:
    """Return the id of what is called `wanted`; `unknown` makes the error of what looks like it.

    Raises:
        UsageError: nothing is called so, or several are.
    """
    listed = list(known)
    found = known_id(wanted, listed)
    if found is None:
        raise unknown(look_up(wanted, listed).near)
    return found


def known_id(wanted: str, known: Sequence[NamedThing]) -> str | None:
    """Return the id of what is called `wanted`, None where nothing is.

    Raises:
        UsageError: several are called so.
    """
    ids = look_up(wanted, known).ids
    if len(ids) > 1:
        labels = [one.label for one in known if one.id in ids]
        raise UsageError("errors.ambiguous-name", name=wanted, found=labels)
    return ids[0] if ids else None


def no_such(kind: str, wanted: str, near: Sequence[str]) -> UsageError:
    """Return the error that there is no member, module or handbook of that name."""
    suffix = "-near" if near else ""
    return UsageError(f"errors.no-{kind}{suffix}", **{kind: wanted, "near": list(near)})


def member_names(community: Community) -> Iterator[NamedThing]:
    """Yield everybody on the roster, by their names and logins."""
    for member in community.members.values():
        names = [member.name, member.names.en if member.names else None, member.github]
        shown = not member.visibility.hides_name
        yield NamedThing(member.id, tuple(name for name in names if name), shown)
    for old, member in community.aliases.items():
        yield NamedThing(str(member.same_as), (old,))


def module_names(community: Community) -> Iterator[NamedThing]:
    """Yield every module, by its title and by its id without the handbook's."""
    for key, module in community.modules.items():
        yield NamedThing(key, (module.brief.title, module.id))


def handbook_names(community: Community) -> Iterator[NamedThing]:
    """Yield every handbook, by its title."""
    for handbook in community.handbooks.values():
        yield NamedThing(handbook.id, (handbook.title,))


def event_names(community: Community) -> Iterator[NamedThing]:
    """Yield every event, by its title."""
    for event in community.events.values():
        yield NamedThing(event.id, (event.plan.title,))


def equipment_names(community: Community) -> Iterator[NamedThing]:
    """Yield every thing that is lent, by its title."""
    for thing in community.equipment.values():
        yield NamedThing(thing.id, (thing.card.title,))


def term_names(terms: Iterable[tuple[str, Text2]]) -> Iterator[NamedThing]:
    """Yield what the settings name: skills, roles, licences, tiers."""
    for id_, name in terms:
        yield NamedThing(id_, tuple(dict.fromkeys(name.in_language(one) for one in LANGUAGES)))


def seat_names(community: Community, brief: Brief) -> Iterator[NamedThing]:
    """Yield the seats of a brief, by the names of their roles."""
    for seat in brief.seats:
        role = community.find_role(seat.role)
        yield NamedThing(
            seat.id, tuple(next(term_names([(seat.id, role.name)])).names) if role else ()
        )


def word_names(group: str, words: Iterable[str]) -> Iterator[NamedThing]:
    """Yield the words of a closed list, by what they are called in every language."""
    for word in words:
        key = f"words.{group}.{word}"
        called = [texts(key) for texts in map(load_texts, LANGUAGES) if key in texts]
        yield NamedThing(word, tuple(dict.fromkeys(called)))
