"""Rules about names of files: what a path says has to be what the record says, and stay distinct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kocbook.base.finding import Pointer, Severity, at
from kocbook.model.community import Module
from kocbook.model.paths import RecordKind, fold_id, parse_record_path
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("any")

# The keys of a record that stand in its path, by the name that the path's part has there.
_IN_PATH = {
    "review": {"member": "reviewer"},
    "response": {"member": "member"},
    "signoff": {"member": "member"},
    "question": {"member": "member", "date": "date"},
    "answer": {},
    "credit": {"member": "member", "role": "role"},
    "reuse": {"date": "date"},
    "service": {"member": "member", "date": "date"},
    "judging": {"member": "judge"},
    "consent": {"member": "member"},
    "confirmation": {"member": "member"},
    "contact": {"member": "member"},
    "takedown": {"date": "date"},
    "recognition": {"date": "date"},
    "registration": {"member": "member"},
    "attendance": {"member": "member"},
    "booking": {"member": "member", "date": "start"},
    "gift": {"date": "date"},
}


def _records(module: Module) -> Iterator[Any]:
    yield from module.reviews
    yield from module.responses.values()
    yield from module.signoffs.values()
    yield from module.questions.values()
    yield from module.credits
    yield from module.reuse
    yield from module.services
    yield from module.judgings
    yield from module.consents
    yield from module.takedowns


@rule("path-disagrees", Severity.ERROR, Reach.MODULE)
def path_disagrees(context: Context) -> Iterator[Hit]:
    """A record's path names another person, role or date than the record itself."""
    records = [record for module in context.modules for record in _records(module)]
    community = context.community
    for event in community.events.values():
        records += [*event.registrations.values(), *event.attendances.values()]
    for thing in community.equipment.values():
        records += thing.bookings.values()
    beside = (*community.recognitions, *community.confirmations, *community.contacts)
    for record in (*records, *beside, *community.gifts):
        where = parse_record_path(record.path)
        if where is None:
            continue
        for part, key in _IN_PATH[where.kind].items():
            value = str(getattr(record, key))
            # Merged records keep their paths: the older id is the same person's.
            wanted = where.parts[part]
            if value not in (wanted, community.find_person(wanted)):
                yield (
                    at(record.path, key),
                    {"key": key, "value": value, "wanted": where.parts[part]},
                )
        year = where.parts.get("year")
        if year and year != str(record.date.year):
            yield at(record.path, "date"), {"key": "date", "value": record.date, "wanted": year}


@rule(
    "look-alike-id",
    Severity.ERROR,
    Reach.COMMUNITY,
    moved_by={
        RecordKind.HANDBOOK: Reach.COMMUNITY,
        RecordKind.MODULE: Reach.HANDBOOK,
        RecordKind.MEMBER: Reach.MEMBER,
    },
)
def look_alike_id(context: Context) -> Iterator[Hit]:
    """Two ids of one kind look the same at a glance."""
    community = context.community
    members = sorted(community.members.values(), key=lambda member: (member.joined, member.id))
    yield from _alike((member.id, member.path, ()) for member in members)
    yield from _alike((book.id, book.path, ()) for book in community.handbooks.values())
    for _, modules in sorted(context.modules_by_handbook.items()):
        yield from _alike((module.id, module.path, ()) for module in modules)
    for module in context.modules:
        yield from _alike(
            (seat.id, module.path, ("seats", index, "id"))
            for index, seat in enumerate(module.brief.seats)
        )


def _alike(ids: Iterable[tuple[str, str, Pointer]]) -> Iterator[Hit]:
    first: dict[str, str] = {}
    for identifier, path, pointer in ids:
        other = first.setdefault(fold_id(identifier), identifier)
        if other != identifier:
            yield at(path, *pointer), {"id": identifier, "other": other}


@rule("duplicate-id", Severity.ERROR, Reach.MODULE)
def duplicate_id(context: Context) -> Iterator[Hit]:
    """An id stands twice in a list in which each may stand once."""
    settings = context.community.settings
    for key in ("skills", "roles", "licences", "tiers"):
        yield from _twice(settings.path, (key,), [item.id for item in getattr(settings, key)])
    for module in context.modules:
        brief = module.brief
        for key, ids in (
            ("goals", [goal.id for goal in brief.goals]),
            ("seats", [seat.id for seat in brief.seats]),
            ("options", [option.id for option in brief.options]),
        ):
            yield from _twice(module.path, (key,), ids)
        if brief.rubric:
            ids = [criterion.id for criterion in brief.rubric.criteria]
            yield from _twice(module.path, ("rubric", "criteria"), ids)


def _twice(path: str, key: tuple[str, ...], ids: Iterable[str]) -> Iterator[Hit]:
    seen: set[str] = set()
    for index, identifier in enumerate(ids):
        if identifier in seen:
            yield at(path, *key, index, "id"), {"id": identifier, "list": key[-1]}
        seen.add(identifier)
