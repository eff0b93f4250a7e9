"""`koc codeowners`: who is asked to look at what, written for the hosting service."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.generated import tell_generated


@click.command(cls=KocCommand)
@click.option("--check", "checks", is_flag=True)
@click.pass_obj
def codeowners(session: Session, checks: bool) -> int:
    """Write CODEOWNERS from the staff's roles, or say whether it is current."""
    from kocbook.app.generated import render_owners, update_files

    made = update_files(session.folder, render_owners(session.community), checks)
    return tell_generated(session, "codeowners", made)
