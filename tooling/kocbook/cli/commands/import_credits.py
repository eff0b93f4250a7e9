"""`koc import`: credits of another project, as proposals."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE, DeliveredFile
from kocbook.cli.ui.writing import Writing, member_option, open_option, say


@click.command("import", cls=KocCommand)
@click.argument("file", type=DeliveredFile(), metavar="FILE")
@click.argument("module", type=MODULE, metavar="MODULE")
@member_option
@open_option
@click.pass_obj
def import_(session: Session, file: Path, module: str, member: str | None, opens: bool) -> int:
    """Propose credits for a module from an .all-contributorsrc."""
    from kocbook.intake.acts.all_contributors import (
        MAX_BYTES,
        ImportOutcome,
        credit_files,
        plan_import,
        read_contributors,
    )

    if not file.is_file():
        raise UsageError("errors.no-file", path=file)
    with file.open("rb") as opened:
        contributors = read_contributors(opened.read(MAX_BYTES + 1), file.name)
    writing = Writing(session, "import", opens, member)
    target = session.find_module(module)
    planned = list(plan_import(session.community, target, contributors))
    for item in planned:
        if item.outcome is not ImportOutcome.PROPOSED:
            data = {"login": item.login, "type": item.type, "member": item.member}
            say(session, f"cli.import.{item.outcome}", **data)
    files = credit_files(planned, session.day, file.name, session.texts)
    if not files:
        say(session, "cli.import.nothing")
        return 0
    branch = f"import/{target.handbook}-{target.id}"
    return writing.submit(branch, files, {"module": target.key, "n": len(files)})
