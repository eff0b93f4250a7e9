"""The table of who may write what, and the one function that judges a change by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from kocbook.base.finding import Finding
from kocbook.git.changes import ChangedPath
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind, RecordPath, parse_record_path
from kocbook.model.people import Member
from kocbook.policy import (
    activity_rows,
    calendar_rows,
    carried,
    claim_rows,
    consent,
    content_rows,
    event_rows,
    gift_rows,
    loan_rows,
    people_rows,
    plan_rows,
    private_rows,
    takedown_rows,
    translation_rows,
    work_rows,
)
from kocbook.policy.actor import Account, Actor, resolve_actor
from kocbook.policy.base_and_head import MergeResult, Side
from kocbook.policy.case import Case, Row, Situation, finding_at
from kocbook.policy.departure import Departure, find_departure
from kocbook.policy.effect_judge import judge_effects
from kocbook.policy.effects import Turn
from kocbook.policy.file_shape import NameIndex, find_shape_fault
from kocbook.policy.judgement import Judgement, Need
from kocbook.policy.renewal import find_renewed
from kocbook.records.loader import LoadResult

TABLE: Mapping[RecordKind, Row] = {
    RecordKind.MEMBER: people_rows.judge_member,
    RecordKind.RECOGNITION: people_rows.judge_recognition,
    RecordKind.GIFT: gift_rows.judge_gift,
    RecordKind.OFFER: gift_rows.judge_offer,
    RecordKind.GIFT_DETAIL: gift_rows.judge_gift_detail,
    RecordKind.HANDBOOK: plan_rows.judge_handbook,
    RecordKind.MODULE: plan_rows.judge_module,
    RecordKind.CLAIM: claim_rows.judge_claim,
    RecordKind.INVITATION: work_rows.judge_invitation,
    RecordKind.RESPONSE: work_rows.judge_response,
    RecordKind.ARRANGEMENT: content_rows.judge_arrangement,
    RecordKind.OUTCOME: activity_rows.judge_outcome,
    RecordKind.CONSENT: consent.judge_consent,
    RecordKind.TAKEDOWN: takedown_rows.judge_takedown,
    RecordKind.SIGNOFF: work_rows.judge_signoff,
    RecordKind.QUESTION: work_rows.judge_question,
    RecordKind.ANSWER: work_rows.judge_by_staff,
    RecordKind.CREDIT: work_rows.judge_credit,
    RecordKind.WAIVER: work_rows.judge_waiver,
    RecordKind.REVIEW: work_rows.judge_review,
    RecordKind.REUSE: work_rows.judge_reuse,
    RecordKind.PAYOUT: plan_rows.judge_payout,
    RecordKind.BUDGET: private_rows.judge_budget,
    RecordKind.CASH: private_rows.judge_cash,
    RecordKind.TRIAGE: activity_rows.judge_triage,
    RecordKind.SERVICE: activity_rows.judge_service,
    RecordKind.JUDGING: activity_rows.judge_judging,
    RecordKind.TRANSLATION: translation_rows.judge_translation,
    RecordKind.CAMPAIGN: calendar_rows.judge_campaign,
    RecordKind.PROPOSAL: calendar_rows.judge_proposal,
    RecordKind.ADVICE: calendar_rows.judge_advice,
    RecordKind.EVENT: event_rows.judge_event,
    RecordKind.REGISTRATION: event_rows.judge_registration,
    RecordKind.ATTENDANCE: event_rows.judge_attendance,
    RecordKind.RECAP: event_rows.judge_recap,
    RecordKind.EQUIPMENT: loan_rows.judge_equipment,
    RecordKind.BOOKING: loan_rows.judge_booking,
    RecordKind.HANDOVER: loan_rows.judge_loan_record,
    RecordKind.RETURN: loan_rows.judge_loan_record,
    RecordKind.LOAN_DETAILS: loan_rows.judge_loan_record,
    RecordKind.CONFIRMATION: carried.judge_confirmation,
    RecordKind.CONTACT: carried.judge_contact,
    RecordKind.QUESTIONNAIRE: work_rows.judge_by_staff,
}
"""Who may write which record. What stands in no row is the project lead's."""

