"""`koc sign`: agree to the final words."""

from __future__ import annotations

import click

from kocbook.app.delegation import Delegation
from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.delegation import delegation_options
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option, say


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@member_option
@delegation_options
@open_option
@click.pass_obj
def sign(
    session: Session, module: str, member: str | None, opens: bool, delegation: Delegation
) -> int:
    """Sign the words that stand there now."""
    from kocbook.app.sign import sign_text

    writing = Writing(session, "sign", opens, member)
    draft = sign_text(writing.writer, writing.facts(module), delegation)
    if not draft.files:
        say(session, "cli.sign.same", **draft.data)
        return 0
    return writing.submit_act(draft)
