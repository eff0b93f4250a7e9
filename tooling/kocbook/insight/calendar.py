"""The calendar on one day: how far each campaign is, and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.model.enums import State
from kocbook.model.plan import Campaign


class Phase(StrEnum):
    """How far a date of the calendar is."""

    RUNNING = "running"
    PREPARING = "preparing"
    AHEAD = "ahead"
    OVER = "over"
    CANCELLED = "cancelled"

    @property
    def is_current(self) -> bool:
        """True where planners have something to do with it."""
        return self in (Phase.RUNNING, Phase.PREPARING)


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """A campaign on one day: the keys of the modules that are made for it, drafts among them.

    `days` are those to its first day while it is ahead, and to its last day while it runs;
    0 once it is over.
    """

    campaign: Campaign
    phase: Phase
    days: int
    modules: tuple[str, ...] = ()


_DROPPED = (State.WITHDRAWN, State.SUPERSEDED, State.DECLINED)


def phase_of(campaign: Campaign, as_of: date) -> Phase:
    """Return how far a campaign is on a day."""
    if campaign.cancelled:
        return Phase.CANCELLED
    if as_of > campaign.last_day:
        return Phase.OVER
    if as_of >= campaign.starts:
        return Phase.RUNNING
    return Phase.PREPARING if as_of >= campaign.prepared_from else Phase.AHEAD


def list_campaigns(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> list[CampaignFacts]:
    """List the campaigns by their first day; what was taken back or replaced hangs on none."""
    made: dict[str, list[str]] = {}
    for key, one in sorted(facts.items()):
        if one.module.brief.campaign and one.state not in _DROPPED:
            made.setdefault(one.module.brief.campaign, []).append(key)
    ordered = sorted(community.campaigns.values(), key=lambda one: (one.starts, one.id))
    return [
        CampaignFacts(one, phase_of(one, as_of), _days(one, as_of), tuple(made.get(one.id, ())))
        for one in ordered
    ]


def _days(campaign: Campaign, as_of: date) -> int:
    end = campaign.starts if as_of < campaign.starts else campaign.last_day
    return max((end - as_of).days, 0)
