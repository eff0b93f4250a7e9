"""The kinds of contribution of all-contributors (https://allcontributors.org, its emoji key)."""

from __future__ import annotations

CONTRIBUTION_TYPES = frozenset(
    [
        "a11y",
        "audio",
        "blog",
        "bug",
        "business",
        "code",
        "content",
        "data",
        "design",
        "doc",
        "eventOrganizing",
        "example",
        "financial",
        "fundingFinding",
        "ideas",
        "infra",
        "maintenance",
        "mentoring",
        "platform",
        "plugin",
        "projectManagement",
        "promotion",
        "question",
        "research",
        "review",
        "security",
        "talk",
        "test",
        "tool",
        "translation",
        "tutorial",
        "userTesting",
        "video",
    ]
)
USUAL_TYPE = "content"
"""What a role counts as that names no kind: everybody stands in the list."""
