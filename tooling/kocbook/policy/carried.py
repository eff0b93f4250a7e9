"""What staff carry for members without an account: joining, answering, and taking back by a code.

Nobody can ask such a member to approve a request. So each act needs a record of their yes with proof,
in the very change that brings the act, by the member of staff whose change it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kocbook.base.finding import Finding
from kocbook.insight.codes import find_number
from kocbook.insight.pins import entry_fingerprint
from kocbook.model.community import Module
from kocbook.model.enums import CodeVerdict, ConsentAct
from kocbook.model.paths import RecordKind, parse_content_path, parse_record_path
from kocbook.model.people import Member
from kocbook.model.work import Confirmation, Consent, Response
from kocbook.policy.case import Case, Situation
from kocbook.policy.consent import has_yes
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_staff_record
from kocbook.policy.without_account import find_carried

PROOFS = "proofs/"
"""The folder of the private repository in which proof of a yes is kept, each file under its SHA-256."""


def as_speaker(situation: Situation, path: str) -> Situation:
    """Return the situation in which a path is judged: as its member's, where staff carry their act.

    It stays the actor's where no proven yes comes with the change; then the usual row refuses it.
    """
    if not situation.actor.is_staff:
        return situation
    member = _find_answering(situation, path)
    if member is None:
        return situation
    return replace(situation, actor=replace(situation.actor, member=replace(member, staff=())))


def _find_answering(situation: Situation, path: str) -> Member | None:
    """Return the member without an account whose answer this path is or belongs to, if they agreed."""
    where = parse_record_path(path)
    if where is not None:
        member = find_carried(situation, where.parts.get("member", ""))
        if member is None or where.kind is not RecordKind.RESPONSE:
            return None
        return member if _agrees(situation, path, member.id) else None
    content = parse_content_path(path)
    if content is None or content["module"] is None:
        return None
    folder = f"modules/{content['handbook']}/{content['module']}/responses/"
    for other in sorted(situation.changes):
        if other.startswith(folder) and content["name"] in _named(situation, other):
            return _find_answering(situation, other)
    return None


def _named(situation: Situation, path: str) -> set[str | None]:
    """Return the pictures that a response names before or after the change."""
    found = (situation.base_side.record(path), situation.outcome.record(path))
    return {name for one in found if isinstance(one, Response) for name in one.media}


def _agrees(situation: Situation, path: str, member: str) -> bool:
    """True where the change brings the member's yes to this answer, or their code to take it back."""
    change, where = situation.changes[path], parse_record_path(path)
    case = Case(situation, change, where, None, None)
    after = None if change.is_deletion else situation.outcome.record(path)
    if isinstance(after, Response):
        covers = answer_fingerprint(situation.module_after(case.module_key), after)
        return covers is not None and has_yes(case, member, ConsentAct.RESPOND, None, covers)
    return change.is_deletion and revokes(situation, member, case.module_key, ConsentAct.RESPOND)


def answer_fingerprint(module: Module | None, response: Response) -> str | None:
    """Return the fingerprint of what somebody answered; None where a picture of it is missing."""
    return entry_fingerprint(module, response) if module else None


def revokes(situation: Situation, member: str, module: str, act: ConsentAct) -> bool:
    """True where the change brings a code of the member's by which they take back such a yes."""
    if not situation.actor.is_staff:
        return False
    for path in situation.changes:
        said = situation.outcome.record(path)
        if not isinstance(said, Confirmation) or path in situation.base_side.paths:
            continue
        if said.member != member or said.verdict is not CodeVerdict.REVOKED:
            continue
        if find_code_fault(situation, said):
            continue
        taken = (situation.base_side.record(one) for one in said.of)
        if any(
            isinstance(one, Consent)
            and (one.member, one.act) == (member, act)
            and one.path.startswith(f"modules/{module}/")
            for one in taken
        ):
            return True
    return False


def find_code_fault(situation: Situation, said: Confirmation) -> str | None:
    """Return what is wrong with a code: a variant of the rule `policy-carried-code`, or None."""
    member = situation.base.members.get(said.member)
    if member is None or member.reached is None or member.reached.lock is None:
        return "no-lock"
    if find_number(said.code, member.reached.lock) != said.number:
        return "wrong"
    used = (one.number for one in situation.base.confirmations if one.member == said.member)
    return "used" if said.number <= max(used, default=0) else None


def judge_confirmation(case: Case) -> Iterator[Finding | Need]:
    """A code is written down by staff, once, and proves itself: it opens the lock of the base's record."""
    if case.actor.is_staff and (not case.is_new or case.is_gone):
        yield case.refuse("policy-consent-final")
        return
    yield from judge_staff_record(case, "by")
    if not case.actor.is_staff:
        return
    fault = find_code_fault(case.situation, case.after)
    if fault:
        yield case.refuse("policy-carried-code", "code", variant=fault)
    elif not all(_is_yes_of(case.situation, path, case.after.member) for path in case.after.of):
        yield case.refuse("policy-carried-code", "of", variant="not-theirs")


def _is_yes_of(situation: Situation, path: str, member: str) -> bool:
    record = situation.base_side.record(path)
    if isinstance(record, Consent):
        return record.member == member
    return isinstance(record, Member) and record.id == member


def judge_contact(case: Case) -> Iterator[Finding | Need]:
    """Addresses are the staff's, and stand in the private repository (`policy-private-in-public`)."""
    yield from judge_staff_record(case, "by")


def is_proof(case: Case) -> bool:
    """True for proof that staff add to the private repository; it never changes afterwards."""
    is_private = case.situation.base.private is not None
    adds = case.is_new and not case.is_gone
    return is_private and adds and case.actor.is_staff and case.path.startswith(PROOFS)
