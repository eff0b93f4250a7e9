"""Rules about what stands inside pictures and videos: looking into them is not a rule's part."""

from __future__ import annotations

from collections.abc import Mapping

from kocbook.base.finding import Finding, Location, Severity
from kocbook.rules.registry import Rule, add_rule

RULE = Rule(
    "media-tells",
    Severity.ERROR,
    "media",
    "A picture or video tells its place, its device or something else unseen.",
    None,
)
VAST = Rule(
    "media-pixels",
    Severity.ERROR,
    "media",
    "A picture has more pixels than are decoded.",
    None,
)
add_rule(RULE)
add_rule(VAST)


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


def report_vast(vast: Mapping[str, tuple[int, int]], most: int) -> list[Finding]:
    """Return a finding for each path in `vast`; its value is the width and height in pixels."""
    return [
        Finding(
            VAST.id,
            VAST.severity,
            Location(path, 1, 1),
            {"name": path.rpartition("/")[2], "width": wide, "height": high}
            | {"max": most // 1_000_000},
        )
        for path, (wide, high) in sorted(vast.items())
    ]
