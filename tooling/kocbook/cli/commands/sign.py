"""`koc sign`: agree to the final words."""

from __future__ import annotations

import click

from kocbook.app.delegation import Delegation
from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.delegation import delegation_options
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option, say
from kocbook.model.enums import ConsentAct


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
    from kocbook.insight.fingerprint import page_fingerprint
    from kocbook.intake.acts.consent import Act
    from kocbook.intake.acts.signoff import signoff_files

    writing = Writing(session, "sign", opens, member)
    found = writing.facts(module).module
    owner, words = delegation.owner(writing.writer), page_fingerprint(found)
    files = signoff_files(session.folder, found, owner, session.day)
    data = {"module": found.key, "text": words}
    if not files:
        say(session, "cli.sign.same", **data)
        return 0
    branch = f"sign/{found.handbook}-{found.id}-{owner.id}"
    files = {**files, **delegation.files(writing.writer, found, Act(ConsentAct.SIGN, covers=words))}
    return writing.submit(branch, files, data, agreeing=delegation.agreeing(writing.writer))
