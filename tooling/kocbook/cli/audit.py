"""`koc audit`: is everybody credited?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kocbook.cli.command import KocCommand
from kocbook.cli.options import format_option
from kocbook.cli.output import print_report, remark, remark_unreadable
from kocbook.cli.session import FaultyCommunityError, Session

if TYPE_CHECKING:
    from kocbook.insight.audit import Audit
    from kocbook.load.loader import LoadResult
    from kocbook.report.findings import Report


@click.command(cls=KocCommand)
@click.option("--head", metavar="REV")
@format_option(("text", "github", "json", "sarif", "markdown"))
@click.pass_obj
def audit(session: Session, head: str | None, output: str) -> int:
    """Say who had a hand in a page and is not credited; exit with 1 if anybody is missing."""
    from kocbook.load.git_tree import GitTree
    from kocbook.load.loader import load_community

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


def find_missing(session: Session, loaded: LoadResult, revision: str) -> tuple[Report, Audit, int]:
    """Return who is missing as a report, what was looked at, and how many commits.

    Raises:
        FaultyCommunityError: the settings have faults.
        KocError: the clone is shallow, or there is no history.
    """
    from kocbook.cli.history import audit_history
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
