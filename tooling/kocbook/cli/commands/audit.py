"""`koc audit`: is everybody credited?"""

from __future__ import annotations

from collections.abc import Mapping

import click

from kocbook.app.audit import CreditCheck, check_credits, propose_credits
from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import OneOf, format_option
from kocbook.cli.ui.output import print_report, remark, remark_unreadable
from kocbook.cli.ui.writing import Writing, member_option, open_option, say
from kocbook.model.enums import WaiverReason

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
    if propose or waive:
        if head is not None or output != "text":
            raise UsageError("errors.propose-alone")
        return _propose(session, Writing(session, "audit.propose", opens, member), dict(waive))
    found = check_credits(session, head)
    if found.report.findings or output != "text":
        print_report(session, found.report, output)
    else:
        _say_clean(session, found)
    if head is None:
        remark_unreadable(session)
    return 1 if found.report.errors else 0


def _propose(session: Session, writing: Writing, waived: Mapping[str, str]) -> int:
    """Write the records that close the gaps, for one request."""
    by = writing.member
    proposal, found = propose_credits(session, by, waived)

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
    return writing.submit(f"credits/{session.day}-{by.id}", proposal.files, data, tell=tell)


def _say_clean(session: Session, found: CreditCheck) -> None:
    rules = session.community.settings.audit
    kind = "records" if rules.history == "records" else "whole"
    data = {"pages": found.audit.pages, "people": found.audit.people, "commits": found.commits}
    click.echo(session.texts(f"cli.audit.{kind}", **data))
    if kind == "whole" and rules.since:
        remark(session, "cli.audit.since", since=rules.since)
