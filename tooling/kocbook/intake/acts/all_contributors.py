"""Credits from another project's `.all-contributorsrc`: proposals, for staff to confirm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.base.texts import Texts
from kocbook.model.community import Community, Module
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record

MAX_BYTES = 1 << 20
_NUMBER = re.compile(r"https://avatars\d*\.githubusercontent\.com/u/(\d{1,18})(?:[?#].*)?")


class ImportOutcome(StrEnum):
    """What became of one kind of contribution of one person."""

    PROPOSED = "proposed"
    KNOWN = "known"  # credited, or proposed, already
    STRANGER = "stranger"  # no member: everybody joins by themselves
    NO_ROLE = "no-role"  # no role of the community is this kind


@dataclass(frozen=True, slots=True)
class Imported:
    """One kind of contribution of one person. `path` is the record of a proposal."""

    login: str
    type: str
    outcome: ImportOutcome
    member: str | None = None
    path: str | None = None


def read_contributors(data: bytes, file: str) -> list[dict[str, Any]]:
    """Return the `contributors` of the file; entries without a login or kinds are left out.

    Raises:
        UsageError: it is no such file.
    """
    try:
        value = json.loads(data) if len(data) <= MAX_BYTES else None
        found = value.get("contributors") if isinstance(value, dict) else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise UsageError("errors.not-contributors", file=file)
    return [
        {**item, "contributions": [kind for kind in item["contributions"] if isinstance(kind, str)]}
        for item in found
        if isinstance(item, dict)
        and isinstance(item.get("login"), str)
        and isinstance(item.get("contributions"), list)
    ]


def plan_import(
    community: Community, module: Module, contributors: list[dict[str, Any]]
) -> Iterator[Imported]:
    """Yield what becomes of each entry in this module, each member and role once.

    The number in the picture's address decides whose account it is: logins get renamed.
    """
    taken = {(credit.member, credit.role) for credit in module.credits}
    roles = {role.all_contributors: role.id for role in reversed(community.settings.roles)}
    for entry in contributors:
        member = _find_member(community, entry)
        for kind in dict.fromkeys(entry["contributions"]):
            role = roles.get(kind)
            if member is None or role is None:
                outcome = ImportOutcome.STRANGER if member is None else ImportOutcome.NO_ROLE
                yield Imported(entry["login"], kind, outcome, member.id if member else None)
                continue
            path = f"{module.folder}/credits/{member.id}--{role}.yml"
            is_new = (member.id, role) not in taken
            taken.add((member.id, role))
            outcome = ImportOutcome.PROPOSED if is_new else ImportOutcome.KNOWN
            yield Imported(entry["login"], kind, outcome, member.id, path if is_new else None)


def credit_files(planned: list[Imported], day: date, file: str, texts: Texts) -> dict[str, bytes]:
    """Return the records that propose the credits; nobody has confirmed them yet."""
    files: dict[str, bytes] = {}
    for item in planned:
        if item.path is not None:
            role = item.path.removesuffix(".yml").rpartition("--")[2]
            evidence = texts("cli.import.evidence", file=file, type=item.type)
            values = {"member": item.member, "role": role, "date": day, "evidence": evidence}
            files[item.path] = render_record(RecordKind.CREDIT, item.path, values).encode()
    return files


def _find_member(community: Community, entry: dict[str, Any]) -> Member | None:
    match = _NUMBER.fullmatch(str(entry.get("avatar_url", "")))
    login = entry["login"].casefold()
    for member in community.members.values():
        fits = member.github_id == int(match[1]) if match else member.github.casefold() == login
        if fits:
            return member
    named = entry.get("named")  # of sources that tell people by their names alone
    fitting = [member for member in community.members.values() if named and member.name == named]
    return fitting[0] if len(fitting) == 1 else None
