"""A date of the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.intake.acts.new_id import require_new_id
from kocbook.intake.acts.spell_id import spell_id
from kocbook.model.community import Community
from kocbook.model.enums import StaffRole
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record

_ORDER = ("title", "kind", "starts", "ends", "lead_days", "about", "url", "by", "date")


def require_new_campaign(community: Community, name: str) -> str:
    """Return an id that no date of the calendar has.

    Raises:
        UsageError: it is no id, or is taken.
    """
    return require_new_id(name, is_taken=community.knows_campaign(name))


def free_campaign_id(community: Community, title: str) -> str | None:
    """Return an id made of a title that no date of the calendar has; None where none can be made."""
    return spell_id(title, set(community.campaigns))


def campaign_files(by: Member, day: date, values: Mapping[str, Any]) -> Files:
    """Return the record of a date.

    Raises:
        UsageError: it ends before it starts, or it is no planner or lead who asks.
    """
    if not {StaffRole.CONTENT_PLANNER, StaffRole.PROJECT_LEAD} & set(by.staff):
        raise UsageError("errors.planner-only", member=by.id)
    if values["ends"] and values["ends"] < values["starts"]:
        raise UsageError("errors.campaign-order", starts=values["starts"], ends=values["ends"])
    path = f"plan/campaigns/{values['id']}.yml"
    record = {**values, "lead_days": values["lead-days"], "by": by.id, "date": day}
    ordered = {name: record.get(name) for name in _ORDER}
    return {path: render_record(RecordKind.CAMPAIGN, path, ordered).encode()}
