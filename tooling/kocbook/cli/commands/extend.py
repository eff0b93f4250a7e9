"""`koc extend`: half the days again, once."""

from __future__ import annotations

import click

from kocbook.app.delegation import Delegation
from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.delegation import delegation_options
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("seat", required=False, metavar="[SEAT]")
@member_option
@delegation_options
@open_option
@click.pass_obj
def extend(
    session: Session,
    module: str,
    seat: str | None,
    member: str | None,
    opens: bool,
    delegation: Delegation,
) -> int:
    """Extend a claim of one's own, or one of a member who said yes."""
    from kocbook.app.seats import extend_claim

    writing = Writing(session, "extend", opens, member)
    facts = writing.facts(module)
    wanted = session.find_seat(facts, seat)
    return writing.submit_act(extend_claim(writing.writer, facts, wanted, delegation))
