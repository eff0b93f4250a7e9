"""Rules about the calendar: dates in their order, and briefs that name dates which are there."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("campaign")


@rule("campaign-ends-first", Severity.ERROR, Reach.MODULE)
def campaign_ends_first(context: Context) -> Iterator[Hit]:
    """A date of the calendar ends before it starts."""
    for campaign in context.community.campaigns.values():
        if campaign.ends and campaign.ends < campaign.starts:
            data = {"title": campaign.title, "starts": campaign.starts, "ends": campaign.ends}
            yield at(campaign.path, "ends"), data


@rule("campaign-unknown", Severity.ERROR, Reach.MODULE)
def campaign_unknown(context: Context) -> Iterator[Hit]:
    """A brief is made for a date that the calendar does not have."""
    community = context.community
    for module in context.modules:
        name = module.brief.campaign
        if name is not None and not community.knows_campaign(name):
            yield at(module.path, "campaign"), {"name": name}
