"""The calendar: looking at it, and writing a date into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kocbook.app.session import Session
from kocbook.app.write import ActDraft, Writer

if TYPE_CHECKING:
    from kocbook.insight.calendar import CampaignFacts


def list_dates(session: Session, everything: bool) -> list[CampaignFacts]:
    """List the dates of the calendar; those that are over or cancelled with `everything` alone.

    Raises:
        FaultyCommunityError: the settings have faults.
    """
    from kocbook.insight.calendar import Phase, list_campaigns

    gone = () if everything else (Phase.OVER, Phase.CANCELLED)
    listed = list_campaigns(session.community, session.facts, session.day)
    return [one for one in listed if one.phase not in gone]


def draft_campaign(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a date of the calendar.

    `values` are the answers to the questions of `koc new campaign`, by their names.

    Raises:
        UsageError: it ends before it starts, or it is no planner or lead who asks.
    """
    from kocbook.intake.acts.calendar import campaign_files

    files = campaign_files(writer.member, writer.session.day, values)
    data = {"title": values["title"], "starts": values["starts"].isoformat()}
    return ActDraft(f"new/campaign-{values['id']}", files, data)
