"""Who may claim, extend, deliver, release and take over a seat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kocbook.base.finding import Finding
from kocbook.insight.fingerprint import page_fingerprint, terms_fingerprint, text_fingerprint
from kocbook.insight.invitations import find_waiting, last_day
from kocbook.model.brief import Brief
from kocbook.model.enums import ConsentAct, StaffRole, State, Verdict
from kocbook.model.work import Claim, Invitation
from kocbook.policy.case import Case, differing_fields
from kocbook.policy.consent import need_yes
from kocbook.policy.days import LATE, judge_day
from kocbook.policy.judgement import Need
from kocbook.policy.renewal import is_renewed_terms
from kocbook.policy.without_account import find_member
from kocbook.rules.dates import TOLERANCE

_OWN_FIELDS = frozenset({"extended", "delivered", "first_delivered", "note", "terms"})
_DONE_FOR_THEM = {"extended": ConsentAct.EXTEND, "delivered": ConsentAct.DELIVER}
"""What staff may write into a claim for its member who said yes, and what the yes is for."""
_KEPT = frozenset({"first_delivered"})
"""What follows from a delivery by itself."""


def judge_claim(case: Case) -> Iterator[Finding | Need]:
    """A claim is its member's; staff may release it; a lapsed one may be taken over."""
    if "number" in case.parts:
        yield from _judge_past(case)
    elif case.is_gone:
        yield from _judge_release(case, case.before)
    elif case.is_new:
        yield from _judge_new(case, case.after)
    elif _is_same_hold(case.before, case.after):
        yield from _judge_edit(case, case.before, case.after)
    else:
        yield from _judge_take_over(case, case.before, case.after)


def _is_same_hold(before: Claim, after: Claim) -> bool:
    return (before.member, before.claimed) == (after.member, after.claimed)


def _judge_claimant(case: Case, after: Claim) -> Iterator[Finding | Need]:
    """Somebody claims for themselves; staff also for a member of the base who said yes to the terms."""
    if after.member == case.actor.id:
        return
    if not case.actor.is_staff or find_member(case.situation, after.member) is None:
        yield case.refuse("policy-other-name", "member", field="member", member=after.member)
        return
    yield from need_yes(case, after.member, ConsentAct.CLAIM, after.seat, after.terms)
    yield from _judge_terms(case, after)


def _judge_new(case: Case, after: Claim) -> Iterator[Finding | Need]:
    facts, seat = case.facts, case.seat_facts(case.parts["seat"])
    yield from _judge_claimant(case, after)
    if facts is None or seat is None:
        yield case.refuse("policy-claim-closed", seat=case.parts["seat"], variant="none")
    elif seat.state not in (State.OPEN, State.INVITED):
        data = {"seat": seat.seat.id, "title": facts.module.brief.title, "state": seat.state}
        yield case.refuse("policy-claim-closed", **data)
    elif (other := _offered_to_another(case, seat.seat.id, after.member)) is not None:
        data = {"seat": seat.seat.id, "holder": case.situation.name(other.member)}
        last = last_day(other, case.situation.base.settings.limits)
        yield case.refuse("policy-claim-taken", "member", **data, due=last, variant="offered")
    yield from _judge_fresh(case, after)


def _offered_to_another(case: Case, seat: str, member: str) -> Invitation | None:
    """Return the invitation of somebody else that waits now, whatever day a claim bears.

    Who let an invitation lapse cannot date a claim back into it once the next person was asked.
    """
    if case.module is None:
        return None
    limits = case.situation.base.settings.limits
    waiting = find_waiting(case.module, seat, limits, case.situation.as_of)
    return waiting if waiting and waiting.member != member else None


def _judge_fresh(case: Case, after: Claim) -> Iterator[Finding]:
    """A claim that begins now is neither extended nor delivered yet, nor older than its seat is free."""
    for name in ("extended", "delivered", "released"):
        if getattr(after, name) is not None:
            yield case.refuse("policy-field", name, field=name, variant="new-claim")
    free = _free_since(case)
    if free is not None and after.claimed < free - TOLERANCE:
        data = {"field": "claimed", "wanted": case.situation.as_of}
        yield case.refuse("policy-field", "claimed", **data, day=free, variant="back-dated")


