"""What staff carry for a member without an account: who they are, their yes with its proof, their code."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.base.finding import Pointer
from kocbook.git.commit_draft import Files
from kocbook.insight.codes import find_number, fingerprint_words, read_code
from kocbook.intake.acts.join import require_free_id
from kocbook.model.community import Community
from kocbook.model.enums import Channel, CodeVerdict, ConsentAct
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.model.work import Consent
from kocbook.records.record_text import render_record

PROOFS = "proofs"
"""The folder of the private repository that keeps them, each file under its SHA-256."""
_ORDER = ("name", "joined", "city", "product", "intro", "skills", "wants", "reached")


@dataclass(frozen=True, slots=True)
class Proof:
    """How it is known that somebody said yes: what they were shown, what they said, where and when.

    `pictures` are the bytes of screenshots or photos of it, by their suffix ("png").
    """

    shown: str
    said: str
    through: str
    day: date
    pictures: Sequence[tuple[str, bytes]] = ()


@dataclass(frozen=True, slots=True)
class KeptProof:
    """A proof as it is kept: the private repository's files, and what public records say of it."""

    shown: str
    message: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def keep_proof(proof: Proof) -> KeptProof:
    """Return a proof as files. Random digits in it keep short words from being guessed by their hash."""
    files: dict[str, bytes] = {}
    listed = []
    for suffix, data in proof.pictures:
        name = f"{hashlib.sha256(data).hexdigest()}.{suffix}"
        files[f"{PROOFS}/{name}"] = data
        listed.append(name)
    value = {
        "shown": proof.shown,
        "said": proof.said,
        "through": proof.through,
        "date": proof.day.isoformat(),
        "pictures": listed,
        "salt": secrets.token_hex(16),
    }
    data = (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    message = hashlib.sha256(data).hexdigest()
    files[f"{PROOFS}/{message}.json"] = data
    return KeptProof(fingerprint_words(proof.shown), message, files)


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody without an account who joins: their id, what they say of themselves, how they are reached.

    `values` are properties of a member's record. `lock` is what their codes open, where they made some.
    """

    member: str
    values: Mapping[str, Any]
    through: Channel
    address: str
    lock: str | None = None


def joining_files(
    community: Community, joining: Joining, by: Member, day: date, proof: KeptProof
) -> tuple[Files, Files]:
    """Return the public records of somebody who joins, and the private ones with the proof.

    Raises:
        UsageError: the id is none, or is taken.
    """
    member = joining.member
    require_free_id(community, member)
    reached = {
        "through": str(joining.through),
        "by": by.id,
        "agreed": day,
        "shown": proof.shown,
        "message": proof.message,
    }
    if joining.lock:
        reached["lock"] = joining.lock
    values = {**joining.values, "joined": day, "reached": reached}
    path, contact = f"members/{member}.yml", f"members/contacts/{member}.yml"
    ordered = {key: values.get(key) for key in _ORDER}
    public = {path: render_record(RecordKind.MEMBER, path, ordered).encode()}
    address = {"member": member, "address": joining.address, "by": by.id, "date": day}
    private = {contact: render_record(RecordKind.CONTACT, contact, address).encode()}
    return public, {**private, **proof.files}


def iter_proofs(community: Community) -> Iterator[tuple[str, Pointer, str]]:
    """Yield where public records name a proof: the record's path, the property, and the SHA-256.

    What somebody agreed to who has left need not be proven any more: it goes with them.
    """
    for member in community.members.values():
        if member.reached:
            yield member.path, ("reached", "message"), member.reached.message
    for module in community.modules.values():
        for consent in module.consents:
            owner = community.members.get(consent.member)
            if consent.message and owner is not None and not owner.has_left:
                yield consent.path, ("message",), consent.message


def list_yeses(community: Community, member: str) -> list[Consent]:
    """List what is recorded of a member's yes to single acts, as it was said."""
    found = [one for module in community.modules.values() for one in module.consents]
    return sorted(
        (one for one in found if one.member == member), key=lambda one: (one.date, one.path)
    )


def confirmation_files(
    community: Community,
    member: Member,
    by: Member,
    day: date,
    code: str,
    verdict: CodeVerdict,
    of: Sequence[str],
) -> Files:
    """Return the record of a code that a member said.

    Raises:
        UsageError: the member has no codes, or it is none of theirs, or was used before.
    """
    lock = member.reached.lock if member.reached else None
    if lock is None:
        raise UsageError("errors.carry-no-codes", member=member.name)
    plain = read_code(code)
    number = find_number(plain, lock)
    if number is None:
        raise UsageError("errors.carry-wrong-code", member=member.name)
    last = max(
        (one.number for one in community.confirmations if one.member == member.id), default=0
    )
    if number <= last:
        raise UsageError("errors.carry-used-code", number=number, next=last + 1)
    path = f"members/confirmations/{member.id}--{number}.yml"
    values = {
        "member": member.id,
        "by": by.id,
        "date": day,
        "code": plain,
        "verdict": str(verdict),
        "of": list(of),
    }
    return {path: render_record(RecordKind.CONFIRMATION, path, values).encode()}


def revoked_files(community: Community, consents: Sequence[Consent]) -> Files:
    """Return what goes with a yes that is taken back: the sign-off, or the answer and its pictures.

    A seat, and what was delivered, have commands of their own.

    Raises:
        UsageError: one of them is of such a kind.
    """
    files: dict[str, bytes | None] = {}
    for consent in consents:
        key = "/".join(consent.path.split("/")[1:3])
        module = community.modules[key]
        if consent.act is ConsentAct.SIGN and consent.member in module.signoffs:
            files[module.signoffs[consent.member].path] = None
        elif consent.act is ConsentAct.RESPOND:
            for response in module.responses.values():
                if response.member == consent.member:
                    files[response.path] = None
                    files |= {f"content/{key}/{name}": None for name in response.media}
        elif consent.act in (ConsentAct.CLAIM, ConsentAct.EXTEND, ConsentAct.DELIVER):
            raise UsageError("errors.carry-other-way", path=consent.path, module=key)
    return files
