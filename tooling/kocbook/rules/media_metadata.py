"""Rules about what stands inside pictures and videos: looking into them is not a rule's part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kocbook.base.finding import Finding, Location, Severity
from kocbook.rules.registry import Rule, add_rule

RULE = Rule(
    "media-tells",
    Severity.ERROR,
    "media",
    "A picture, video or captions tell something unseen: cleaning them would change them.",
    None,
)
VAST = Rule(
    "media-pixels",
    Severity.ERROR,
    "media",
    "A picture has more pixels than are decoded.",
    None,
)
CLOSED = Rule(
    "media-closed",
    Severity.ERROR,
    "media",
    "A picture or video is damaged or coded so that nobody can look into it.",
    None,
)
_CLOSED = frozenset({"hevc", "codec", "fragments"})
add_rule(RULE)
add_rule(CLOSED)
add_rule(VAST)


def report_metadata(told: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Return a finding for each path in `told`; its value is what the file tells ("place", …)."""
    return [
        Finding(
            RULE.id,
            RULE.severity,
            Location(path, 1, 1),
            {"name": path.rpartition("/")[2], "path": path, "told": tuple(kinds)},
        )
        for path, kinds in sorted(told.items())
    ]


def report_unreadable(refused: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each path that cannot be cleaned; its value says why ("damaged", …)."""
    return [
        Finding(
            CLOSED.id,
            CLOSED.severity,
            Location(path, 1, 1),
            {"name": path.rpartition("/")[2], "variant": kind if kind in _CLOSED else ""},
        )
        for path, kind in sorted(refused.items())
    ]


def report_oversized(vast: Mapping[str, tuple[int, int]], most: int) -> list[Finding]:
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
