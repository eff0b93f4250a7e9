"""Every file of rules: importing them all is what fills the list."""

from __future__ import annotations

from importlib import import_module

FILES = (
    "briefs",
    "claims",
    "content",
    "dates",
    "handbooks",
    "hard_text",
    "invitations",
    "judgings",
    "media",
    "members",
    "modules",
    "paths",
    "payouts",
    "privacy",
    "questions",
    "reading",
    "recognition",
    "references",
    "responses",
    "reuse",
    "reviews",
    "services",
    "settings",
    "signoffs",
    "site_config",
    "triage",
)


def load_rules() -> None:
    """Import every file of rules, so that its decorators add them."""
    for name in FILES:
        import_module(f"kocbook.rules.{name}")
