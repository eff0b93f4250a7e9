"""Asks every rule about a community and collects what it finds."""

from __future__ import annotations

from datetime import date

from kocbook.base.finding import Finding
from kocbook.model.community import Community
from kocbook.rules.context import Context
from kocbook.rules.registry import all_rules


def check_community(community: Community, as_of: date) -> list[Finding]:
    """Return what all rules find in `community` on the day `as_of`, in the order of the rules."""
    context = Context(community, as_of)
    return [
        Finding(rule.id, rule.severity, location, data)
        for rule in all_rules()
        if rule.check is not None
        for location, data in rule.check(context)
    ]
