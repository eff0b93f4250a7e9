"""Where and when a use case runs, in which language, and the community it works on."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kocbook.app.private_place import find_private, find_public, is_private
from kocbook.base.errors import KocError, UsageError
from kocbook.base.finding import Severity
from kocbook.base.texts import TRADE, Texts, choose_language, load_texts

if TYPE_CHECKING:
    from kocbook.base.memory import Memory
    from kocbook.git.commit_draft import Files
    from kocbook.git.index_state import TreeState
    from kocbook.insight.lookup import NamedThing
    from kocbook.insight.state import ModuleFacts
    from kocbook.model.community import Community, Module
    from kocbook.model.event import Event
    from kocbook.model.loan import Equipment
    from kocbook.model.tree import Tree
    from kocbook.records.loader import LoadResult


Steps = Callable[[Texts], AbstractContextManager[Callable[[str], None]]]
"""Makes what is told of each step of some work, in a reader's language, while a block runs."""

NAMED_BY_FILES = {
    "member": "members/{}.yml",
    "module": "modules/{}/module.yml",
    "handbook": "modules/{}/handbook.yml",
    "event": "events/{}/event.yml",
    "equipment": "equipment/{}/equipment.yml",
}
"""The files that members, modules and handbooks are named after, relative to the root."""


class FaultyCommunityError(KocError):
    """community.yml has faults, so there is nothing to compute from (exit code 1)."""


