"""The rule about pictures that tell more than they show: looking into them is not a rule's part."""

from __future__ import annotations

from collections.abc import Mapping

from kocbook.base.finding import Finding, Location, Severity
from kocbook.rules.registry import Rule, add_rule

RULE = Rule(
    "media-tells",
    Severity.ERROR,
    "media",
    "A request adds a picture or video that tells its place, its device or something else unseen.",
    None,
)
add_rule(RULE)


def report_told(told: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each path in `told`; its value is what the file tells ("place", …)."""
    return [
        Finding(
            RULE.id,
            RULE.severity,
            Location(path, 1, 1),
            {"name": path.rpartition("/")[2], "variant": "place" if kind == "place" else ""},
        )
        for path, kind in sorted(told.items())
    ]
