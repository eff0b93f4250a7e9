"""`koc forms`: the forms for people who know no Git, written for the hosting service."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.output import remark


@click.command(cls=KocCommand)
@click.option("--check", "checks", is_flag=True)
@click.pass_obj
def forms(session: Session, checks: bool) -> int:
    """Write the issue forms from schemas, texts and skills, or say whether they are current."""
    from kocbook.report.issue_forms import render_issue_forms

    outdated = False
    for path, text in render_issue_forms(session.community.settings).items():
        file = session.folder / path
        is_current = file.is_file() and file.read_text(encoding="utf-8") == text
        if not is_current and not checks:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        outdated |= checks and not is_current
        state = "current" if is_current else "outdated" if checks else "written"
        remark(session, f"cli.forms.{state}", path=path)
    return int(outdated)
