"""Typed records, indexed as one Community."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from kocbook.base.languages import LANGUAGES
from kocbook.model.brief import Brief
from kocbook.model.community import Community, Content, MediaFile, Module
from kocbook.model.event import Event, EventPlan
from kocbook.model.gifts import Gift, GiftDetail, Offer
from kocbook.model.handbook import Handbook
from kocbook.model.loan import (
    Equipment,
    EquipmentCard,
)
from kocbook.model.paths import RecordKind, split_report
from kocbook.model.payout import Payout
from kocbook.model.people import Member, Recognition
from kocbook.model.plan import Advice, Campaign, Proposal
from kocbook.model.private import Contact, PrivateBudget, PrivateCash
from kocbook.model.settings import Settings
from kocbook.model.takedown import Takedown
from kocbook.model.work import (
    Claim,
    Confirmation,
)
from kocbook.records.aliases import split_aliases
from kocbook.records.typed_record import RawRecord, file_stem, to_record


@dataclass(slots=True)
class _Folder:
    """What stands in one module's folder, by kind."""

    brief: Brief | None = None
    records: dict[RecordKind, list[Any]] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)


def build_community(
    raws: Iterable[RawRecord],
    texts: Mapping[str, str],
    media: Sequence[MediaFile],
    unreadable: Set[str],
    numbered: Set[str] = frozenset(),
    private: frozenset[str] | None = None,
) -> tuple[Community | None, list[tuple[str, str]]]:
    """Index all records as one Community, or None without settings.

    `raws` are sorted by path, and each is taken as it comes: the other arguments may be filled while
    they are read. `private` are the paths of what the private repository holds, None without it. Returns also the orphans: (path, the path that is missing) of records and content
    whose brief or blueprint does not exist.
    """
    settings: Settings | None = None
    recognitions: list[Recognition] = []
    handbooks: dict[str, Handbook] = {}
    payouts: list[Payout] = []
    budgets: dict[str, PrivateBudget] = {}
    takedowns: list[Takedown] = []
    campaigns: dict[str, Campaign] = {}
    proposals: dict[str, Proposal] = {}
    advice: list[Advice] = []
    confirmations: list[Confirmation] = []
    contacts: list[Contact] = []
    gifts: list[Gift] = []
    details: dict[str, GiftDetail] = {}
    offers: dict[str, Offer] = {}
    folders: dict[str, _Folder] = {}
    happenings: dict[str, _Folder] = {}
    things: dict[str, _Folder] = {}
    people = _People()
    for raw in people.iter_others(raws):
        record = to_record(raw, people.aliases)
        if isinstance(record, Settings):
            settings = record
        elif isinstance(record, Recognition):
            recognitions.append(record)
        elif isinstance(record, Handbook):
            handbooks[record.id] = record
        elif isinstance(record, Payout):
            payouts.append(record)
        elif isinstance(record, PrivateBudget):
            budgets[record.handbook] = record
        elif isinstance(record, Campaign):
            campaigns[record.id] = record
        elif isinstance(record, Proposal):
            proposals[record.name] = record
        elif isinstance(record, Advice):
            advice.append(record)
        elif "event" in raw.where.parts or "equipment" in raw.where.parts:
            parts = raw.where.parts
            kept, name = (happenings, "event") if "event" in parts else (things, "equipment")
            held = kept.setdefault(parts[name], _Folder())
            held.records.setdefault(raw.where.kind, []).append(record)
            held.paths.append(raw.where.path)
        elif isinstance(record, Confirmation):
            confirmations.append(record)
        elif isinstance(record, Contact):
            contacts.append(record)
        elif isinstance(record, Gift):
            gifts.append(record)
        elif isinstance(record, Offer):
            offers[record.id] = record
        elif isinstance(record, GiftDetail):
            details[record.id] = record
        elif raw.where.module_key is None:
            takedowns.append(record)
        else:
            folder = folders.setdefault(str(raw.where.module_key), _Folder())
            if isinstance(record, Brief):
                folder.brief = record
            else:
                folder.records.setdefault(raw.where.kind, []).append(record)
                folder.paths.append(raw.where.path)
    contents, covers = index_content(texts, media)
    modules = {
        key: _build_module(key, folder.brief, folder.records, contents.get(key), people.aliases)
        for key, folder in sorted(folders.items())
        if folder.brief is not None
    }
    loose = [*covers, *(one.path for one in payouts), *(one.path for one in budgets.values())]
    orphans = _find_orphans(folders, handbooks, contents, loose, unreadable)
    events, alone = _build_events(happenings, people.aliases, unreadable)
    equipment, loose_loans = _build_equipment(things, unreadable)
    orphans = sorted([*orphans, *alone, *loose_loans])
    if settings is None:
        return None, orphans
    return (
        Community(
            settings,
            people.members,
            tuple(recognitions),
            {name: _with_budget(book, budgets.get(name)) for name, book in handbooks.items()},
            modules,
            covers,
            frozenset(unreadable),
            frozenset(numbered),
            people.aliases,
            tuple(sorted(payouts, key=lambda payout: (payout.date, payout.path))),
            tuple(takedowns),
            budgets=budgets,
            gifts=tuple(sorted(gifts, key=lambda gift: (gift.date, gift.path))),
            offers=offers,
            gift_details=details,
            private=private,
            campaigns=campaigns,
            proposals=proposals,
            advice=tuple(sorted(advice, key=lambda one: (one.date, one.path))),
            events=events,
            equipment=equipment,
            confirmations=tuple(sorted(confirmations, key=lambda one: (one.member, one.number))),
            contacts=tuple(contacts),
        ),
        orphans,
    )


