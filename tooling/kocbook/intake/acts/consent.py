"""A member's yes that was said elsewhere, written down for the change that it is for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.intake.acts.carrying import KeptProof
from kocbook.model.community import Community, Module
from kocbook.model.enums import ConsentAct
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record


@dataclass(frozen=True, slots=True)
class Act:
    """What is done for somebody: which seat it concerns, and the fingerprint of what they saw."""

    kind: ConsentAct
    seat: str | None = None
    covers: str | None = None


@dataclass(frozen=True, slots=True)
class SpokenYes:
    """What somebody said, and where; without words their approval of the request will be the yes.

    Of a member without an account, `proof` is kept in the private repository.
    """

    said: str | None = None
    through: str | None = None
    proof: KeptProof | None = None


def find_owner(community: Community, actor: Member, named: str | None) -> Member:
    """Return the member for whom something is done: the actor, unless another was named.

    Raises:
        UsageError: the one named is not on the roster, or the actor is not staff.
    """
    if named is None or named == actor.id:
        return actor
    owner = community.members.get(community.find_person(named))
    if owner is None or owner.has_left:
        raise UsageError("errors.no-member", member=named)
    if not actor.is_staff:
        raise UsageError("errors.behalf-not-staff", member=owner.name)
    return owner


def consent_files(
    root: Path,
    module: Module,
    owner: Member,
    by: Member,
    day: date,
    act: Act,
    yes: SpokenYes,
    taken: Collection[str] = (),
) -> Files:
    """Return the record of a yes; nothing where somebody acts for themselves, or nothing was said.

    `taken` are paths of other records of the same change.

    Raises:
        UsageError: it is not told where it was said.
    """
    if owner.id == by.id or not yes.said:
        return {}
    if not yes.through:
        raise UsageError("errors.behalf-through")
    folder = f"{module.folder}/consents"
    path = next(
        path
        for n in count(1)
        if (path := f"{folder}/{owner.id}--{n}.yml") not in taken and not (root / path).exists()
    )
    values = {
        "member": owner.id,
        "by": by.id,
        "date": day,
        "act": str(act.kind),
        "seat": act.seat,
        "covers": act.covers,
        "said": yes.said,
        "through": yes.through,
        "shown": yes.proof.shown if yes.proof else None,
        "message": yes.proof.message if yes.proof else None,
    }
    return {path: render_record(RecordKind.CONSENT, path, values).encode()}
