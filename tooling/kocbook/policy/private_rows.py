"""Who may write private records, what may not come into public, and what moves out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from kocbook.base.finding import Finding
from kocbook.git.changes import ChangedPath
from kocbook.insight.sealed import PlainKind, iter_plain
from kocbook.model.community import Community
from kocbook.model.enums import StaffRole
from kocbook.model.payout import Payout
from kocbook.model.people import Recognition
from kocbook.policy.actor import Actor
from kocbook.policy.base_and_head import Side
from kocbook.policy.case import Case, finding_at
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_staff_record


def judge_budget(case: Case) -> Iterator[Finding | Need]:
    """A budget is the project lead's; a colleague who is named as approving it has to agree."""
    if not case.actor.is_lead:
        yield case.refuse("policy-lead-only", variant="budget")
        return
    approver = None if case.is_gone else case.after.approved_by
    if approver not in (None, case.actor.id) and case.changed_fields():
        yield case.need(approver, "policy-needs-agreement", variant="record")


def judge_cash(case: Case) -> Iterator[Finding | Need]:
    """An amount is a planner's; once somebody has claimed the task, it stays as it was agreed."""
    if not case.actor.has_role(StaffRole.CONTENT_PLANNER, StaffRole.PROJECT_LEAD):
        yield case.refuse("policy-planner-only", variant="module")
        return
    yield from judge_staff_record(case, "by")
    claims = case.module.claims.values() if case.module else ()
    if claims and case.before and (case.is_gone or set(case.changed_fields()) - {"note"}):
        names = case.situation.names(list(dict.fromkeys(one.member for one in claims)))
        yield case.refuse("policy-terms-locked", members=names)


def judge_plain(
    base: Community, head: Community | None, listed: Collection[str]
) -> Iterator[Finding]:
    """Refuse what a change writes into public in plain text, and what was not there before.

    What stands there already is told by the check. A member may mark as private what was public.
    """
    if head is None:
        return
    stood = {(plain.kind, plain.location.path) for plain in iter_plain(base)}
    stood |= {(PlainKind.NOTE, given.path) for given in base.recognitions}
    for kind, where in iter_plain(head):
        if where.path in listed and (kind, where.path) not in stood:
            data = {"variant": str(kind)}
            yield finding_at(where.path, "policy-private-in-public", where.pointer, data)


def find_moved(
    base: Community, side: Side, listed: Mapping[str, ChangedPath], actor: Actor
) -> frozenset[str]:
    """Return the paths of private records that a lead takes out of the public repository.

    They are in the private one from then on (`koc private move`), and nobody loses by that; a second
    person answers for it (`judge_moved`), who can read both.
    """
    if base.settings.private is None or base.private is not None or not actor.is_lead:
        return frozenset()
    gone = (change.path for change in listed.values() if change.is_deletion)
    return frozenset(path for path in gone if _may_move(base, side.record(path)))


def _may_move(base: Community, record: object) -> bool:
    if isinstance(record, Recognition):
        return record.private and not record.points
    return isinstance(record, Payout) and not base.settings.shows("payouts")


def judge_moved(base: Community, moved: Collection[str], actor: Actor) -> Iterator[Need]:
    """Ask a second person of each payment that moves: who approved it, else who paid it."""
    for payout in base.payouts:
        second = payout.approved_by or payout.by
        known = base.members.get(second)
        if payout.path in moved and second != actor.id and known and not known.has_left:
            data = {"variant": "payout"}
            yield Need(second, payout.path, "policy-needs-agreement", data)


def without(community: Community, paths: Collection[str]) -> Community:
    """Return a community without the notes and payments at these paths."""
    if not paths:
        return community
    notes = tuple(one for one in community.recognitions if one.path not in paths)
    payouts = tuple(one for one in community.payouts if one.path not in paths)
    return replace(community, recognitions=notes, payouts=payouts)
