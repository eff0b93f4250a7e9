"""Which signatures of commits are programs': their runs are nobody's work, and need no waiver a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kocbook.git.history import Signature

USUAL_ROBOTS = (
    # Applications on GitHub sign so: dependabot, github-actions, renovate, and all that come.
    "*[bot]@users.noreply.*",
    # GitLab's tokens of projects and groups.
    "project_*_bot*@noreply.*",
    "group_*_bot*@noreply.*",
    # Assistants that write code and texts, as their trailers name them.
    "noreply@anthropic.com",
    "copilot@github.com",
    "*+copilot@users.noreply.github.com",
    "copilot@users.noreply.github.com",
    "codex@openai.com",
    "noreply@openai.com",
    "cursoragent@cursor.com",
    "noreply@cursor.com",
    "aider@aider.chat",
    "amp@ampcode.com",
    # Older ways of signing, before applications had accounts.
    "action@github.com",
    "actions@github.com",
    "github-actions@github.com",
    "noreply@github.com",
    "support@dependabot.com",
    "bot@renovateapp.com",
    "snyk-bot@snyk.io",
    "semantic-release-bot@martynus.net",
    "travis@travis-ci.org",
    "hosted@weblate.org",
)
"""Addresses of programs that many repositories know, with `*` for any signs."""


class Robots:
    """Tells programs by their addresses, or by their names where a community lists these."""

    def __init__(self, listed: Iterable[str] = ()) -> None:
        """Know the usual ones and those that a community `listed`, by name or address."""
        patterns = {pattern.strip().casefold() for pattern in (*USUAL_ROBOTS, *listed)} - {""}
        ways = (re.escape(pattern).replace(r"\*", ".*") for pattern in sorted(patterns))
        self._pattern = re.compile("|".join(ways), re.DOTALL)

    def __contains__(self, signature: Signature) -> bool:
        """True where its address or its name is a program's."""
        said = (signature.email, signature.name)
        return any(self._pattern.fullmatch(one.strip().casefold()) for one in said)
