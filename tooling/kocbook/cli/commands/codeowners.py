"""`koc codeowners`: who is asked to look at what, written for the hosting service."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.output import remark

_PATH = ".github/CODEOWNERS"


@click.command(cls=KocCommand)
@click.option("--check", "checks", is_flag=True)
@click.pass_obj
def codeowners(session: Session, checks: bool) -> int:
    """Write CODEOWNERS from the staff's roles, or say whether it is current."""
    from kocbook.insight.code_owners import find_code_owners
    from kocbook.report.code_owners import render_code_owners

    text = render_code_owners(find_code_owners(session.community))
    file = session.folder / _PATH
    current = file.read_text(encoding="utf-8") if file.is_file() else None
    is_current = current == text
    if not is_current and not checks:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    state = "current" if is_current else "outdated" if checks else "written"
    remark(session, f"cli.codeowners.{state}", path=_PATH)
    return 1 if state == "outdated" else 0
