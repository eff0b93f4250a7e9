"""The product expert's desk (产品专家): facts, questions, findings to thank for, insider sessions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kocbook.insight.duties.duty import Desk, Duty, DutyKind, Today
from kocbook.insight.responses import list_reports
from kocbook.insight.state import ModuleFacts
from kocbook.insight.waits.for_activities import find_thanks
from kocbook.insight.waits.for_staff import SETTLED
from kocbook.insight.waits.wait import WaitKind
from kocbook.model.enums import ModuleForm, RecognitionKind, ReportState, StaffRole

_DESK = Desk.PRODUCT_EXPERT


def find_experts_duties(today: Today) -> Iterator[Duty]:
    """Yield the rows of the product expert's desk."""
    for wait in today.iter_waits(WaitKind.FACT_CHECK, WaitKind.REPORT, WaitKind.THANKS):
        yield today.wait_row(_DESK, wait)
    yield from today.question_rows(_DESK)
    for facts in today.facts.values():
        if today.is_archived(facts.module):
            continue
        yield from _find_in_development(today, facts)
        yield from _find_thanked(today, facts)
    for given in today.iter_given():
        if given.kind is RecognitionKind.ACCESS:
            row = today.given_row(_DESK, DutyKind.SESSION, given)
            yield replace(row, what=given.event, due=given.held)
    for duty in today.iter_given_by(_DESK, StaffRole.PRODUCT_EXPERT):
        if duty.what != RecognitionKind.ACCESS:
            yield duty


def _find_in_development(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """What was decided or adopted, and is not there for everybody yet; by the development's number."""
    module, outcome = facts.module, facts.module.outcome
    if outcome and outcome.reference and not (outcome.shipped and outcome.shipped <= today.as_of):
        command = f"koc ship {module.key} …"
        row = (_DESK, DutyKind.IN_DEVELOPMENT, outcome.date, module)
        yield today.row(*row, what=outcome.reference, command=command)
    for name, triage in sorted(module.triage.items()):
        if triage.state is ReportState.FORWARDED:
            command = f"koc new triage {module.key} {name} --state fixed --fixed-in …"
            told = {"member": triage.reporter, "what": triage.reference, "command": command}
            yield today.row(_DESK, DutyKind.IN_DEVELOPMENT, triage.date, module, **told)


def _find_thanked(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """Reports that the engineers adopted, and whose finder was thanked."""
    module = facts.module
    if module.brief.form is not ModuleForm.BUG_HUNT or facts.state in SETTLED:
        return
    for report in list_reports(module, today.as_of):
        if report.triage is None or not report.triage.adopted:
            continue
        thanks = find_thanks(today.scene, module.key, report)
        if thanks is not None and not thanks.private:
            told = {"member": report.response.member, "by": thanks.by, "what": str(thanks.kind)}
            yield today.row(_DESK, DutyKind.THANKED, thanks.date, module, **told)
