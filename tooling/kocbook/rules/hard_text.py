"""The rule about texts that cannot be rendered: trying them is the site's part, not a rule's."""

from __future__ import annotations

from collections.abc import Iterable

from kocbook.base.finding import Finding, Location, Severity
from kocbook.rules.registry import Rule, add_rule

RULE = Rule(
    "content-too-hard",
    Severity.ERROR,
    "content",
    "A text keeps Markdown busy without end, or makes it fail.",
    None,
)
add_rule(RULE)
_UNREAD = frozenset({"file-encoding", "file-too-large", "text-control-character"})
"""Faults of a text as a file: it is not read at all."""


def is_set_aside(rule: str, path: str) -> bool:
    """True for a fault of one text that a notice on its page stands in for: the rest is published."""
    is_text = path.startswith("content/") and path.endswith("/index.md")
    return rule == RULE.id or (rule in _UNREAD and is_text)


def report_hard_texts(keys: Iterable[str]) -> list[Finding]:
    """Return a finding for the text of each module in `keys`."""
    return [
        Finding(RULE.id, RULE.severity, Location(f"content/{key}/index.md", 1, 1), {})
        for key in sorted(keys)
    ]
