"""`koc forms`: the forms for people who know no Git, written for the hosting service."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.generated import tell_generated


@click.command(cls=KocCommand)
@click.option("--check", "checks", is_flag=True)
@click.pass_obj
def forms(session: Session, checks: bool) -> int:
    """Write the issue forms from schemas, texts and skills, or say whether they are current."""
    from kocbook.app.generated import render_forms, update_files

    made = update_files(session.folder, render_forms(session.community), checks)
    return tell_generated(session, "forms", made)