@dataclass(slots=True)
class _People:
    """The members, and the records that were merged into another, by their ids."""

    members: dict[str, Member] = field(default_factory=dict)
    aliases: dict[str, Member] = field(default_factory=dict)

    def iter_others(self, raws: Iterable[RawRecord]) -> Iterator[RawRecord]:
        """Take the members out of `raws`, and yield the rest once all of them are known.

        What comes before the last member waits, for it may name people. Modules come after them, so
        that none of their many values is kept.
        """
        roster: list[Member] = []
        waiting: list[RawRecord] | None = []
        for raw in raws:
            if raw.where.kind is RecordKind.MEMBER:
                roster.append(to_record(raw))
            elif waiting is not None and raw.where.path < _AFTER_MEMBERS:
                waiting.append(raw)
            else:
                if waiting is not None:
                    self.members, self.aliases = split_aliases(roster)
                    yield from waiting
                    waiting = None
                yield raw
        if waiting is not None:
            self.members, self.aliases = split_aliases(roster)
            yield from waiting


_AFTER_MEMBERS = "members0"
"""Sorts behind every path below `members/`."""


def _build_module(
    key: str,
    brief: Brief,
    records: Mapping[RecordKind, list[Any]],
    content: Content | None,
    aliases: Mapping[str, Member],
) -> Module:
    handbook, _, module = key.partition("/")
    claims: list[Claim] = records.get(RecordKind.CLAIM, [])
    cash: PrivateCash | None = next(iter(records.get(RecordKind.CASH, ())), None)
    return Module(
        handbook=handbook,
        id=module,
        brief=_with_cash(brief, cash),
        claims={claim.seat: claim for claim in claims if "/claims/past/" not in claim.path},
        past_claims=tuple(claim for claim in claims if "/claims/past/" in claim.path),
        invitations=tuple(
            sorted(records.get(RecordKind.INVITATION, []), key=lambda item: (item.date, item.path))
        ),
        responses=_by_person(records.get(RecordKind.RESPONSE, []), aliases),
        reviews=tuple(
            sorted(records.get(RecordKind.REVIEW, []), key=lambda item: (item.round, item.path))
        ),
        signoffs=_by_person(records.get(RecordKind.SIGNOFF, []), aliases),
        reuse=tuple(records.get(RecordKind.REUSE, [])),
        questions={item.name: item for item in records.get(RecordKind.QUESTION, [])},
        answers={item.name: item for item in records.get(RecordKind.ANSWER, [])},
        credits=tuple(records.get(RecordKind.CREDIT, [])),
        waivers=tuple(records.get(RecordKind.WAIVER, [])),
        triage={item.report: item for item in records.get(RecordKind.TRIAGE, [])},
        services=tuple(records.get(RecordKind.SERVICE, [])),
        judgings=tuple(records.get(RecordKind.JUDGING, [])),
        consents=tuple(records.get(RecordKind.CONSENT, [])),
        takedowns=tuple(records.get(RecordKind.TAKEDOWN, [])),
        outcome=next(iter(records.get(RecordKind.OUTCOME, [])), None),
        questionnaire=next(iter(records.get(RecordKind.QUESTIONNAIRE, ())), None),
        translations={one.language: one for one in records.get(RecordKind.TRANSLATION, [])},
        content=_part_translations(content, brief),
        arrangement=next(iter(records.get(RecordKind.ARRANGEMENT, ())), None),
        cash=cash,
    )


def _build_events(
    folders: Mapping[str, _Folder], aliases: Mapping[str, Member], unreadable: Set[str]
) -> tuple[dict[str, Event], list[tuple[str, str]]]:
    """Return the events, and what stands below one that has no plan."""
    events: dict[str, Event] = {}
    orphans: list[tuple[str, str]] = []
    for name, folder in sorted(folders.items()):
        records, path = folder.records, f"events/{name}/event.yml"
        plan: EventPlan | None = next(iter(records.get(RecordKind.EVENT, ())), None)
        if plan is not None:
            events[name] = Event(
                name,
                plan,
                _by_person(records.get(RecordKind.REGISTRATION, []), aliases),
                _by_person(records.get(RecordKind.ATTENDANCE, []), aliases),
                next(iter(records.get(RecordKind.RECAP, ())), None),
            )
        elif path not in unreadable:
            orphans += [(one, path) for one in folder.paths]
    return events, orphans


