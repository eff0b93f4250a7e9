"""Rules that no single tree of records can break: those of the audit, of releases and of generated files."""

from __future__ import annotations

from kocbook.base.finding import Severity
from kocbook.rules.registry import Rule

_RULES: dict[str, Rule] = {
    rule_id: Rule(rule_id, severity, record, doc, None)
    for rule_id, severity, record, doc in (
        (
            "audit-uncredited",
            Severity.ERROR,
            "module",
            "A member had a hand in a page and is not credited there.",
        ),
        (
            "audit-stranger",
            Severity.ERROR,
            "module",
            "Somebody whom no member record names had a hand in a page.",
        ),
        (
            "owners-outdated",
            Severity.ERROR,
            "file",
            "CODEOWNERS does not ask those who have the staff roles now.",
        ),
        (
            "forms-outdated",
            Severity.ERROR,
            "file",
            "An issue form does not offer what the settings say now.",
        ),
        (
            "release-differs",
            Severity.ERROR,
            "file",
            "A release that is built again is not what its lock says.",
        ),
        (
            "release-other-tool",
            Severity.WARNING,
            "file",
            "A release is built again by another version of the tool.",
        ),
        (
            "release-hidden-name",
            Severity.ERROR,
            "file",
            "A release shows the name of somebody who hides it now.",
        ),
    )
}


def all_rules_apart() -> tuple[Rule, ...]:
    """List these rules, sorted by id."""
    return tuple(_RULES[rule_id] for rule_id in sorted(_RULES))


def severity_of(rule_id: str) -> Severity:
    """Return how much one of these rules weighs.

    Raises:
        KeyError: there is no such rule.
    """
    return _RULES[rule_id].severity
