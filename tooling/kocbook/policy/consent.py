"""What staff do for a member who said yes: by approving the request, or elsewhere, written down."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.model.enums import ConsentAct
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.model.work import Consent
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_staff_record
from kocbook.policy.without_account import find_carried


def judge_consent(case: Case) -> Iterator[Finding | Need]:
    """A yes is written down by staff in their own name, once; not where they work themselves."""
    if case.actor.is_staff and (not case.is_new or case.is_gone):
        yield case.refuse("policy-consent-final")
        return
    yield from judge_staff_record(case, "by")
    if not case.actor.is_staff:
        return
    if case.after.by != case.actor.id:
        yield case.refuse("policy-other-name", "by", field="by", member=case.after.by)
    if case.actor.id == case.after.member or case.actor.id in holders(case):
        yield case.refuse("policy-own-activity", variant="consent")
    member = find_carried(case.situation, case.after.member)
    if member is not None and not (case.after.message and case.after.shown):
        # Nobody can ask them at the request, or later on their page: the yes has to prove itself.
        yield case.refuse("policy-carried", "message", variant="proof", member=member.name)


def holders(case: Case) -> set[str]:
    """Return who holds or held a seat of the case's module on the base."""
    module = case.module
    claims = (*module.claims.values(), *module.past_claims) if module else ()
    return {claim.member for claim in claims}


def need_yes(
    case: Case, member: str, act: ConsentAct, seat: str | None = None, covers: str | None = None
) -> Iterator[Need]:
    """Yield the need of a member's yes to one act, unless this very change brings it in writing.

    `covers` is the fingerprint of what they have to have seen: terms, or words.
    """
    if not has_yes(case, member, act, seat, covers):
        yield case.need(member, "policy-needs-agreement", variant="behalf")


def has_yes(
    case: Case, member: str, act: ConsentAct, seat: str | None = None, covers: str | None = None
) -> bool:
    """True where a yes of this change, by the actor, is the member's, for this act and no other."""
    wanted = (member, act, covers)
    return any(
        (consent.member, consent.act, consent.covers) == wanted and seat in (None, consent.seat)
        for consent in _iter_consents(case)
    )


def _iter_consents(case: Case) -> Iterator[Consent]:
    """Yield what the actor, who is staff and has no part in the module, writes down in this change."""
    situation = case.situation
    if not case.actor.is_staff or case.actor.id in holders(case):
        return
    for path, change in situation.changes.items():
        where = parse_record_path(path)
        if where is None or where.kind is not RecordKind.CONSENT or change.is_deletion:
            continue
        if where.module_key != case.module_key or path in situation.base_side.paths:
            continue
        consent = situation.outcome.record(path)
        if not isinstance(consent, Consent) or consent.by != case.actor.id:
            continue
        if consent.member != case.actor.id and consent.member == where.parts["member"]:
            yield consent
