"""Who may write what happens in a module: responses, sign-offs, questions, reviews and thanks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kocbook.base.finding import Finding
from kocbook.insight.credits import signers
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.model.activity import Judging
from kocbook.model.brief import Brief
from kocbook.model.enums import ConsentAct, ModuleForm, StaffRole
from kocbook.model.work import Claim, Credit, GoalJudgement, Response, Review
from kocbook.policy.carried import revokes
from kocbook.policy.case import Case
from kocbook.policy.consent import has_yes
from kocbook.policy.days import judge_day
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_loss, judge_staff_record
from kocbook.policy.pin_rows import judge_pins, judge_values
from kocbook.policy.renewal import is_renewal, is_renewed_mark, judge_renewal


def _judge_owner(case: Case, variant: str) -> Iterator[Finding]:
    """Refuse somebody else than the member in the path, or a record in another's name."""
    owner = case.parts["member"]
    if case.actor.id != owner:
        yield case.refuse("policy-not-yours", owner=case.situation.name(owner), variant=variant)
    elif not case.is_gone and case.after.member != owner:
        yield case.refuse("policy-other-name", "member", field="member", member=case.after.member)


def judge_response(case: Case) -> Iterator[Finding | Need]:
    """A response is its member's, as are its pictures; one that was judged stays as the judges saw it."""
    if is_renewal(case):
        yield from judge_renewal(case, case.before.member)
        return
    yield from _judge_owner(case, "response")
    if case.actor.id == case.parts["member"] and not case.is_gone:
        yield from _judge_open(case)
        yield from _judge_pictures(case)
        yield from judge_values(case)
        yield from _judge_response_days(case)
        if not case.is_new:
            yield from judge_pins(case, case.module_key)
        if any(one.judge == case.actor.id for one in _judgings(case)):
            yield case.refuse("policy-own-activity", variant="entry")


def _judgings(case: Case) -> tuple[Judging, ...]:
    return case.module.judgings if case.module else ()


def _judge_response_days(case: Case) -> Iterator[Finding]:
    """A response is of these days: an earlier date would make it the first report, or a longer row of check-ins."""
    before: Response | None = case.before
    yield from judge_day(case, "date")
    known = {*before.earlier, before.date} if before else set()
    for day in sorted(case.after.earlier.keys() - known):
        yield from judge_day(case, "earlier", day)


def _judge_pictures(case: Case) -> Iterator[Finding]:
    """Whoever names a picture may exchange it; so nobody names what is already another's."""
    others = case.module.responses.values() if case.module else ()
    owners = {name: item.member for item in others for name in item.media}
    for index, name in enumerate(case.after.media):
        if owners.get(name, case.actor.id) != case.actor.id:
            owner = case.situation.name(owners[name])
            yield case.refuse("policy-not-yours", "media", index, owner=owner, variant="picture")


def _judge_open(case: Case) -> Iterator[Finding]:
    """Once a module is closed nothing is added to it, and no vote in it changes."""
    facts = case.facts
    if facts is None:
        yield case.refuse("policy-response-closed", title=case.module_key, variant="none")
    elif not facts.seats and not facts.state.is_claimable:
        brief = facts.module.brief
        votes = brief.form is ModuleForm.POLL and not case.is_new
        if case.is_new or (votes and case.before.choice != case.after.choice):
            yield case.refuse("policy-response-closed", title=brief.title, state=facts.state)


def judge_question(case: Case) -> Iterator[Finding]:
    """A question is its member's."""
    yield from _judge_owner(case, "question")


