"""`koc extend`: half the days again, once."""

from __future__ import annotations

import click

from kocbook.app.delegation import Delegation
from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.delegation import delegation_options
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option
from kocbook.model.enums import ConsentAct


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
    from dataclasses import replace

    from kocbook.insight.state import due_date
    from kocbook.insight.team import clock_start
    from kocbook.intake.acts.consent import Act
    from kocbook.intake.acts.seats import choose_claim, extend_files

    writing = Writing(session, "extend", opens, member)
    facts = writing.facts(module)
    claim = choose_claim(facts, delegation.owner(writing.writer), seat)
    act = Act(ConsentAct.EXTEND, claim.seat)
    files = {
        **extend_files(session.folder, facts, claim, session.day),
        **delegation.files(writing.writer, facts.module, act),
    }
    start = clock_start(facts.module, claim) or claim.claimed
    due = due_date(facts.module.brief, replace(claim, extended=session.day), start)
    branch = f"extend/{facts.module.handbook}-{facts.module.id}-{claim.seat}"
    data = {"module": facts.module.key, "seat": claim.seat, "due": due}
    return writing.submit(branch, files, data, agreeing=delegation.agreeing(writing.writer))
