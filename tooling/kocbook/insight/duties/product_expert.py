"""The product expert's desk (产品专家): facts, questions, findings to thank for, insider sessions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kocbook.insight.duties.duty import Desk, Duty, DutyKind, Today, recognise
from kocbook.insight.questions import answer_due, iter_waiting
from kocbook.insight.reminders import review_start
from kocbook.insight.responses import BugReport, list_reports
from kocbook.insight.state import ModuleFacts, latest_reviews
from kocbook.model.enums import ModuleForm, RecognitionKind, StaffRole, State
from kocbook.model.people import Recognition

_DESK = Desk.PRODUCT_EXPERT
_SETTLED = (State.WITHDRAWN, State.SUPERSEDED, State.DECLINED)


def find_experts_duties(today: Today) -> Iterator[Duty]:
    """Yield the rows of the product expert's desk."""
    for facts in today.facts.values():
        if today.is_archived(facts.module):
            continue
        yield from _find_facts(today, facts)
        yield from _find_questions(today, facts)
        yield from _find_findings(today, facts)
    for given in today.iter_given():
        if given.kind is RecognitionKind.ACCESS:
            row = today.given_row(_DESK, DutyKind.SESSION, given)
            yield replace(row, what=given.event, due=given.held)
    for duty in today.iter_given_by(_DESK, StaffRole.PRODUCT_EXPERT):
        if duty.what != RecognitionKind.ACCESS:
            yield duty


def _find_facts(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """A delivery with safety goals that no product expert has judged in this round."""
    goals = [goal.id for goal in facts.module.brief.goals if goal.safety]
    if facts.state is not State.DELIVERED or not goals:
        return
    missing = [goal for goal in goals if goal not in _judged_by_experts(today, facts)]
    if missing:
        start = review_start(facts.module, today.as_of)
        yield today.row(
            _DESK,
            DutyKind.FACT_CHECK,
            start,
            facts.module,
            figure=len(missing),
            of=len(goals),
            command=f"koc new review {facts.module.key}",
        )


def _judged_by_experts(today: Today, facts: ModuleFacts) -> set[str]:
    # With a verdict the round is over: a delivery after it begins another one.
    reviews = [] if facts.verdict else latest_reviews(facts.module, today.as_of)
    members = today.community.members
    return {
        goal
        for review in reviews
        if (expert := members.get(review.reviewer)) and StaffRole.PRODUCT_EXPERT in expert.staff
        for goal in review.goals
    }


def _find_questions(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """Questions without an answer beyond the days that the brief promised."""
    module = facts.module
    if facts.state in _SETTLED:
        return
    for question in iter_waiting(module):
        due = answer_due(module, question)
        if question.date <= today.as_of and due < today.as_of:
            place = (_DESK, DutyKind.QUESTION_WAITS, question.date, module)
            command = f'koc reply {module.key} "…" --question {question.name}'
            yield today.row(*place, member=question.member, due=due, command=command)


def _find_findings(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """Reports that the engineers adopted: those whose finder waits for thanks, and the thanked."""
    module = facts.module
    if module.brief.form is not ModuleForm.BUG_HUNT or facts.state in _SETTLED:
        return
    for report in list_reports(module, today.as_of):
        if report.triage is None or not report.triage.adopted:
            continue
        member = report.response.member
        person = today.community.members.get(member)
        thanks = _find_thanks(today, module.key, report)
        if thanks is None and person and not person.has_left and not person.is_staff:
            since: date = report.triage.date
            command = recognise(member, RecognitionKind.PRAISE, module.key)
            place = (_DESK, DutyKind.THANKS_DUE, since, module)
            yield today.row(*place, member=member, command=command)
        elif thanks is not None and not thanks.private:
            told = {"member": member, "by": thanks.by, "what": str(thanks.kind)}
            yield today.row(_DESK, DutyKind.THANKED, thanks.date, module, **told)


def _find_thanks(today: Today, key: str, report: BugReport) -> Recognition | None:
    """Return the first recognition of a finder that names the bug hunt."""
    since = report.response.date
    found = [
        given
        for given in today.given.get(report.response.member, ())
        if given.module == key and given.date >= since
    ]
    return min(found, key=lambda given: (given.date, given.id), default=None)