def judge_signoff(case: Case) -> Iterator[Finding | Need]:
    """A sign-off is its member's, who had a part in the work, and names the words that will stand there.

    Staff may prepare one together with the words; then the member's approval is needed.
    """
    owner = case.parts["member"]
    if is_renewed_mark(case):
        return
    if case.is_gone and revokes(case.situation, owner, case.module_key, ConsentAct.SIGN):
        return
    if case.actor.id != owner and (case.is_gone or not case.actor.is_staff):
        yield from _judge_owner(case, "signoff")
        return
    if case.is_gone:
        return
    if case.after.member != owner:
        yield case.refuse("policy-other-name", "member", field="member", member=case.after.member)
        return
    if case.module is None or owner not in signers(case.module):
        yield case.refuse("policy-signoff-no-seat", member=case.situation.name(owner))
    after = case.situation.module_after(case.module_key)
    wanted = page_fingerprint(after) if after else None
    if case.after.text != wanted:
        variant = "no-text" if wanted is None else ""
        yield case.refuse("policy-signoff-text", "text", wanted=wanted, variant=variant)
    elif case.actor.id != owner and not _is_told_to_sign(case, owner, wanted):
        yield case.need(owner, "policy-needs-agreement", variant="signoff")


def judge_waiver(case: Case) -> Iterator[Finding | Need]:
    """Waivers are staff's; that a member is not credited needs the member's own yes."""
    yield from judge_staff_record(case, "by")
    before = case.before.candidate if case.before is not None else None
    if case.is_gone or not case.actor.is_staff or case.after.candidate == before:
        return
    member = _find_candidate(case, case.after.candidate)
    if member is not None and member != case.actor.id:
        yield case.need(member, "policy-needs-agreement", variant="waiver")


def _find_candidate(case: Case, candidate: str) -> str | None:
    """Return the member whom a waiver means: by id, by account, or by the hash of an address."""
    base = case.situation.base
    person = base.find_person(candidate)
    if person in base.members:
        return person
    wanted = candidate.casefold().removeprefix("mail:")
    for record, member in base.iter_accounts():
        named = {record.github.casefold(), record.name.casefold(), *record.commit_emails} - {""}
        if wanted in named:
            return member.id
    return None


def _is_told_to_sign(case: Case, owner: str, wanted: str | None) -> bool:
    """True where a yes to these words is written down, and nobody changed them on the way."""
    untouched = case.module is not None and page_fingerprint(case.module) == wanted
    return untouched and has_yes(case, owner, ConsentAct.SIGN, covers=wanted)


def judge_reuse(case: Case) -> Iterator[Finding | Need]:
    """A reuse is staff's, each in their own name; any of them writes down how many saw it."""
    if not case.is_new and not case.is_gone and case.changed_fields() == ["reach"]:
        if not case.actor.is_staff:
            yield case.refuse("policy-staff-only")
        return
    yield from judge_by_staff(case)


def judge_by_staff(case: Case) -> Iterator[Finding | Need]:
    """Answers and reuse are staff's, each in their own name."""
    yield from judge_staff_record(case, "by")


def judge_invitation(case: Case) -> Iterator[Finding | Need]:
    """Staff invite and take invitations back; only the member who is invited may decline."""
    if case.is_new or case.is_gone:
        yield from judge_staff_record(case, "by")
        fixed = {"declined"} if case.is_new and case.after.declined else set()
    elif case.actor.id == case.before.member:
        fixed = {"member", "by", "date", "reason"}
    elif case.actor.is_staff:
        yield from judge_staff_record(case, "by")
        fixed = {"member", "date", "declined"}
    else:
        owner = case.situation.name(case.before.member)
        yield case.refuse("policy-not-yours", owner=owner, variant="invitation")
        return
    changed = ["declined"] if case.is_new else [] if case.is_gone else case.changed_fields()
    for name in changed:
        if name in fixed:
            yield case.refuse("policy-field", name, field=name, variant="invitation")
    if not case.is_gone:
        yield from judge_values(case)


def judge_credit(case: Case) -> Iterator[Finding | Need]:
    """Credits are staff's; a member may propose one of their own, which others confirm."""
    if not case.actor.is_staff:
        yield from _judge_proposal(case)
        return
    yield from judge_staff_record(case, "confirmed_by")
    confirmed = case.before.confirmed_by if case.before is not None else None
    if confirmed is not None and (case.is_gone or case.after.confirmed_by is None):
        yield from judge_loss(case, case.before.member, confirmed)
    if case.is_gone:
        return
    own = case.actor.id == case.after.member
    if own and case.after.confirmed_by is not None and case.after.confirmed_by != confirmed:
        yield case.refuse("policy-own-credit", "confirmed_by")


