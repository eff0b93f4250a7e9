"""Is everybody credited? Find who is not, and write the records that put it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kocbook.app.session import FaultyCommunityError, Session

if TYPE_CHECKING:
    from kocbook.insight.audit import Audit
    from kocbook.intake.acts.audit_records import AuditDraft
    from kocbook.model.people import Member
    from kocbook.records.loader import LoadResult
    from kocbook.report.findings import Report


@dataclass(frozen=True, slots=True)
class CreditCheck:
    """Who is missing, as a report; what was looked at; and how many commits were read."""

    report: Report
    audit: Audit
    commits: int


def check_credits(session: Session, revision: str | None = None) -> CreditCheck:
    """Return who had a hand in a page and is credited nowhere, at a revision or in the working tree.

    Raises:
        UsageError: there is no such revision.
        FaultyCommunityError: the settings have faults.
        KocError: the clone is shallow, or there is no history.
    """
    if revision is None:
        return _check(session, session.loaded, "HEAD")
    from kocbook.git.revision_tree import GitTree
    from kocbook.records.loader import load_community

    with GitTree(session.folder, revision) as tree:
        return _check(session, load_community(tree), revision)


def _check(session: Session, loaded: LoadResult, revision: str) -> CreditCheck:
    from kocbook.app.history import audit_history
    from kocbook.report.prepare import prepare_report
    from kocbook.rules.audit import iter_audit_findings

    community = loaded.community
    if community is None:
        raise FaultyCommunityError("errors.community-unreadable")
    found, commits = audit_history(session, community, revision)
    findings = list(iter_audit_findings(community, found, session.day))
    return CreditCheck(prepare_report(loaded, findings, session.texts), found, commits)


def propose_credits(
    session: Session, by: Member, waived: Mapping[str, str]
) -> tuple[AuditDraft, Audit]:
    """Return the records that close the gaps, written by a member, and what was looked at.

    `waived` maps names, logins or addresses of those who are not to be credited to a reason.

    Raises:
        UsageError: `by` may not propose this, or a waiver names nobody who is missing.
        FaultyCommunityError: the settings have faults.
        KocError: the clone is shallow, or there is no history.
    """
    from kocbook.intake.acts.audit_records import propose_records
    from kocbook.rules.audit import shorten_evidence

    def say_evidence(evidence: Sequence[str]) -> str:
        return session.texts("cli.audit.evidence", evidence=shorten_evidence(evidence))

    found = check_credits(session).audit
    reasons = {name.casefold(): reason for name, reason in waived.items()}
    proposal = propose_records(
        session.folder, session.community, found.gaps, by, session.day, reasons, say_evidence
    )
    return proposal, found
