"""What project leads and planners change in records that stand: staff, budgets, the end of a brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.intake.acts.seats import edit_file, read_text
from kocbook.model.community import Module
from kocbook.model.handbook import Budget, Handbook
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import drop_field, render_record, set_field


def staff_files(root: Path, lead: Member, person: Member, roles: Sequence[str]) -> Files:
    """Return a member's record with these roles; with none, they are no staff any more.

    Raises:
        UsageError: it is no project lead who asks, or nothing would change.
    """
    _require_lead(lead)
    if sorted(roles) == sorted(person.staff):
        raise UsageError("errors.staff-same", member=person.id)
    text = read_text(root, person.path)
    edited = set_field(text, "staff", list(roles)) if roles else drop_field(text, "staff")
    return {person.path: edited.encode()}


def approve_budget(lead: Member, cash: int, currency: str, day: date) -> Budget:
    """Return the budget that the lead approves today, in whole units.

    Raises:
        UsageError: it is no project lead who asks.
    """
    _require_lead(lead)
    return Budget(cash=cash, currency=currency, approved_by=lead.id, approved=day)


def budget_files(root: Path, handbook: Handbook, budget: Budget) -> Files:
    """Return a blueprint with a budget that may be public."""
    return dict(edit_file(root, handbook.path, "budget", asdict(budget)))


def retire_files(root: Path, planner: Member, module: Module, day: date, reason: str) -> Files:
    """Return a brief that is taken back, with the reason.

    Raises:
        UsageError: it is nobody of the staff who asks, or it is taken back already.
    """
    _require_staff(planner)
    if module.brief.withdrawn is not None:
        raise UsageError("errors.retired-already", module=module.key)
    said = {"date": day, "reason": reason}
    return dict(edit_file(root, module.path, "withdrawn", said))


def supersede_files(root: Path, planner: Member, module: Module, successor: Module) -> Files:
    """Return a brief that another takes the place of.

    Raises:
        UsageError: it is nobody of the staff who asks, or both are the same or go round in a ring.
    """
    _require_staff(planner)
    if successor.key == module.key or successor.brief.superseded_by == module.key:
        raise UsageError("errors.supersede-self", module=module.key)
    return dict(edit_file(root, module.path, "superseded_by", successor.key))


def close_files(root: Path, module: Module, day: date) -> Files:
    """Return the brief of an activity whose last day is today."""
    return dict(edit_file(root, module.path, "closes", day))


def waiver_files(module: Module, by: Member, day: date, candidate: str, reason: str) -> Files:
    """Return the record of why somebody who touched a page is not credited.

    Raises:
        UsageError: it is nobody of the staff who asks, or one stands there for the same person.
    """
    _require_staff(by)
    if any(one.candidate == candidate for one in module.waivers):
        raise UsageError("errors.waiver-there", module=module.key, candidate=candidate)
    number = max((int(waiver.number) for waiver in module.waivers), default=0) + 1
    path = f"{module.folder}/waivers/{number}.yml"
    record = {"candidate": candidate, "reason": reason, "by": by.id, "date": day}
    return {path: render_record(RecordKind.WAIVER, path, record).encode()}


def _require_staff(actor: Member) -> None:
    if not actor.is_staff:
        raise UsageError("errors.staff-only", member=actor.id)


def _require_lead(actor: Member) -> None:
    if "project-lead" not in actor.staff:
        raise UsageError("errors.lead-only", member=actor.id)
