"""Forms that take something back or down, and the one that tells what came of an activity."""

from __future__ import annotations

import re

from kocbook.intake.acts.staff_records import outcome_files, require_over
from kocbook.intake.acts.takedown import TakedownOrder, takedown_files
from kocbook.intake.acts.withdrawal import Withdrawn, withdraw_files, withdraw_praise
from kocbook.intake.forms.answers import Ask, FormAnswers
from kocbook.intake.forms.records import AskError, Draft, FormContext, find_options
from kocbook.model.forms import FORMS, FormName
from kocbook.model.people import Member
from kocbook.model.takedown import TakedownReason

_BETWEEN = re.compile(r"[\s,，、;；]+")


def draft_notice(
    desk: FormContext, form: FormName, answers: FormAnswers, member: Member, branch: str
) -> Draft:
    """Return what one of these forms becomes.

    Raises:
        AskError: something has to be asked back, or the form is for staff.
        UsageError: it cannot be written.
    """
    if form is FormName.WITHDRAW:
        return _withdraw(desk, answers, member, branch)
    if not member.is_staff:
        raise AskError(Ask("staff-only"))
    if form is FormName.OUTCOME:
        return _outcome(desk, answers, member, branch)
    return _take_down(desk, answers, member, branch)


def _withdraw(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    what = Withdrawn(answers.option(FORMS[FormName.WITHDRAW], "what") or Withdrawn.RESPONSE)
    name, root = answers.line("name"), desk.root
    if what is Withdrawn.PRAISE:
        named = name or answers.line("module") or ""
        files = withdraw_praise(root, desk.community, member, named)
        return Draft(FormName.WITHDRAW, branch, files, {"place": named})
    module = desk.find_module(answers)
    facts = desk.facts[module.key]
    files = withdraw_files(root, desk.community, facts, member, desk.day, what, name)
    return Draft(FormName.WITHDRAW, branch, files, {"place": module.brief.title})


def _take_down(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    reason = answers.option(FORMS[FormName.TAKE_DOWN], "reason") or TakedownReason.ABUSE
    lines = [one for one in _BETWEEN.split(answers.line("lines") or "") if one]
    path = (answers.line("path") or "").strip("/ ")
    phrases = tuple(one for one in [answers.line("phrase")] if one)
    order = TakedownOrder(
        path, TakedownReason(reason), lines, (), answers.line("reference"), phrases
    )
    files, _ = takedown_files(desk.root, desk.community, member, desk.day, order)
    return Draft(FormName.TAKE_DOWN, branch, files, {"path": path})


def _outcome(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    module = desk.find_module(answers)
    require_over(desk.facts[module.key])
    values = {
        "decided": answers.line("decided"),
        "because": (answers.words.get("because") or "").strip(),
        "chosen": find_options(module, answers.words.get("chosen") or ""),
        "reached": answers.option(FORMS[FormName.OUTCOME], "reached"),
        "next": (answers.words.get("next") or "").strip() or None,
    }
    files = outcome_files(module, member, desk.day, values)
    return Draft(FormName.OUTCOME, branch, files, {"title": module.brief.title})
