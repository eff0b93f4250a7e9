"""What a build says: that it waits, what it holds back, what it does without, and where the site is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.cli.ui.output import print_report, remark

if TYPE_CHECKING:
    from kocbook.app.build import BuildListener, SiteCheck
    from kocbook.model.held import Impact
    from kocbook.site.publish.dead_links import DeadLink

_MOST_PATHS = 5


def show_build(session: Session, output: str) -> BuildListener:
    """Return what shows the course of a build; with `output` "github", to the hosting service too."""
    from kocbook.app.build import BuildListener

    return BuildListener(
        waits=lambda: remark(session, "cli.build.waiting"),
        checked=lambda found: _show_check(session, found, output),
    )


def _show_check(session: Session, found: SiteCheck, output: str) -> None:
    """Say what a check found: why nothing is built, or what is held back of it."""
    if found.is_stopped:
        print_report(session, found.report, "text")
        why = "stopped" if found.holding.stopping else "stopped-strict"
        remark(session, f"cli.build.{why}")
        return
    for reason in found.report.unseen:
        remark(session, f"cli.check.unseen.{reason}")
    if found.report.warnings:
        remark(session, "cli.build.warnings", n=found.report.warnings)
    _tell_held(session, found.holding, output)


def _tell_held(session: Session, holding: Impact, output: str) -> None:
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


def remark_lacking(session: Session) -> None:
    """Say what the site does without, where the chart library or a Chinese font is missing."""
    from kocbook.app.build import find_lacking

    for name in find_lacking():
        remark(session, f"cli.build.no-{name}")


def remark_dead_links(session: Session, links: Sequence[DeadLink]) -> None:
    """List the links of contributed texts that lead nowhere."""
    if links:
        remark(session, "cli.build.dead-links", n=len(links))
    for link in links:
        remark(session, "cli.build.dead-link", page=f"content/{link.page}", target=link.target)


def shown_folder(folder: Path) -> str:
    """Return a folder as a person here would write it."""
    here = Path.cwd()
    return str(folder.relative_to(here) if folder.is_relative_to(here) else folder)
