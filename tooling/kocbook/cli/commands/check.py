"""`koc check`: is everything in order, and may this person change that?"""

from __future__ import annotations

import click

from kocbook.app.check import (
    check_everything,
    check_merged,
    check_request,
    check_revision,
)
from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import format_option
from kocbook.cli.ui.output import print_report
from kocbook.report.findings import Report


@click.command(cls=KocCommand)
@click.option("--base", metavar="REV")
@click.option("--head", metavar="REV")
@click.option("--actor", metavar="LOGIN[:ID]")
@click.option("--approved", metavar="LOGIN[:ID]", multiple=True)
@click.option("--fix", "fixes", is_flag=True)
@click.option("--dry-run", "is_dry", is_flag=True)
@format_option(("text", "github", "json", "sarif", "markdown"))
@click.pass_obj
def check(
    session: Session,
    base: str | None,
    head: str | None,
    actor: str | None,
    approved: tuple[str, ...],
    fixes: bool,
    is_dry: bool,
    output: str,
) -> int:
    """Check every record, page and picture; exit with 1 if there are errors."""
    if is_dry and not fixes:
        raise UsageError("errors.dry-run-alone")
    if fixes:
        if any((base, head, actor, approved)):
            raise UsageError("errors.fix-tree-only")
        from kocbook.cli.ui.renewal import fix

        session = fix(session, is_dry, beside=output != "text")
    report = _choose(session, base, head, actor, approved)
    print_report(session, report, output)
    return 1 if report.errors else 0


def _choose(
    session: Session,
    base: str | None,
    head: str | None,
    actor: str | None,
    approved: tuple[str, ...],
) -> Report:
    """Check the working tree, one revision (--head), or a request (--base, --head and --actor).

    With --base and --head alone, the revision is checked, and what was merged into it since.

    The settings are those of the base: its frozen day, its language, its limits.
    """
    if session.starts_in_private:
        return _check_private(session, base, head, actor, approved)
    session.revision = base or head
    if base is not None and head is not None and actor is not None:
        return check_request(session, base, head, actor, approved)
    if base is not None and head is not None:
        return check_merged(session, base, head, approved)
    if base is not None or actor is not None or approved:
        raise UsageError("errors.check-request-incomplete")
    return check_everything(session) if head is None else check_revision(session, head)


def _check_private(
    session: Session,
    base: str | None,
    head: str | None,
    actor: str | None,
    approved: tuple[str, ...],
) -> Report:
    """Check the private repository as it stands, or a request to it."""
    from kocbook.app.private_check import check_private, check_private_request

    if base is not None and head is not None and actor is not None:
        return check_private_request(session, base, head, actor, approved)
    if any((base, head, actor, approved)):
        raise UsageError("errors.check-request-incomplete")
    return check_private(session)
