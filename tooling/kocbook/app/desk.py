"""What waits on the desk of a staff role."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kocbook.app.session import Session

if TYPE_CHECKING:
    from kocbook.insight.duties.duty import Desk, Duty


def list_duties(session: Session, desk: Desk) -> list[Duty]:
    """List what waits on a desk, with the pages that the site holds back today.

    Raises:
        FaultyCommunityError: the settings have faults.
    """
    from kocbook.insight.duties.desks import find_duties

    community = session.community
    if session.as_of is None:  # of another day nobody knows what was held back
        from kocbook.app.findings import judge_everything
        from kocbook.rules.impact import find_held

        found = judge_everything(session).findings
        community = replace(community, held=find_held(found, community, session.day).held)
    return find_duties(community, session.facts, session.day, [desk])
