"""Every file of rules: importing them all is what fills the list."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kocbook.base.compiled import compile_once
from kocbook.base.finding import Severity
from kocbook.rules.registry import Origin, Rule, all_rules

FILES = (
    "briefs",
    "campaigns",
    "carried",
    "citations",
    "claims",
    "content",
    "copied",
    "dates",
    "figures",
    "events",
    "gifts",
    "handbooks",
    "media_metadata",
    "invitations",
    "judgings",
    "loans",
    "lost_content",
    "media",
    "members",
    "module_links",
    "modules",
    "parts",
    "outcomes",
    "offers",
    "paths",
    "payouts",
    "pins",
    "privacy",
    "private",
    "proposals",
    "questions",
    "recognition",
    "references",
    "responses",
    "reuse",
    "reviews",
    "services",
    "settings",
    "shown",
    "signoffs",
    "site_config",
    "translations",
    "triage",
)


def load_rules() -> None:
    """Import every file of rules, so that its decorators add them."""
    for name in FILES:
        import_module(f"kocbook.rules.{name}")


def describe_rules() -> dict[str, Rule]:
    """Return every rule by id, without its check: for telling about rules, not for checking.

    Quick, for no file of rules is imported where none has changed.
    """
    folder = Path(__file__).parent
    files = sorted((*folder.glob("*.py"), folder / "declared.yml"))
    kept = compile_once("rules", files, _list_rules)
    return {
        row[0]: Rule(row[0], Severity(row[1]), row[2], row[3], None, origin=Origin(row[4]))
        for row in kept
    }


def _list_rules() -> list[list[str]]:
    return [
        [rule.id, str(rule.severity), rule.record, rule.doc, str(rule.origin)]
        for rule in all_rules()
    ]