@dataclass
class Session:
    """What every use case is given: a folder, a language, a day; the rest is found when it is needed.

    `root` is the community's folder or one below it (None: the current one), `lang` "zh" or "en", and
    `as_of` the day on which facts are computed.
    """

    lang: str | None = None
    root: Path | None = None
    as_of: date | None = None
    debug: bool = False
    revision: str | None = None
    """The Git revision whose settings count; None for the working tree."""
    steps: Steps | None = None
    """Whom long work tells its steps (keys of texts under `cli.steps`); None for nobody."""
    sees_private: bool = False
    """True where records of the private repository are read, too: for staff, never for pages."""
    pending: Files | None = None
    """What is about to be written into the public repository, where the private one comes first."""

    @cached_property
    def folder(self) -> Path:
        """The folder that holds community.yml: what was asked, or the nearest one upwards.

        Raises:
            UsageError: there is none.
        """
        start = self.root or Path.cwd()
        if not start.is_dir():
            raise UsageError("errors.no-folder", folder=start)
        folder = start if self.root else find_root(start)
        if folder is None:
            raise UsageError("errors.not-a-repository", folder=start)
        if is_private(folder):
            return find_public(folder)
        if self.revision is None and not (folder / "community.yml").is_file():
            raise UsageError("errors.no-community-in", folder=folder)
        return folder.resolve()

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """community.yml as plain values, unchecked: quick, and empty where it cannot be read."""
        from kocbook.records.yaml_reader import Fault, decode, read_yaml

        try:
            text = decode(self._read_settings())
        except (KocError, OSError):
            return {}
        value = None if isinstance(text, Fault) else read_yaml(text)[0]
        return value if isinstance(value, dict) else {}

    def _read_settings(self) -> bytes:
        from kocbook.records.yaml_reader import MAX_BYTES

        if self.revision is None:
            with (self.folder / "community.yml").open("rb") as file:
                return file.read(MAX_BYTES)
        from kocbook.git.revision_tree import GitTree

        with GitTree(self.folder, self.revision, within=("community.yml",)) as tree:
            return tree.read("community.yml", MAX_BYTES)

    def at(self, revision: str | None) -> Session:
        """Return the session under the settings of a Git revision; None for the working tree."""
        return self if revision == self.revision else replace(self, revision=revision)

    def progress(self) -> AbstractContextManager[Callable[[str], None]]:
        """Begin a piece of work; what the block gets is to be called with each of its steps."""
        return self.steps(self.texts) if self.steps else nullcontext(lambda _: None)

    @cached_property
    def texts(self) -> Texts:
        """The sentences of the reader's language."""
        return self.texts_in(self.language)

    def texts_in(self, language: str) -> Texts:
        """Return the sentences of a language, with the community's own words for its trade."""
        return load_texts(language).speak(_find_words(self.settings, language))

    @cached_property
    def language(self) -> str:
        """What was asked, the locale's, or the community's first language."""
        listed = self.settings.get("languages")
        first = listed[0] if isinstance(listed, list) and listed else None
        return choose_language(self.lang, community=first if isinstance(first, str) else None)

    @property
    def starts_in_private(self) -> bool:
        """True for a command that runs inside the private repository."""
        folder = self.root or find_root(Path.cwd())
        return folder is not None and is_private(folder)

    @cached_property
    def private_folder(self) -> Path:
        """The folder of the private repository.

        Raises:
            UsageError: there is none, or not on this machine.
        """
        return find_private(self.folder, self.settings)

    def with_private(self, pending: Files | None = None) -> Session:
        """Return the same session, but with the private repository's records.

        `pending` are files of the public repository that will be written afterwards.

        Raises:
            UsageError: there is none, or not on this machine.
        """
        seeing = replace(self, root=self.folder, sees_private=True, pending=pending)
        seeing.private_folder  # noqa: B018 (refuses at once)
        return seeing

    def with_private_if_here(self) -> Session:
        """Return the session with the private repository's records, or itself where it has none."""
        try:
            return self.with_private()
        except UsageError:
            return self

    @cached_property
    def tree(self) -> Tree:
        """The files on disk that records are read from."""
        from kocbook.records.beside import TreeBeside
        from kocbook.records.tree import WorkingTree

        public = WorkingTree(self.folder)
        if not self.sees_private:
            return public
        return TreeBeside(public, WorkingTree(self.private_folder))

    @cached_property
    def loaded(self) -> LoadResult:
        """Everything that could be read, and the findings of reading it."""
        from kocbook.base.pure_results import PURE
        from kocbook.records.loader import load_community
        from kocbook.records.remembered import load_remembered

        PURE.open(self.memory)
        with self.progress() as report:
            report("read")
            if self.sees_private:
                return load_community(self.tree)  # nothing private is kept in a memory
            return load_remembered(self.folder, self.memory, self.state)

    @cached_property
    def memory(self) -> Memory:
        """What earlier commands found here; it recalls nothing where nothing may be trusted."""
        from kocbook.git.open_memory import open_memory

        return open_memory(self.folder)

    @cached_property
    def state(self) -> TreeState | None:
        """All files as Git found them at the first asking; None where it is not asked, or cannot tell."""
        from kocbook.git.index_state import find_tree_state

        return find_tree_state(self.folder) if self.memory.is_open else None

    def read_again(self) -> None:
        """Drop what was read of the files: they are others now."""
        for name in ("settings", "tree", "state", "loaded", "community", "day", "facts"):
            self.__dict__.pop(name, None)

    def save_memory(self) -> None:
        """Keep what was found for the next command."""
        if "loaded" in self.__dict__:
            from kocbook.base.pure_results import PURE

            PURE.save()

    @cached_property
    def community(self) -> Community:
        """The community.

        Raises:
            FaultyCommunityError: its settings have faults.
        """
        if self.loaded.community is None:
            raise FaultyCommunityError("errors.community-unreadable")
        return self.loaded.community

    @property
    def unreadable(self) -> int:
        """How many files could not be read, so that what is shown lacks them."""
        faulty = self.loaded.findings
        return len({f.location.path for f in faulty if f.severity is Severity.ERROR})

    @cached_property
    def day(self) -> date:
        """The day on which facts are computed: asked, SOURCE_DATE_EPOCH, the community's, today there."""
        if self.as_of:
            return self.as_of
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if epoch:
            return parse_epoch(epoch)
        try:
            return date.fromisoformat(str(self.settings.get("as_of")))
        except ValueError:
            return find_today(self.settings.get("time_zone"))

    @cached_property
    def facts(self) -> dict[str, ModuleFacts]:
        """The state of every module, by key."""
        from kocbook.insight.state import all_facts

        return all_facts(self.community, self.day)

    def check_names(self, handbook: str | None, member: str | None) -> None:
        """Refuse a filter by what does not exist: an empty table would look like an answer.

        Raises:
            UsageError: there is no such handbook or member; the text names those that look like it.
        """
        if handbook is not None and not self.community.knows_handbook(handbook):
            raise self._unknown("handbook", handbook)
        if member is not None and not self.community.knows_member(member):
            raise self._unknown("member", member)

    def find_module(self, key: str) -> Module:
        """Return the module that a person named: by its key, its own id, or its title.

        Raises:
            UsageError: there is none, or several; the text names them, or those that look like it.
        """
        return self.community.modules[self._find("module", key, "modules/")]

    def find_event(self, name: str) -> Event:
        """Return the event that a person named: by its id or its title.

        Raises:
            UsageError: there is none, or several; the text names them, or those that look like it.
        """
        return self.community.events[self._find("event", name, "events/")]

    def find_equipment(self, name: str) -> Equipment:
        """Return the thing that is lent which a person named: by its id or its title.

        Raises:
            UsageError: there is none, or several; the text names them, or those that look like it.
        """
        return self.community.equipment[self._find("equipment", name, "equipment/")]

    def _find(self, kind: str, name: str, folder: str) -> str:
        from kocbook.insight.lookup import find_id, no_such

        wanted = name.strip("/").removeprefix(folder)
        return find_id(wanted, self._named(kind), lambda near: no_such(kind, name, near))

    def find_seat(self, facts: ModuleFacts, seat: str | None) -> str | None:
        """Return the id of the seat that a person named, by its role's name too.

        What no seat is called stays as it is: whoever asked knows which seats to list.

        Raises:
            UsageError: several seats are called so.
        """
        from kocbook.insight.lookup import known_id, seat_names

        if seat is None:
            return None
        return known_id(seat, list(seat_names(self.community, facts.module.brief))) or seat

    def resolve(self, kind: str, name: str) -> str:
        """Return the id of a member, module or handbook that a person named, or the name itself.

        Nothing is read where a file of that id stands. What nothing is called so is refused later,
        by whoever needs it.

        Raises:
            UsageError: several are called so.
        """
        from kocbook.insight.lookup import known_id

        try:
            if self._has_file(kind, name):
                return name
            known = list(self._named(kind))
        except KocError:
            return name
        return known_id(name, known) or name

    def _has_file(self, kind: str, name: str) -> bool:
        is_id = re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)?", name) is not None
        return is_id and (self.folder / NAMED_BY_FILES[kind].format(name)).is_file()

    def _named(self, kind: str) -> Iterator[NamedThing]:
        from kocbook.insight import lookup

        names: dict[str, Callable[[Community], Iterator[NamedThing]]] = {
            "member": lookup.member_names,
            "module": lookup.module_names,
            "handbook": lookup.handbook_names,
            "event": lookup.event_names,
            "equipment": lookup.equipment_names,
        }
        return names[kind](self.community)

    def _unknown(self, kind: str, name: str) -> UsageError:
        from kocbook.insight.lookup import look_up, no_such

        return no_such(kind, name, look_up(name, self._named(kind)).near)


