"""`koc release`: give a seat back, without blame."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option
from kocbook.model.paths import RELEASE_TAG


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("seat", required=False, metavar="[SEAT]")
@member_option
@open_option
@click.pass_obj
def release(
    session: Session, module: str, seat: str | None, member: str | None, opens: bool
) -> int:
    """Release a claim; staff may release those of others."""
    from kocbook.app.seats import release_seat

    if RELEASE_TAG.fullmatch(module):
        raise UsageError("errors.release-is-publish", tag=module)
    writing = Writing(session, "release", opens, member)
    facts = writing.facts(module)
    wanted = session.find_seat(facts, seat)
    return writing.submit_act(release_seat(writing.writer, facts, wanted))