def _free_since(case: Case) -> date | None:
    """Return the day from which a seat could be claimed, or None where nobody can tell."""
    seat = case.seat_facts(case.parts["seat"])
    if seat is None:
        return None
    if seat.state is State.LAPSED and seat.due is not None:
        return seat.due + timedelta(days=case.situation.base.settings.limits.grace_days)
    past = case.module.past_claims if case.module else ()
    days = [claim.released for claim in past if claim.seat == seat.seat.id and claim.released]
    if case.module and not days and seat.state.is_claimable:
        return case.module.brief.opened
    return max(days, default=None)


def _judge_edit(case: Case, before: Claim, after: Claim) -> Iterator[Finding | Need]:
    changed = case.changed_fields()
    if not changed and case.change.status == "A" and before.member != case.actor.id:
        yield _refuse_taken(case, before)  # a copy of what somebody else has claimed meanwhile
    if before.member == case.actor.id:
        yield from _judge_fields(case, before, after)
    elif case.actor.is_staff and (done := _done_for_them(changed)):
        yield from _judge_fields(case, before, after)
        for name in done:
            page = case.situation.module_after(case.module_key)
            covers = page_fingerprint(page) if name == "delivered" and page else None
            yield from need_yes(case, before.member, _DONE_FOR_THEM[name], before.seat, covers)
    elif changed == ["terms"] and case.actor.has_role(
        StaffRole.CONTENT_PLANNER, StaffRole.PROJECT_LEAD
    ):
        yield from _judge_terms(case, after)
        if not is_renewed_terms(case):
            yield case.need(before.member, "policy-needs-agreement", variant="terms")
    elif changed:
        owner = case.situation.name(before.member)
        yield case.refuse("policy-not-yours", owner=owner, variant="claim")


def _done_for_them(changed: list[str]) -> list[str]:
    """Return what staff may do of a change, where that is all that changed; else nothing."""
    done = [name for name in changed if name in _DONE_FOR_THEM]
    return done if set(done) == set(changed) - _KEPT else []


def _judge_fields(case: Case, before: Claim, after: Claim) -> Iterator[Finding]:
    """Of a claim its member may change the note, the terms, one extension and the delivery."""
    for name in case.changed_fields():
        if name == "extended":
            yield from _judge_extension(case, before)
        elif name not in _OWN_FIELDS:
            yield case.refuse("policy-field", name, field=name, variant="claim")
        elif name == "delivered":
            yield from _judge_delivery(case, after)
        elif name == "terms":
            yield from _judge_terms(case, after)
        elif name == "first_delivered":
            yield from _judge_first(case, before, after)


def _judge_first(case: Case, before: Claim, after: Claim) -> Iterator[Finding]:
    """The day of the first delivery is the one that stood there, and stays; or goes with it."""
    first = before.first_delivered or before.delivered
    if after.first_delivered != first and after.delivered is not None:
        name = "first_delivered"
        yield case.refuse("policy-field", name, field=name, variant="claim")


def _judge_extension(case: Case, before: Claim) -> Iterator[Finding]:
    """A claim is extended once, while it lives, whatever date the extension bears."""
    seat = case.seat_facts(case.parts["seat"])
    if before.extended is not None:
        yield case.refuse("policy-field", "extended", field="extended", variant="extended")
    elif seat is not None and seat.state is State.LAPSED:
        yield case.refuse("policy-field", "extended", field="extended", variant="lapsed")


def _judge_delivery(case: Case, after: Claim) -> Iterator[Finding]:
    """A delivery bears a day of its own: not one before the last review, nor one on which a lapsed seat still lived."""
    seat = case.seat_facts(case.parts["seat"])
    if after.delivered is None:
        return
    yield from judge_day(case, "delivered")
    reviews = case.module.reviews if case.module else ()
    last = max((review.date for review in reviews), default=None)
    data = {"field": "delivered", "wanted": case.situation.as_of}
    accepted = case.facts is not None and case.facts.verdict is Verdict.ACCEPTED
    if last is not None and (after.delivered < last or (accepted and after.delivered == last)):
        yield case.refuse("policy-field", "delivered", **data, day=last, variant="reviewed")
    elif seat is not None and seat.state is State.LAPSED:
        if after.delivered < case.situation.as_of - LATE:
            data["day"] = seat.due
            yield case.refuse("policy-field", "delivered", **data, variant="late")
        elif not _brings_work(case):
            yield case.refuse("policy-field", "delivered", **data, variant="nothing")


