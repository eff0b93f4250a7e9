"""Reading who had a hand in what: from the whole history, or from records alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kocbook.app.session import Session

if TYPE_CHECKING:
    from kocbook.base.finding import Finding
    from kocbook.git.history import Commit
    from kocbook.insight.audit import Audit
    from kocbook.insight.authorship import Hands
    from kocbook.model.community import Community
    from kocbook.model.settings import AuditRules


def audit_history(session: Session, community: Community, revision: str) -> tuple[Audit, int]:
    """Return who is missing from the pages of a community, and how many commits were read.

    Raises:
        KocError: the clone is shallow, or there is no history.
    """
    from kocbook.insight.audit import audit_credits
    from kocbook.insight.state import all_facts

    hands, commits = _read_hands(session, community.settings.audit, revision)
    return audit_credits(community, all_facts(community, session.day), hands), commits


def find_gaps(session: Session, community: Community, revision: str) -> list[Finding]:
    """Return a finding for each who is missing from a page.

    Raises:
        KocError: the clone is shallow, or there is no history.
    """
    from kocbook.rules.audit import iter_audit_findings

    found, _ = audit_history(session, community, revision)
    return list(iter_audit_findings(community, found, session.day))


def _read_hands(session: Session, rules: AuditRules, revision: str) -> tuple[dict[str, Hands], int]:
    """Return who had a hand in which file, and how many commits were read."""
    if rules.history == "records":
        return {}, 0
    from kocbook.git.history import iter_history, require_whole_history
    from kocbook.insight.authorship import find_hands

    count = 0

    def counted() -> Iterator[tuple[Commit, bool]]:
        nonlocal count
        for commit in iter_history(session.folder, revision):
            count += 1
            yield commit, rules.since is None or commit.day >= rules.since

    with session.progress() as report:
        report("history")
        require_whole_history(session.folder)
        return find_hands(counted()), count
