"""Forms that take something back or down, and the one that tells what came of an activity."""

from __future__ import annotations

import re

from kocbook.intake.acts.staff_records import outcome_files, require_over, shipped_files
from kocbook.intake.acts.takedown import TakedownOrder, takedown_files
from kocbook.intake.acts.withdrawal import Withdrawn, withdraw_files, withdraw_praise
from kocbook.intake.forms.answers import FormAnswers
from kocbook.intake.forms.records import Draft, FormContext, find_options
from kocbook.model.forms import FORMS, FormName
from kocbook.model.people import Member
from kocbook.model.takedown import TakedownReason

_BETWEEN = re.compile(r"[\s,，、;；]+")


def draft_withdrawal(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return what a withdrawal writes.

    Raises:
        AskError: it is not told which task is meant.
        UsageError: there is nothing to take back, or several and none was named.
    """
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


def draft_takedown(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return what a takedown writes.

    Raises:
        UsageError: there is no such file, line or phrase.
    """
    reason = answers.option(FORMS[FormName.TAKE_DOWN], "reason") or TakedownReason.ABUSE
    lines = [one for one in _BETWEEN.split(answers.line("lines") or "") if one]
    path = (answers.line("path") or "").strip("/ ")
    phrases = tuple(one for one in [answers.line("phrase")] if one)
    order = TakedownOrder(
        path, TakedownReason(reason), lines, (), answers.line("reference"), phrases
    )
    files, _ = takedown_files(desk.root, desk.community, member, desk.day, order)
    return Draft(FormName.TAKE_DOWN, branch, files, {"path": path})


def draft_shipped(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return that what an activity decided is there for everybody, in a version.

    Raises:
        AskError: it is not told which activity is meant.
        UsageError: nothing was decided there, or it is told already.
    """
    module = desk.find_module(answers)
    version, reference = answers.line("version") or "", answers.line("reference")
    files = shipped_files(desk.root, module, member, desk.day, version, reference)
    return Draft(FormName.SHIP, branch, files, {"title": module.brief.title})


def draft_outcome(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return the record of what came of an activity.

    Raises:
        AskError: it is not told which activity or option is meant.
        UsageError: it still runs, or is none.
    """
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
