"""Explained teams for the open seats of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kocbook.app.session import Session

if TYPE_CHECKING:
    from kocbook.insight.match import Match


def find_teams(session: Session, module: str, most: int = 3, newcomers: bool = False) -> Match:
    """Return at most `most` teams, the best first, each with the reasons for it.

    With `newcomers`, those without accepted work are given a chance on seats whose skills they name
    or want to learn.

    Raises:
        MissingPartError: the extra `match` is not installed.
        UsageError: there is no such module.
        FaultyCommunityError: the settings have faults.
    """
    from kocbook.base.extras import Extra, require
    from kocbook.insight.match import match_teams

    require(Extra.MATCH)
    key = session.find_module(module).key
    return match_teams(session.community, session.facts, key, session.day, most, newcomers)
