"""A member's answer to an activity: a vote, a report, a check-in, a picture with a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.insight.pins import response_terms
from kocbook.insight.state import ModuleFacts
from kocbook.intake.acts.delivery import Delivery, clean_file, put_file
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm
from kocbook.model.paths import RecordKind, split_report
from kocbook.model.people import Member
from kocbook.model.settings import Limits
from kocbook.model.work import Response
from kocbook.records.record_text import render_record


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """What somebody wants to say: options, words, and pictures with a description each.

    `without` names pictures of theirs that are to go.
    """

    choice: Sequence[str] = ()
    reason: str | None = None
    text: str | None = None
    photos: Sequence[Path] = ()
    alt: Sequence[str] = ()
    without: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ResponsePlace:
    """Where a response stands: its file's name, and how the names of its pictures begin.

    Where `is_whole`, the answer shows all pictures under that beginning: others of it go.
    """

    name: str
    stem: str
    is_whole: bool = False


def require_open(facts: ModuleFacts) -> None:
    """Make sure that a module takes responses now.

    Raises:
        UsageError: it has seats instead, or is closed or not open yet.
    """
    module = facts.module
    if module.brief.seats or not module.brief.form.collects_responses:
        raise UsageError("errors.not-collecting", module=module.key)
    if not facts.state.is_claimable:
        raise UsageError("errors.response-closed", module=module.key)


def prepare_response(
    root: Path,
    facts: ModuleFacts,
    member: Member,
    answer: ResponseDraft,
    day: date,
    limits: Limits,
    place: ResponsePlace | None = None,
) -> Delivery:
    """Write a member's response to a module; what is not said anew stays as it was.

    A check-in on a new day keeps the earlier ones. Pictures are added, cleaned, and named after
    the member, so that no two people's names meet in parallel branches; one that is there already
    is not added again.

    Raises:
        UsageError: the module takes none, an option is unknown, a picture lacks its description,
            or a file cannot be used.
    """
    require_open(facts)
    module = facts.module
    options = [option.id for option in module.brief.options]
    for choice in answer.choice:
        if choice not in options:
            raise UsageError("errors.unknown-choice", choice=choice, options=options)
    if len(answer.photos) != len(answer.alt):
        raise UsageError("errors.needs-alt", photos=len(answer.photos), alt=len(answer.alt))
    place = place or ResponsePlace(member.id, member.id)
    before = module.responses.get(place.name)
    album = _Album(
        root, module, dict(zip(before.media, before.alt, strict=False)) if before else {}
    )
    album.add(place.stem, answer, limits)
    if place.is_whole:
        album.drop(name for name in list(album.alts) if name.startswith(f"{place.stem}-"))
    album.drop(answer.without)
    values = _merge(module, member, before, answer, album.alts, day)
    path = f"{module.folder}/responses/{place.name}.yml"
    album.delivery.files[path] = render_record(RecordKind.RESPONSE, path, values).encode()
    return album.delivery


def find_place(module: Module, member: Member, number: int | None) -> ResponsePlace:
    """Return where a response stands: of bug reports, a new one unless its number is told.

    Raises:
        UsageError: there is no report with that number.
    """
    own = {name for name in module.responses if split_report(name)[0] == member.id}
    if number is not None:
        name = member.id if number == 1 else f"{member.id}--{number}"
        if name not in own:
            raise UsageError("errors.no-report", number=number, module=module.key)
        return ResponsePlace(name, member.id)
    if module.brief.form is not ModuleForm.BUG_HUNT or not own:
        return ResponsePlace(member.id, member.id)
    free = next(n for n in count(2) if f"{member.id}--{n}" not in own)
    return ResponsePlace(f"{member.id}--{free}", member.id)


def place_of_issue(module: Module, member: Member, number: int) -> ResponsePlace:
    """Return where an issue's response stands: its own report, or the member's one response.

    What is changed in an issue later is found again by its number, also after a merge.
    """
    own_report = module.brief.form is ModuleForm.BUG_HUNT
    name = f"{member.id}--{number}" if own_report else member.id
    return ResponsePlace(name, f"{member.id}-{number}", is_whole=True)


def _merge(
    module: Module,
    member: Member,
    before: Response | None,
    answer: ResponseDraft,
    pictures: Mapping[str, str],
    day: date,
) -> dict[str, Any]:
    old = before or Response("", member.id, day)
    choice = list(answer.choice or old.choice)
    earlier = dict(old.earlier)
    text = answer.text or old.text
    if module.brief.form is ModuleForm.CHECK_IN and before and before.date < day:
        if before.text:
            earlier[before.date] = before.text
        text = answer.text
    return {
        "member": member.id,
        "date": day,
        "choice": choice[0] if len(choice) == 1 else choice,
        "reason": answer.reason or old.reason,
        "text": text,
        "media": list(pictures),
        "alt": list(pictures.values()),
        "earlier": dict(sorted(earlier.items())),
        "terms": response_terms(module),
    }


@dataclass
class _Album:
    """The pictures of a response: `alts` holds their descriptions by name, in order."""

    root: Path
    module: Module
    alts: dict[str, str]
    delivery: Delivery = field(default_factory=Delivery)

    @property
    def folder(self) -> Path:
        return self.root / f"content/{self.module.key}"

    def add(self, stem: str, answer: ResponseDraft, limits: Limits) -> None:
        """Add pictures under new names. One with the same bytes keeps its name and place."""
        known = {self._read(name): name for name in self.alts}
        self._kept: set[str] = set()
        for path, alt in zip(answer.photos, answer.alt, strict=True):
            if not path.is_file():
                raise UsageError("errors.no-file", path=path)
            cleaned = clean_file(path, limits)
            name = known.get(cleaned.data) or self._free_name(stem, cleaned.kind)
            if cleaned.data not in known:
                put_file(self.delivery, self.module, path.name, name, cleaned)
            self.alts[name] = alt
            self._kept.add(name)

    def drop(self, names: Iterable[str]) -> None:
        """Take pictures out that were not given now.

        Raises:
            UsageError: one is not of this response.
        """
        for name in names:
            if name not in self.alts:
                raise UsageError("errors.no-picture", name=name, known=list(self.alts))
            if name not in self._kept:
                del self.alts[name]
                self.delivery.files[f"content/{self.module.key}/{name}"] = None

    def _free_name(self, stem: str, kind: str) -> str:
        used = {path.rpartition("/")[2].rpartition(".")[0] for path in self.delivery.files}
        used |= {path.stem for path in self.folder.glob(f"{stem}-*")}
        number = next(n for n in count(1) if f"{stem}-{n}" not in used)
        return f"{stem}-{number}.{kind}"

    def _read(self, name: str) -> bytes | None:
        file = self.folder / name
        return file.read_bytes() if file.is_file() else None
