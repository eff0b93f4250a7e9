"""Who may write what stands with an event: its plan, registrations, who came, and the recap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kocbook.base.finding import Finding
from kocbook.insight.candidates import find_candidate
from kocbook.insight.events import Bar, allot_places, find_bar, next_order
from kocbook.insight.state import all_facts
from kocbook.model.event import Event, EventPlan, Registration
from kocbook.policy.case import Case
from kocbook.policy.days import judge_day
from kocbook.policy.judgement import Need
from kocbook.policy.people_rows import judge_staff_record

_APPROVAL = ("approved_by", "approved")


def judge_event(case: Case) -> Iterator[Finding | Need]:
    """A plan is the staff's; that it may cost money, and many points, are a project lead's to say."""
    if not case.actor.is_staff:
        yield case.refuse("policy-staff-only")
        return
    event = _event(case)
    if case.is_gone:
        if event and (event.registrations or event.attendances):
            yield case.refuse("policy-event-relied-on", title=event.plan.title)
        return
    before: EventPlan | None = case.before
    for name in _APPROVAL:
        said = getattr(case.after, name)
        if said != (getattr(before, name) if before else None) and not case.actor.is_lead:
            yield case.refuse("policy-lead-only", name, variant="event")
    most = case.situation.base.settings.limits.recognition_points
    points, old = case.after.points, before.points if before else 0
    if points > max(old, most) and not case.situation.has_lead_agreed:
        data = {"points": points, "most": most, "variant": "points"}
        yield case.refuse("policy-lead-only", "points", **data)


def judge_registration(case: Case) -> Iterator[Finding | Need]:
    """A registration is its member's; a new one, or one for another shift, comes last in the queue."""
    owner, event = case.parts["member"], _event(case)
    if case.actor.id != owner:
        whose = case.situation.name(owner)
        yield case.refuse("policy-not-yours", owner=whose, variant="registration")
    elif case.is_gone:
        if event and owner in event.attendances:
            yield case.refuse("policy-event-relied-on", title=event.plan.title)
    elif case.after.member != owner:
        yield case.refuse("policy-other-name", "member", field="member", member=case.after.member)
    elif event is None:
        yield case.refuse("policy-registration-closed", title=case.parts["event"], variant="none")
    elif _joins_queue(case.before, case.after):
        yield from judge_day(case, "date")
        yield from _judge_order(case, event)
        yield from _judge_bar(case, event)
    else:
        yield from _judge_kept(case)


def _joins_queue(before: Registration | None, after: Registration) -> bool:
    """True where somebody newly wants a place: it is their first, they come back, or change shifts."""
    if after.cancelled:
        return False
    return before is None or before.cancelled is not None or before.shift != after.shift


def _judge_order(case: Case, event: Event) -> Iterator[Finding]:
    """Refuse a registration that takes a place from somebody, or moves them back on the waiting list."""
    standing = {
        one: held for one, held in event.registrations.items() if one != case.parts["member"]
    }
    before = allot_places(replace(event, registrations=standing))
    joined = {**standing, case.parts["member"]: case.after}
    after = allot_places(replace(event, registrations=joined))
    if any(after[one].number > held.number for one, held in before.items()):
        data = {"wanted": next_order(event), "today": case.situation.as_of}
        yield case.refuse("policy-registration-order", "order", **data)


def _judge_kept(case: Case) -> Iterator[Finding]:
    """Of what stands there, day and order stay: they decide who comes first."""
    if case.before is None:
        return
    for name in ("date", "order"):
        if getattr(case.before, name) != getattr(case.after, name):
            yield case.refuse("policy-field", name, field=name, variant="registration")


def _judge_bar(case: Case, event: Event) -> Iterator[Finding]:
    situation = case.situation
    facts = {} if event.plan.is_for_all else all_facts(situation.base, situation.as_of)
    who = find_candidate(situation.base, facts, event.plan, case.parts["member"], situation.as_of)
    bar = find_bar(event, who, case.after.shift, situation.as_of)
    # Which shifts there are is told by a rule.
    if bar not in (None, Bar.WHICH_SHIFT, Bar.NO_SHIFTS):
        yield case.refuse("policy-registration-closed", title=event.plan.title, variant=str(bar))


def judge_attendance(case: Case) -> Iterator[Finding | Need]:
    """Who came is written down by staff, each in their own name, and never of themselves."""
    yield from judge_staff_record(case, "by")
    if case.actor.is_staff and case.actor.id == case.parts["member"]:
        yield case.refuse("policy-own-activity", variant="attendance")


def judge_recap(case: Case) -> Iterator[Finding | Need]:
    """What is said after an event is staff's, each in their own name."""
    yield from judge_staff_record(case, "by")


def _event(case: Case) -> Event | None:
    return case.situation.base.events.get(case.parts["event"])