def _build_equipment(
    folders: Mapping[str, _Folder], unreadable: Set[str]
) -> tuple[dict[str, Equipment], list[tuple[str, str]]]:
    """Return the things that are lent, and what stands below one that has no record."""
    found: dict[str, Equipment] = {}
    orphans: list[tuple[str, str]] = []
    for name, folder in sorted(folders.items()):
        path = f"equipment/{name}/equipment.yml"
        card: EquipmentCard | None = next(iter(folder.records.get(RecordKind.EQUIPMENT, ())), None)
        if card is not None:
            kinds = (RecordKind.BOOKING, RecordKind.HANDOVER, RecordKind.RETURN)
            bookings, handovers, returns, details = (
                {one.name: one for one in folder.records.get(kind, [])}
                for kind in (*kinds, RecordKind.LOAN_DETAILS)
            )
            found[name] = Equipment(name, card, bookings, handovers, returns, details)
        elif path not in unreadable:
            orphans += [(one, path) for one in folder.paths]
    return found, orphans


def _with_budget(handbook: Handbook, private: PrivateBudget | None) -> Handbook:
    return replace(handbook, budget=private.budget) if private else handbook


def _with_cash(brief: Brief, private: PrivateCash | None) -> Brief:
    """Return a brief with the amount that its seal stands for; one that is open stays as it is."""
    if private is None or brief.reward.sealed is None:
        return brief
    return replace(brief, reward=replace(brief.reward, cash=private.cash))


def _part_translations(content: Content | None, brief: Brief) -> Content | None:
    """Tell translations from the parts of a team: their folders are called as languages are."""
    texts = content.texts if content else {}
    found = {name: text for name, text in texts.items() if name in LANGUAGES}
    found = {name: text for name, text in found.items() if not brief.find_seat(name)}
    if content is None or not found:
        return content
    own = {name: text for name, text in texts.items() if name not in found}
    return replace(content, texts=own, translations=found)


def _by_person(records: list[Any], aliases: Mapping[str, Member]) -> dict[str, Any]:
    """Index records by the person whose name their file has; of two of one person, the later.

    Further reports of one person keep the number in their file's name.
    """
    found: dict[str, Any] = {}
    for record in records:
        member, rest = split_report(file_stem(record.path))
        person = (str(aliases[member].same_as) if member in aliases else member) + rest
        if person not in found or found[person].date <= record.date:
            found[person] = record
    return found


def index_content(
    texts: Mapping[str, str], media: Sequence[MediaFile]
) -> tuple[dict[str, Content], dict[str, MediaFile]]:
    """Group texts and media by module; a picture beside the modules is a handbook's cover.

    Texts are by path.
    """
    covers: dict[str, MediaFile] = {}
    grouped: dict[str, dict[str, MediaFile]] = {}
    for file in media:
        parts = file.path.split("/")
        if len(parts) == 3:
            covers[file.path] = file
        else:
            grouped.setdefault(f"{parts[1]}/{parts[2]}", {})[file.name] = file
    written: dict[str, dict[str, str]] = {}
    for path, text in texts.items():
        parts = path.split("/")
        written.setdefault(f"{parts[1]}/{parts[2]}", {})["/".join(parts[3:-1])] = text
    contents = {
        key: Content(f"content/{key}", written.get(key, {}), grouped.get(key, {}))
        for key in sorted(written.keys() | grouped.keys())
    }
    return contents, covers


def _find_orphans(
    folders: Mapping[str, _Folder],
    handbooks: Mapping[str, Handbook],
    contents: Mapping[str, Content],
    loose: Iterable[str],
    unreadable: Set[str],
) -> list[tuple[str, str]]:
    """List what stands alone; `loose` are the paths of what belongs to a handbook itself."""
    orphans: list[tuple[str, str]] = []
    for key, folder in folders.items():
        brief, blueprint = f"modules/{key}/module.yml", f"modules/{key.split('/')[0]}/handbook.yml"
        if folder.brief is None and brief not in unreadable:
            orphans += [(path, brief) for path in folder.paths]
        elif key.split("/")[0] not in handbooks and blueprint not in unreadable:
            orphans.append((brief, blueprint))
    for key, content in contents.items():
        brief = f"modules/{key}/module.yml"
        known = key in folders and folders[key].brief is not None
        if not known and brief not in unreadable:
            paths = [file.path for file in content.media.values()]
            paths += [content.text_path(part) for part in content.texts]
            orphans += [(path, brief) for path in sorted(paths)]
    for path in loose:
        handbook = path.split("/")[1]
        blueprint = f"modules/{handbook}/handbook.yml"
        if handbook not in handbooks and blueprint not in unreadable:
            orphans.append((path, blueprint))
    return sorted(orphans)
