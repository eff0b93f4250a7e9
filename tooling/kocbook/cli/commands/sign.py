"""`koc sign`: agree to the final words."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.behalf import Behalf, behalf_options
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option, say
from kocbook.model.enums import ConsentAct


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@member_option
@behalf_options
@open_option
@click.pass_obj
def sign(session: Session, module: str, member: str | None, opens: bool, behalf: Behalf) -> int:
    """Sign the words that stand there now."""
    from kocbook.insight.fingerprint import page_fingerprint
    from kocbook.intake.acts.consent import Act
    from kocbook.intake.acts.signoff import signoff_files

    writing = Writing(session, "sign", opens, member)
    found = writing.facts(module).module
    owner, words = behalf.owner(writing), page_fingerprint(found)
    files = signoff_files(session.folder, found, owner, session.day)
    data = {"module": found.key, "text": words}
    if not files:
        say(session, "cli.sign.same", **data)
        return 0
    branch = f"sign/{found.handbook}-{found.id}-{owner.id}"
    files = {**files, **behalf.files(writing, found, Act(ConsentAct.SIGN, covers=words))}
    return writing.submit(branch, files, data, agreeing=behalf.agreeing(writing))
