"""`koc audit`: is everybody credited?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from kocbook.app.session import FaultyCommunityError, Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import OneOf, format_option
from kocbook.cli.ui.output import print_report, remark, remark_unreadable
from kocbook.cli.ui.writing import Writing, member_option, open_option, say
from kocbook.model.enums import WaiverReason

if TYPE_CHECKING:
    from kocbook.insight.audit import Audit
    from kocbook.records.loader import LoadResult
    from kocbook.report.findings import Report


_REASONS = tuple(str(reason) for reason in WaiverReason)


@click.command(cls=KocCommand)
@click.option("--head", metavar="REV")
@click.option("--propose", is_flag=True)
@click.option("--waive", type=(str, OneOf(_REASONS)), multiple=True, metavar="WHO REASON")
@member_option
@open_option
@format_option(("text", "github", "json", "sarif", "markdown"))
@click.pass_obj
def audit(
    session: Session,
    head: str | None,
    propose: bool,
    waive: tuple[tuple[str, str], ...],
    member: str | None,
    opens: bool,
    output: str,
) -> int:
    """Say who had a hand in a page and is not credited; exit with 1 if anybody is missing.

    With `--propose`, write the credits, and the waivers that are asked for, on a branch instead.
    """
    from kocbook.git.revision_tree import GitTree
    from kocbook.records.loader import load_community

    if propose or waive:
        if head is not None or output != "text":
            raise UsageError("errors.propose-alone")
        return _propose(session, Writing(session, "audit.propose", opens, member), dict(waive))
    if head is None:
        code = _audit(session, session.loaded, "HEAD", output)
        remark_unreadable(session)
        return code
    with GitTree(session.folder, head) as tree:
        return _audit(session, load_community(tree), head, output)


def _audit(session: Session, loaded: LoadResult, revision: str, output: str) -> int:
    report, found, commits = find_missing(session, loaded, revision)
    if report.findings or output != "text":
        print_report(session, report, output)
    else:
        _say_clean(session, found, commits)
    return 1 if report.errors else 0


def _propose(session: Session, writing: Writing, waived: Mapping[str, str]) -> int:
    """Write the records that close the gaps, for one request."""
    from kocbook.intake.acts.audit_records import propose_records
    from kocbook.rules.audit import shorten_evidence

    def say_evidence(evidence: Sequence[str]) -> str:
        return session.texts("cli.audit.evidence", evidence=shorten_evidence(evidence))

    _, found, _ = find_missing(session, session.loaded, "HEAD")
    by, day = writing.member, session.day
    reasons = {name.casefold(): reason for name, reason in waived.items()}
    proposal = propose_records(
        session.folder, session.community, found.gaps, by, day, reasons, say_evidence
    )

    def tell() -> None:
        for kind, gaps in (("own", proposal.own), ("left", proposal.left)):
            names = list(dict.fromkeys(gap.candidate.key for gap in gaps))
            if names:
                say(session, f"cli.audit.propose.{kind}", names=names, n=len(gaps))

    if not proposal.files:
        tell()
        say(session, "cli.audit.propose.nothing")
        return 1 if found.gaps else 0
    data = {"credits": proposal.credits, "waivers": proposal.waivers}
    return writing.submit(f"credits/{day}-{by.id}", proposal.files, data, tell=tell)


def find_missing(session: Session, loaded: LoadResult, revision: str) -> tuple[Report, Audit, int]:
    """Return who is missing as a report, what was looked at, and how many commits.

    Raises:
        FaultyCommunityError: the settings have faults.
        KocError: the clone is shallow, or there is no history.
    """
    from kocbook.app.history import audit_history
    from kocbook.report.prepare import prepare_report
    from kocbook.rules.audit import iter_audit_findings

    community = loaded.community
    if community is None:
        raise FaultyCommunityError("errors.community-unreadable")
    found, commits = audit_history(session, community, revision)
    findings = list(iter_audit_findings(community, found, session.day))
    return prepare_report(loaded, findings, session.texts), found, commits


def _say_clean(session: Session, audit: Audit, commits: int) -> None:
    rules = session.community.settings.audit
    kind = "records" if rules.history == "records" else "whole"
    data = {"pages": audit.pages, "people": audit.people, "commits": commits}
    click.echo(session.texts(f"cli.audit.{kind}", **data))
    if kind == "whole" and rules.since:
        remark(session, "cli.audit.since", since=rules.since)