# One fault, one finding: what the reader refuses about a name or a kind need not be said twice.
_ALREADY_TOLD = {
    "policy-file-kind": {"file-not-regular"},
    "policy-file-name": {"file-name", "file-name-not-nfc", "file-unexpected", "content-bad-name"},
}


def judge_change(
    base: LoadResult,
    head: LoadResult,
    changes: Iterable[ChangedPath],
    account: Account,
    as_of: date,
    approvals: Collection[Account] = (),
    addresses: Collection[str] = (),
    *,
    is_outcome: bool = True,
) -> Judgement:
    """Judge what `account` changed from `base` to `head`. Both trees have to be open for reading.

    `base` decides who is who; `head` is data. `approvals` are the accounts that approved exactly
    this head. `as_of` is the day for states such as "lapsed". `addresses` are the hashes of those
    under which the commits of the change stand, as far as they are nobody else's. First the table
    of paths judges, then the judge of effects, where the head `is_outcome`: all that would stand,
    not only what changed.
    """
    if base.community is None:
        return Judgement((finding_at("community.yml", "policy-base-unreadable", (), {}),), ())
    listed = {change.path: change for change in changes}
    base_side, head_side = (Side(side.tree, base.community.aliases) for side in (base, head))
    actor = resolve_actor(base.community, account)
    outcome = MergeResult(base_side, head_side, listed)
    agreed = frozenset(_members(base.community, (account, *approvals)))
    situation = Situation(
        base.community,
        base_side,
        head_side,
        outcome,
        listed,
        actor,
        as_of,
        agreed,
        frozenset(addresses),
    )
    faults = _faults_by_path(head.findings)
    names = NameIndex(_paths_afterwards(base_side, listed))
    leaving = find_departure(situation)
    results: list[Finding | Need] = list(_judge_actor(actor))
    results += private_rows.judge_plain(base.community, head.community, listed)
    moved = private_rows.find_moved(base.community, base_side, listed, actor)
    results += private_rows.judge_moved(base.community, moved, actor)
    joining = _as_newcomer(situation)
    for path in sorted(listed.keys() - moved):
        where = parse_record_path(path)
        asked = situation if where and where.kind is RecordKind.MEMBER else joining
        asked = carried.as_speaker(asked, path)
        results += _judge_path(asked, listed[path], names, faults.get(path, ()), leaving)
    # That a departure is nothing else is proven file by file: it writes one id for another everywhere.
    departs = leaving is not None and all(leaving.covers(change) for change in listed.values())
    if head.community is None or not is_outcome or departs:
        return _sum_up(situation, results, agreed)
    renamed = {leaving.old: leaving.new} if leaving else {}
    cases = [_case_of(situation, change) for change in listed.values()] if actor.is_staff else []
    renewed = find_renewed(cases)
    before = private_rows.without(base.community, moved)
    turn = Turn(before, head.community, joining.actor, as_of, renamed, renewed)
    results += judge_effects(turn, listed, list(results))
    return _sum_up(situation, results, agreed)


def _as_newcomer(situation: Situation) -> Situation:
    """Return the situation for all else that somebody brings who joins by this very change.

    Whoever may join may claim and respond at once, as the member whom the record tells of; staff
    is nobody on the day of joining.
    """
    path, actor = situation.first_join, situation.actor
    record = situation.head_side.record(path) if path and actor.member is None else None
    if not isinstance(record, Member) or path is None:
        return situation
    case = Case(situation, situation.changes[path], parse_record_path(path), None, record)
    if any(people_rows.judge_member(case)):
        return situation
    return replace(situation, actor=replace(actor, member=replace(record, staff=())))


def _faults_by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.location.path, []).append(finding)
    return found


