"""A form around things that are lent: a member books one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kocbook.base.fold import fold_name
from kocbook.insight.candidates import find_borrower
from kocbook.intake.acts.loans import booking_files, make_booking
from kocbook.intake.forms.answers import Ask, FormAnswers
from kocbook.intake.forms.records import AskError, Draft, FormContext
from kocbook.model.forms import FormName
from kocbook.model.loan import Equipment
from kocbook.model.people import Member


def draft_booking(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return a member's booking, which staff confirm.

    Raises:
        AskError: it is not told which thing, days or task are meant.
        UsageError: the thing is taken or not lent to them then.
    """
    thing = _find_equipment(desk, answers)
    start, end = _read_day(answers, "start"), _read_day(answers, "end")
    key = desk.find_module(answers).key if answers.line("module") else None
    made = make_booking(thing, member.id, desk.day, start, end)
    wanted = replace(made, module=key, note=answers.line("note"))
    facts = desk.facts if thing.card.tiers or thing.card.skills else {}
    who = find_borrower(desk.community, facts, thing.card, member.id, desk.day)
    files = booking_files(thing, who, desk.day, wanted)
    days = {"start": start.isoformat(), "end": end.isoformat()}
    return Draft(FormName.BOOK, branch, files, {"title": thing.card.title, **days})


def _find_equipment(desk: FormContext, answers: FormAnswers) -> Equipment:
    named = (answers.line("equipment") or "").strip("/ “”《》`")
    plain = fold_name(named.rpartition("#")[2])
    things = desk.community.equipment.values()
    found = [one for one in things if plain in (one.id, fold_name(one.card.title))]
    if len(found) != 1:
        raise AskError(Ask("no-equipment", {"equipment": named[:80]}))
    return found[0]


def _read_day(answers: FormAnswers, question: str) -> date:
    text = (answers.line(question) or "").translate(_SIGNS).strip("-")
    parts = text.split("-")
    try:
        return date(*(int(part) for part in parts))
    except (TypeError, ValueError):
        raise AskError(Ask("which-day", {"day": text[:40]})) from None


_SIGNS = str.maketrans({"年": "-", "月": "-", "日": "", "/": "-", ".": "-", "－": "-", " ": ""})