def _find_words(settings: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the words of the trade as unchecked settings have them: what cannot be one is left out."""
    words = settings.get("words")
    given = words.items() if isinstance(words, dict) else ()
    found = {key: word.get(language) for key, word in given if isinstance(word, dict)}
    return {key: word for key, word in found.items() if isinstance(word, str) and key in TRADE}


def find_today(zone: object) -> date:
    """Return today in the community's time zone: servers count the hours of their own.

    Of a zone that nobody knows (rule `time-zone-unknown`) the usual one counts.
    """
    from zoneinfo import ZoneInfo

    from kocbook.model.settings import TIME_ZONE

    for name in (zone, TIME_ZONE):
        try:
            return datetime.now(ZoneInfo(str(name))).date()
        except (KeyError, ValueError, OSError):  # OSError: the name is a folder of zones
            continue
    return datetime.now().astimezone().date()


def find_root(start: Path) -> Path | None:
    """Return the nearest folder upwards with a community.yml or a Git repository, or None."""
    for folder in (start, *start.parents):
        if (folder / "community.yml").exists() or (folder / ".git").exists():
            return folder
    return None


def parse_epoch(text: str) -> date:
    """Return the day (UTC) of a SOURCE_DATE_EPOCH.

    Raises:
        UsageError: it is no number of seconds.
    """
    try:
        return datetime.fromtimestamp(int(text), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError("errors.bad-epoch", value=text) from None
