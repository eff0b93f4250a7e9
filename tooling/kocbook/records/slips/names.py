"""What people call things, and what records call them: properties, words to choose from, people, skills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kocbook.base.fold import fold_name
from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.model.community import Community
from kocbook.model.enums import Visibility
from kocbook.model.people import Member

_MEMBERS = (
    *("member", "reviewer", "by", "contact", "lead", "judge", "approved_by", "confirmed_by"),
    *("invited", "nominated_by", "helped", "authors", "same_as"),
)
_KIND_OF: Mapping[str, str] = {
    **dict.fromkeys(_MEMBERS, "member"),
    **dict.fromkeys(("skills", "wants", "pool"), "skill"),
    **dict.fromkeys(("role", "roles_order"), "role"),
    **dict.fromkeys(("module", "superseded_by"), "module"),
    "licence": "licence",
    "tags": "tag",
    **dict.fromkeys(("channel", "channels"), "channel"),
}
"""What the value of a property names, where it is an id of the community's."""


@dataclass(frozen=True, slots=True)
class NameBook:
    """For each kind of thing, from what it is called to its ids; `fold_name` makes the names."""

    ids: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def find_ids(self, prop: str, typed: str) -> tuple[str, ...]:
        """Return the ids of what a property's value may mean by a shown name."""
        return self.ids.get(_KIND_OF.get(prop, ""), {}).get(fold_name(typed), ())

    def tells(self, prop: str) -> bool:
        """True where the property names something that the community lists."""
        return prop in _KIND_OF

    def knows(self, prop: str, name: str) -> bool:
        """True where the community has something of that id, of what the property names."""
        return name in self.ids.get(_KIND_OF.get(prop, ""), {}).get(fold_name(name), ())


def read_names(community: Community) -> NameBook:
    """Return what a community calls its people, skills, roles, modules and words."""
    settings = community.settings
    modules = community.modules.values()
    return NameBook(
        {
            "member": _gather(_iter_people(community.members.values())),
            "skill": _gather(_iter_both(settings.skills)),
            "role": _gather(_iter_both(settings.roles)),
            "licence": _gather(_iter_both(settings.licences)),
            "module": _gather((module.key, (module.brief.title,)) for module in modules),
            "tag": _gather((tag, ()) for tag in settings.tags),
            "channel": _gather((channel, ()) for channel in settings.channels),
        }
    )


def _gather(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for identifier, names in named:
        for name in dict.fromkeys(map(fold_name, (identifier, *names))):
            found[name].append(identifier)
    return {name: tuple(ids) for name, ids in found.items()}


def _iter_people(members: Iterable[Member]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for member in members:
        # Whoever hides a name is not found by it.
        shown = member.visibility in (Visibility.NAMED, Visibility.PEN_NAME) and member.name
        english = (member.names.en,) if member.names and member.names.en else ()
        yield member.id, (member.name, *english) if shown else ()


def _iter_both(terms: Iterable[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for term in terms:
        yield term.id, tuple(term.name.in_language(language) for language in LANGUAGES)


@cache
def _called() -> Mapping[str, frozenset[str]]:
    """Return for each property what people call it, in every language."""
    called: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for key, text in load_texts(language).entries.items():
            if key.startswith("editor.label-"):
                called[key.removeprefix("editor.label-")].add(fold_name(text))
            elif key.startswith("slips.keys."):
                names = str(text).replace("、", ",").split(",")
                called[key.removeprefix("slips.keys.")].update(map(fold_name, names))
    return {name: frozenset(names) for name, names in called.items()}


def find_property(known: Iterable[str], typed: str) -> str | None:
    """Return which of the properties somebody meant; None where none is, or several are."""
    names = list(known)
    if typed in names:
        return typed
    plain = fold_name(typed)
    near = [name for name in names if plain == name or plain.replace("-", "_") == name]
    near = near or [name for name in names if plain in _called().get(name, ())]
    return near[0] if len(near) == 1 else None


@cache
def _words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return the groups of words: from each word to what it is called, in every language."""
    groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language in LANGUAGES:
        for key, text in load_texts(language).entries.items():
            head, _, rest = key.partition(".")
            group, _, word = rest.rpartition(".")
            if head == "words" and group and isinstance(text, str):
                groups[group][word].add(fold_name(text))
    return {
        group: {word: frozenset(called) for word, called in words.items()}
        for group, words in groups.items()
    }


def find_word(options: Iterable[str], typed: str) -> str | None:
    """Return which of the options somebody meant, by its own letters or by what it is called."""
    known, plain = list(options), fold_name(typed)
    near = [word for word in known if fold_name(word) == plain]
    for words in _words().values():
        if not near and all(word in words for word in known):
            near = [word for word in known if plain in words[word]]
    return near[0] if len(near) == 1 else None