def _brings_work(case: Case) -> bool:
    """True where the change adds to what readers see of the module: words, or a picture."""
    folder, situation = f"content/{case.module_key}/", case.situation
    for path, change in situation.changes.items():
        if not path.startswith(folder) or change.is_deletion:
            continue
        before, after = situation.base_side.text(path), situation.outcome.text(path)
        if not path.endswith(".md") or after is None:
            return True
        if before is None or text_fingerprint(before) != text_fingerprint(after):
            return True
    return False


def _judge_terms(case: Case, after: Claim) -> Iterator[Finding]:
    """Only what the brief will say can be agreed to."""
    brief = case.situation.outcome.record(f"modules/{case.module_key}/module.yml")
    wanted = terms_fingerprint(brief) if isinstance(brief, Brief) else None
    if after.terms != wanted:
        yield case.refuse("policy-field", "terms", field="terms", wanted=wanted, variant="terms")


def _judge_take_over(case: Case, before: Claim, after: Claim) -> Iterator[Finding | Need]:
    seat = case.seat_facts(case.parts["seat"])
    if seat is None or seat.state is not State.LAPSED:
        yield _refuse_taken(case, before)
    else:
        yield from _judge_claimant(case, after)
        if _past_record(case, before) is None:
            yield case.refuse("policy-claim-release", **_release_data(case), variant="taken-over")
    yield from _judge_fresh(case, after)


def _refuse_taken(case: Case, before: Claim) -> Finding:
    seat = case.seat_facts(case.parts["seat"])
    due = seat.due if seat else None
    variant = "own" if before.member == case.actor.id else "due" if due else "held"
    data = {"seat": case.parts["seat"], "holder": case.situation.name(before.member)}
    return case.refuse("policy-claim-taken", "member", **data, due=due, variant=variant)


def _judge_release(case: Case, before: Claim) -> Iterator[Finding]:
    seat = case.seat_facts(case.parts["seat"])
    if before.member != case.actor.id and not case.actor.is_staff:
        owner = case.situation.name(before.member)
        yield case.refuse("policy-not-yours", owner=owner, variant="claim")
    elif seat is not None and seat.state.counts_as_work:
        yield case.refuse("policy-claim-settled", holder=case.situation.name(before.member))
    elif _past_record(case, before) is None:
        yield case.refuse("policy-claim-release", **_release_data(case))


def _release_data(case: Case) -> dict[str, object]:
    seat, used = case.parts["seat"], case.situation.base_side.paths
    folder, number = case.path.rpartition("/")[0], 1
    while f"{folder}/past/{seat}-{number}.yml" in used:
        number += 1
    return {"seat": seat, "wanted": f"{folder}/past/{seat}-{number}.yml"}


def _past_record(case: Case, before: Claim) -> Claim | None:
    """Return the past record that this change adds for a claim, if it says the same."""
    path = _first_past_path(case)
    past = case.situation.outcome.record(path) if path else None
    return past if isinstance(past, Claim) and _keeps_values(before, past) else None


def _keeps_values(before: Claim, past: Claim) -> bool:
    return past.released is not None and differing_fields(before, past) == ["released"]


def _first_past_path(case: Case) -> str | None:
    return case.situation.first_past_claim(case.module_key, case.parts["seat"])


def _judge_past(case: Case) -> Iterator[Finding]:
    """A past record is written once, in the change that releases or hands over the seat."""
    live_path = f"modules/{case.module_key}/claims/{case.parts['seat']}.yml"
    situation = case.situation
    before = situation.base_side.record(live_path)
    if not case.is_new or case.is_gone:
        yield case.refuse("policy-past-claim")
        return
    if not isinstance(before, Claim) or live_path not in situation.changes:
        yield case.refuse("policy-past-claim", variant="invented")
        return
    after = situation.outcome.record(live_path)
    stays = isinstance(after, Claim) and _is_same_hold(before, after)
    if stays or case.path != _first_past_path(case):
        yield case.refuse("policy-past-claim", variant="invented")
    elif not _keeps_values(before, case.after):
        data = {"holder": situation.name(before.member), "seat": case.parts["seat"]}
        yield case.refuse("policy-past-claim", **data, variant="altered")
    # Who may release or take over is judged at the live claim, which this same change carries.
