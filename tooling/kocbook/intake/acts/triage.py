"""How far a bug report has come, as staff say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.lookup import NamedThing
from kocbook.model.community import Community, Module
from kocbook.model.enums import ModuleForm, ReportState
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record

_ORDER = (
    "by",
    "date",
    "state",
    "duplicate_of",
    "confirmed_by",
    "adopted",
    "fixed_in",
    "reference",
    "note",
)


def require_triageable(module: Module, actor: Member) -> None:
    """Refuse to triage where there are no reports.

    Raises:
        UsageError: it is no bug hunt, it has no report, or it is nobody of the staff who asks.
    """
    if not actor.is_staff:
        raise UsageError("errors.triage-staff", member=actor.id)
    if module.brief.form is not ModuleForm.BUG_HUNT:
        raise UsageError("errors.triage-no-hunt", module=module.key)
    if not module.responses:
        raise UsageError("errors.triage-nothing", module=module.key)


def report_names(community: Community, module: Module) -> Iterator[NamedThing]:
    """Yield the reports of a bug hunt, by their reporters' names and by what they say."""
    for name, response in sorted(module.responses.items()):
        person = community.members.get(response.member)
        yield NamedThing(name, (person.name,) if person and person.name else ())


def triage_files(
    module: Module, actor: Member, day: date, report: str, values: Mapping[str, Any]
) -> Files:
    """Return the triage of a report; what was said before stays, unless it is said anew.

    A report that is no duplicate any more names no other, and one that is not fixed no version.
    """
    path, before = f"{module.folder}/triage/{report}.yml", module.triage.get(report)
    kept = {name: getattr(before, name) for name in _ORDER[3:]} if before else {}
    said = {name: value for name, value in values.items() if value not in (None, [], False)}
    record = {**kept, **said, "by": actor.id, "date": day}
    state = ReportState(record["state"])
    if state is not ReportState.DUPLICATE:
        record["duplicate_of"] = None
    if state is not ReportState.FIXED:
        record["fixed_in"] = None
    ordered = {name: record.get(name) or None for name in _ORDER}
    return {path: render_record(RecordKind.TRIAGE, path, ordered).encode()}
