"""Two records of one person: the older id goes on naming the member that it was merged into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kocbook.model.paths import RecordKind, RecordPath, split_report
from kocbook.model.people import Member
from kocbook.records.departure import MEMBER_KEYS, OPEN_KEYS

_NAMING = MEMBER_KEYS | OPEN_KEYS


def split_aliases(members: Iterable[Member]) -> tuple[dict[str, Member], dict[str, Member]]:
    """Return the people by id, and by the older ids the records that were merged into them.

    A record that names itself, nobody, or another merged record stays a person of its own; a
    rule reports it.
    """
    known = {member.id: member for member in members}
    aliases = {
        member.id: member
        for member in known.values()
        if member.same_as in known and known[member.same_as].same_as is None
    }
    return {name: item for name, item in known.items() if name not in aliases}, aliases


def resolve_names(value: Any, aliases: Mapping[str, Member], key: str = "") -> Any:
    """Return a record's value in which older ids are those of the people they stand for."""
    if isinstance(value, dict):
        return {name: resolve_names(inner, aliases, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [resolve_names(inner, aliases, key) for inner in value]
    if key in _NAMING and isinstance(value, str):
        member, rest = split_report(value)
        return f"{aliases[member].same_as}{rest}" if member in aliases else value
    return value


def resolve_path(where: RecordPath, aliases: Mapping[str, Member]) -> RecordPath:
    """Return a record's path with the person in its parts; the path itself stays."""
    alias = aliases.get(where.parts.get("member", ""))
    if alias is None or where.kind is RecordKind.MEMBER:
        return where
    return where._replace(parts={**where.parts, "member": str(alias.same_as)})
