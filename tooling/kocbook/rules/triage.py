"""Rules about triage: how far staff say that bug reports have come."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at, at_key
from kocbook.model.activity import Triage
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm, ReportState
from kocbook.rules.context import Context
from kocbook.rules.references import near
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("triage")


def _all(context: Context) -> Iterator[tuple[Module, Triage]]:
    for module in context.modules:
        for triage in module.triage.values():
            yield module, triage


@rule("triage-without-report", Severity.ERROR, Reach.MODULE)
def triage_without_report(context: Context) -> Iterator[Hit]:
    """A triage record stands where there is no such report, or no bug hunt."""
    for module, triage in _all(context):
        path = f"{module.folder}/responses/{triage.report}.yml"
        if module.brief.form is not ModuleForm.BUG_HUNT:
            yield at(triage.path), {"title": module.brief.title, "variant": "form"}
        elif triage.report not in module.responses and path not in context.community.unreadable:
            known = near(triage.report, module.responses)
            yield at(triage.path), {"member": triage.report, "near": known}


@rule("triage-duplicate", Severity.ERROR, Reach.MODULE)
def triage_duplicate(context: Context) -> Iterator[Hit]:
    """A duplicate names no earlier report, or one that is a duplicate itself."""
    for module, triage in _all(context):
        is_duplicate = triage.state is ReportState.DUPLICATE
        other = triage.duplicate_of
        if is_duplicate and other is None:
            yield at(triage.path, "state"), {"variant": "missing"}
        elif other is not None:
            variant = "state" if not is_duplicate else _fault_of_original(context, module, triage)
            if variant is not None:
                known = near(other, set(module.responses) - {triage.report})
                data = {"other": other, "near": known, "variant": variant}
                yield at(triage.path, "duplicate_of"), data


def _fault_of_original(context: Context, module: Module, triage: Triage) -> str | None:
    """Say what is wrong with the report that a duplicate names, or None."""
    other = str(triage.duplicate_of)
    original, own = module.responses.get(other), module.responses.get(triage.report)
    if original is None:
        path = f"{module.folder}/responses/{other}.yml"
        return None if path in context.community.unreadable else ""
    if other == triage.report:
        return ""
    if own is not None and original.date > own.date:
        return "later"
    above = module.triage.get(other)
    return "chain" if above and above.state is ReportState.DUPLICATE else None


@rule("triage-not-confirmed", Severity.ERROR, Reach.MODULE)
def triage_not_confirmed(context: Context) -> Iterator[Hit]:
    """A report is called real although nobody but its finder saw the fault."""
    for _, triage in _all(context):
        if triage.state.is_real and not triage.confirmed_by:
            yield at(triage.path, "state"), {"new": triage.state.value}
        for index, member in enumerate(triage.confirmed_by):
            if member == triage.reporter:
                where = at(triage.path, "confirmed_by", index)
                yield where, {"member": member, "variant": "own"}


@rule("triage-beyond-state", Severity.ERROR, Reach.MODULE)
def triage_beyond_state(context: Context) -> Iterator[Hit]:
    """A report is adopted before it is confirmed, or names a version before it is fixed."""
    for _, triage in _all(context):
        if triage.adopted and not triage.state.is_real:
            yield at_key(triage.path, "adopted"), {"variant": "adopted"}
        if triage.fixed_in and triage.state is not ReportState.FIXED:
            yield at_key(triage.path, "fixed_in"), {"variant": "fixed"}
