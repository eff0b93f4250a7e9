"""`koc sign`: agree to the final words."""

from __future__ import annotations

import click

from kocbook.cli.command import KocCommand
from kocbook.cli.options import MODULE
from kocbook.cli.session import Session
from kocbook.cli.writing import Writing, member_option, open_option, say


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@member_option
@open_option
@click.pass_obj
def sign(session: Session, module: str, member: str | None, opens: bool) -> int:
    """Sign the words that stand there now."""
    from kocbook.insight.fingerprint import page_fingerprint
    from kocbook.intake.signoff import signoff_files

    writing = Writing(session, "sign", opens, member)
    found = writing.facts(module).module
    files = signoff_files(session.folder, found, writing.member, session.day)
    data = {"module": found.key, "text": page_fingerprint(found)}
    if not files:
        say(session, "cli.sign.same", **data)
        return 0
    branch = f"sign/{found.handbook}-{found.id}-{writing.member.id}"
    return writing.submit(branch, files, data)
