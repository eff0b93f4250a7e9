"""The credits and waivers that an audit asks for, as records of one request."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.accounts import CreditCandidate
from kocbook.insight.audit import Gap
from kocbook.intake.acts.seats import read_text
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record, set_field
from kocbook.rules.audit import credit_path, folder_of, usual_role


@dataclass(frozen=True, slots=True)
class AuditDraft:
    """What to write, how many credits and waivers that is, and for whom nothing can be written.

    `left` are gaps of people whom nobody knows. `own` are those of who proposes: somebody else of
    the staff has to confirm them.
    """

    files: Files
    credits: int
    waivers: int
    left: tuple[Gap, ...]
    own: tuple[Gap, ...]


def propose_records(
    root: Path,
    community: Community,
    gaps: Iterable[Gap],
    by: Member,
    day: date,
    waived: Mapping[str, str],
    say_evidence: Callable[[Sequence[str]], str],
) -> AuditDraft:
    """Return the records that answer gaps, as `by` may write them.

    Staff credit everybody who is known, and confirm it at once, but for their own; others propose
    what is their own. `waived` has a reason for each of those who are not to be credited, by the
    key, login or name that the audit tells.

    Raises:
        UsageError: somebody is waived whom the audit does not miss.
    """
    files: dict[str, bytes | None] = {}
    credited, waivers, left, own = 0, 0, list[Gap](), list[Gap]()
    known = list(gaps)
    _require_missed(known, waived)
    for gap in known:
        person = gap.candidate
        reason = next((waived[name] for name in names_of(person) if name in waived), None)
        if reason is not None:
            path = _next_waiver(community, gap.page, files)
            record = {"candidate": person.key, "reason": reason, "by": by.id, "date": day}
            files[path] = render_record(RecordKind.WAIVER, path, record).encode()
            waivers += 1
        elif person.member is None or not (by.is_staff or person.member == by.id):
            left.append(gap)
        else:
            confirms = by.is_staff and person.member != by.id
            if not confirms:
                own.append(gap)
            written = _credit(root, community, gap, by if confirms else None, day, say_evidence)
            files |= written
            credited += len(written)
    return AuditDraft(files, credited, waivers, tuple(left), tuple(own))


def names_of(person: CreditCandidate) -> tuple[str, ...]:
    """Return by which words somebody can be named whom an audit misses, in lower case."""
    names = (person.key, person.login or "", person.name if person.member is None else "")
    return tuple(dict.fromkeys(name.casefold() for name in names if name))


def _require_missed(gaps: Sequence[Gap], waived: Collection[str]) -> None:
    missed = {name for gap in gaps for name in names_of(gap.candidate)}
    for name in waived:
        if name not in missed:
            known = sorted({gap.candidate.key for gap in gaps})
            raise UsageError("errors.waive-nobody", name=name, known=known)


def _credit(
    root: Path,
    community: Community,
    gap: Gap,
    by: Member | None,
    day: date,
    say_evidence: Callable[[Sequence[str]], str],
) -> dict[str, bytes]:
    """Return the record of a credit: a new one, or the proposal that is there, confirmed."""
    if gap.proposal is not None:
        if by is None:
            return {}
        text = set_field(read_text(root, gap.proposal), "confirmed_by", by.id)
        return {gap.proposal: text.encode()}
    path = credit_path(community, gap)
    record = {
        "member": gap.candidate.member,
        "role": usual_role(community),
        "date": day,
        "evidence": say_evidence(gap.evidence),
        "confirmed_by": by.id if by else None,
    }
    return {path: render_record(RecordKind.CREDIT, path, record).encode()}


def _next_waiver(community: Community, page: str, files: Collection[str]) -> str:
    """Return the path of the next waiver of a page, after those that this change brings."""
    folder = folder_of(community, page)
    module = community.modules.get(folder.removeprefix("modules/"))
    number = max((int(waiver.number) for waiver in module.waivers), default=0) if module else 0
    while True:
        number += 1
        path = f"{folder}/waivers/{number}.yml"
        if path not in files:
            return path