def _paths_afterwards(base: Side, changes: Mapping[str, ChangedPath]) -> frozenset[str]:
    kept = base.paths - changes.keys()
    return kept | {path for path, change in changes.items() if not change.is_deletion}


def _members(base: Community, accounts: Iterable[Account]) -> set[str]:
    actors = [resolve_actor(base, account) for account in accounts]
    return {actor.member.id for actor in actors if actor.member}


def _judge_actor(actor: Actor) -> Iterator[Finding]:
    """Say how sure it is whose change this is."""
    data = {"login": actor.account.login, "number": actor.account.number}
    if actor.reused:
        data["member"] = actor.reused.name
        yield finding_at(actor.reused.path, "policy-login-reused", ("github_id",), data)
    if not actor.is_proven:
        path = actor.member.path if actor.member else "community.yml"
        yield finding_at(path, "policy-actor-unproven", (), data)


def _judge_path(
    situation: Situation,
    change: ChangedPath,
    names: NameIndex,
    faults: Sequence[Finding],
    leaving: Departure | None,
) -> Iterator[Finding | Need]:
    """Judge one path: what it is, whether it can be read, then by its row of the table."""
    actor, path, where = situation.actor, change.path, parse_record_path(change.path)
    is_gone = change.is_deletion
    shape = find_shape_fault(change, names, actor.is_lead)
    if not is_gone:
        yield from faults
    if shape:
        if not _ALREADY_TOLD[shape[0]] & {finding.rule for finding in faults}:
            yield finding_at(path, shape[0], (), shape[1])
        return
    if is_gone and where and path not in situation.base_side.paths:
        return  # the base removed it too: there is nothing left to judge
    if leaving and leaving.covers(change):
        return
    if takedown_rows.is_taken_down(situation, change):
        return
    case = _case_of(situation, change)
    after = case.after
    if actor.member is None and not (where and where.kind is RecordKind.MEMBER):
        yield case.refuse("policy-not-a-member", login=actor.account.login)
    elif where and not is_gone and after is None:
        if not faults:
            yield case.refuse("policy-unreadable")
    else:
        yield from _judge_row(case, where)


def _case_of(situation: Situation, change: ChangedPath) -> Case:
    where = parse_record_path(change.path)
    before = situation.base_side.record(change.path) if where else None
    after = situation.head_side.record(change.path) if where and not change.is_deletion else None
    return Case(situation, change, where, before, after)


def _judge_row(case: Case, where: RecordPath | None) -> Iterator[Finding | Need]:
    row = TABLE.get(where.kind) if where else None
    place = content_rows.parse_contribution(case.path)
    if row and not case.is_new and case.before is None:
        # Nobody can say whose record it is: only the lead mends what is broken on the base.
        if not case.actor.is_lead:
            yield case.refuse("policy-lead-only", variant="broken")
    elif row:
        yield from row(case)
    elif place:
        yield from content_rows.judge_content(case, place)
    elif not case.actor.is_lead and not carried.is_proof(case):
        yield case.refuse("policy-lead-only")


def _sum_up(
    situation: Situation, results: Iterable[Finding | Need], agreed: Collection[str]
) -> Judgement:
    """Drop needs that are met, and make one finding of the others at each path."""
    findings: list[Finding] = []
    open_needs: set[Need] = set()
    for result in results:
        if isinstance(result, Finding):
            findings.append(result)
        elif result.by_signoff or result.askable.isdisjoint(agreed):
            open_needs.add(result)
    needs = sorted(open_needs, key=lambda need: (*_topic(need), need.member))
    for (path, rule, _), group in groupby(needs, key=_topic):
        waiting = list(group)
        names = situation.names([need.member for need in waiting])
        findings.append(finding_at(path, rule, (), {**waiting[0].data, "members": names}))
    findings.sort(key=lambda finding: finding.sort_key())
    return Judgement(tuple(findings), tuple(needs))


def _topic(need: Need) -> tuple[str, str, str]:
    """Return what is told together: the same thing at the same place."""
    return (need.path, need.rule, str(need.data.get("variant", "")))
