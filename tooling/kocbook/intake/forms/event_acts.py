"""Forms around events: a member registers or cancels, staff write down who came."""

from __future__ import annotations

import re

from kocbook.base.fold import fold_name
from kocbook.git.commit_draft import Files
from kocbook.insight.candidates import find_candidate
from kocbook.insight.events import with_places
from kocbook.intake.acts.events import attendance_files, cancel_files, registration_files
from kocbook.intake.forms.answers import Ask, FormAnswers
from kocbook.intake.forms.records import AskError, Draft, FormContext
from kocbook.model.event import Event
from kocbook.model.forms import FormName
from kocbook.model.people import Member

_NUMBER = re.compile(r"issue/(\d{1,5})\b")
_BETWEEN = re.compile(r"[\n,，、;；]+")


def draft_registration(
    desk: FormContext, answers: FormAnswers, member: Member, branch: str
) -> Draft:
    """Return a registration; of several on one day, the issue that came first is first.

    Raises:
        AskError: it is not told which event or shift is meant.
        UsageError: the event is not open to this member, or they are registered already.
    """
    event = find_event(desk, answers)
    shift = _find_shift(event, answers.line("shift"))
    facts = {} if event.plan.is_for_all else desk.facts
    who = find_candidate(desk.community, facts, event.plan, member.id, desk.day)
    found = _NUMBER.match(branch)
    number, note = int(found[1]) if found else 0, answers.line("note")
    files = registration_files(event, who, desk.day, shift, note, number)
    return _draft(FormName.REGISTER, branch, files, event)


def draft_cancellation(
    desk: FormContext, answers: FormAnswers, member: Member, branch: str
) -> Draft:
    """Return that a member does not come.

    Raises:
        AskError: it is not told which event is meant.
        UsageError: they are not registered, or it is over.
    """
    event = find_event(desk, answers)
    files = cancel_files(desk.root, event, member, desk.day)
    return _draft(FormName.CANCEL, branch, files, event)


def draft_attendance(desk: FormContext, answers: FormAnswers, by: Member, branch: str) -> Draft:
    """Return who came: those who are named, else all with a place but those who were absent.

    Raises:
        AskError: it is not told which event or who is meant.
        UsageError: the event has not begun.
    """
    event = find_event(desk, answers)
    absent, came = _find_people(desk, answers, "absent"), _find_people(desk, answers, "came")
    came = came or [one for one in with_places(event) if one not in (*absent, by.id)]
    files = attendance_files(event, by, desk.day, came, absent)
    return _draft(FormName.ATTENDANCE, branch, files, event, n=len(came))


def find_event(desk: FormContext, answers: FormAnswers) -> Event:
    """Return the event that somebody named: by its id, title or the address of its page.

    Raises:
        AskError: there is none, or several.
    """
    named = (answers.line("event") or "").strip("/ “”《》`")
    plain = fold_name(named)
    found = [
        event
        for event in desk.community.events.values()
        if plain in (event.id, fold_name(event.plan.title))
        or re.search(rf"(?:^|/)events/{re.escape(event.id)}$", plain)
    ]
    if len(found) != 1:
        raise AskError(Ask("no-event", {"event": named[:80]}))
    return found[0]


def _find_shift(event: Event, named: str | None) -> str | None:
    wanted = fold_name(named or "")
    shifts = event.plan.shifts
    if len(shifts) == 1 and not wanted:
        return shifts[0].id
    for shift in shifts:
        if wanted in (shift.id, fold_name(shift.title)):
            return shift.id
    if shifts:
        raise AskError(Ask("which-shift", {"shifts": [shift.title for shift in shifts]}))
    return None


def _find_people(desk: FormContext, answers: FormAnswers, question: str) -> list[str]:
    parts = _BETWEEN.split(answers.words.get(question) or "")
    named = [part.strip() for part in parts if part.strip()]
    return [desk.find_member(FormAnswers({"member": one}, {})).id for one in named]


def _draft(form: FormName, branch: str, files: Files, event: Event, **more: object) -> Draft:
    data = {"event": event.id, "title": event.plan.title, **more}
    return Draft(form, branch, files, data)
