"""What a build says of the pages that it holds back, and whether it goes on."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.output import print_report, remark
from kocbook.report.findings import Report
from kocbook.rules.impact import Impact

_MOST_PATHS = 5


def may_publish(session: Session, report: Report, holding: Impact, strict: bool) -> bool:
    """Say what a check found, and return whether there is a site to be made of it.

    Only what endangers every page stops it; with `strict`, every error does.
    """
    if holding.stopping or (strict and report.errors):
        print_report(session, report, "text")
        remark(session, "cli.build.stopped" if holding.stopping else "cli.build.stopped-strict")
        return False
    for reason in report.unseen:
        remark(session, f"cli.check.unseen.{reason}")
    if report.warnings:
        remark(session, "cli.build.warnings", n=report.warnings)
    return True


def tell_held(session: Session, holding: Impact, output: str) -> None:
    """List the pages that are held back, for people and as `output` "github" for the service."""
    held = holding.held
    pages = {
        **{f"{key}/": page for key, page in {**held.handbooks, **held.modules}.items()},
        **{f"people/{member}/": page for member, page in held.members.items()},
    }
    if pages:
        remark(session, "cli.build.held", n=len(pages))
    for name, page in pages.items():
        remark(session, "cli.build.held-page", page=name, n=page.faults)
    if held.hidden:
        remark(session, "cli.build.hidden", n=len(held.hidden))
    dropped = sorted(path for path in held.dropped if not path.startswith("modules/"))
    if dropped:
        remark(session, "cli.build.dropped", n=len(dropped), paths=dropped[:_MOST_PATHS])
    if holding.beside:
        remark(session, "cli.build.beside", n=len(holding.beside))
    if holding.beside or held:
        remark(session, "cli.build.mend")
    if output == "github":
        from kocbook.report.findings_github import render_held

        for line in render_held(held, session.texts):
            click.echo(line)