def _judge_proposal(case: Case) -> Iterator[Finding]:
    """A proposal is its member's, to mend or take back too, until somebody has confirmed it."""
    before: Credit | None = case.before
    if before is not None and before.confirmed_by is not None:
        yield case.refuse("policy-staff-only", variant="credit")
        return
    yield from _judge_owner(case, "credit")
    if not case.is_gone and case.after.confirmed_by is not None:
        field = "confirmed_by"
        yield case.refuse("policy-field", field, field=field, variant="credit")


def judge_review(case: Case) -> Iterator[Finding | Need]:
    """A review is added by staff in their own name, never of their own work, and stays.

    On its own day its reviewer may mend the words; what it judges stays as it was given.
    """
    if is_renewal(case):
        yield from judge_renewal(case, case.before.reviewer)
    elif not case.actor.is_staff:
        yield case.refuse("policy-staff-only", variant="review")
    elif is_renewed_mark(case):
        return
    elif not case.is_new or case.is_gone:
        if case.is_gone or not _is_mended_today(case):
            yield case.refuse("policy-review-final")
    elif case.actor.id != case.parts["member"] or case.after.reviewer != case.actor.id:
        member = case.after.reviewer
        yield case.refuse("policy-other-name", "reviewer", field="reviewer", member=member)
    else:
        if case.actor.id in _workers(case):
            yield case.refuse("policy-review-own-work")
        elif case.actor.id in _credited(case):
            yield case.refuse("policy-review-own-work", variant="credited")
        yield from judge_values(case)
        if not case.actor.has_role(StaffRole.PRODUCT_EXPERT):
            for goal in sorted(_safety_goals(case) & case.after.goals.keys()):
                yield case.refuse("policy-review-safety", "goals", goal, goal=goal)


def _is_mended_today(case: Case) -> bool:
    """True where a reviewer mends words of a review of their own that bears the day of today.

    A day begins in Asia before it begins in UTC: until it has passed in UTC too, it is today.
    """
    before, after = case.before, case.after
    own = case.actor.id == case.parts["member"] == before.reviewer
    return own and case.situation.as_of <= before.date and _judged(before) == _judged(after)


def _judged(review: Review) -> Review:
    """Return a review without its words: what is left decides, and is decided once."""
    goals = {goal: GoalJudgement(judgement.met) for goal, judgement in review.goals.items()}
    declined = "declined" if review.declined else None
    return replace(review, goals=goals, strengths=(), improvements=(), declined=declined)


def _workers(case: Case) -> set[str]:
    """Return who holds or held a seat of the module, on the base or by this very change."""
    module = case.module
    claims = [*module.claims.values(), *module.past_claims] if module else []
    folder = f"modules/{case.module_key}/claims/"
    situation = case.situation
    added = [
        situation.outcome.record(path) for path in situation.changes if path.startswith(folder)
    ]
    return {claim.member for claim in (*claims, *added) if isinstance(claim, Claim)}


def _credited(case: Case) -> set[str]:
    """Return who is credited for help with the module, or is proposed for it, also by this very change."""
    there = list(case.module.credits) if case.module else []
    folder, outcome = f"modules/{case.module_key}/credits/", case.situation.outcome
    added = [outcome.record(path) for path in case.situation.changes if path.startswith(folder)]
    return {one.member for one in (*there, *added) if isinstance(one, Credit)}


def _safety_goals(case: Case) -> set[str]:
    """Return the goals marked `safety` before or after: the mark cannot be dropped on the way."""
    after = case.situation.outcome.record(f"modules/{case.module_key}/module.yml")
    briefs = [case.module.brief if case.module else None, after]
    return {
        goal.id
        for brief in briefs
        if isinstance(brief, Brief)
        for goal in brief.goals
        if goal.safety
    }
