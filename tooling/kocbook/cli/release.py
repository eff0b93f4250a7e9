"""`koc release`: give a seat back, without blame."""

from __future__ import annotations

import click

from kocbook.cli.command import KocCommand
from kocbook.cli.options import MODULE
from kocbook.cli.session import Session
from kocbook.cli.writing import Writing, member_option, open_option


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
    from kocbook.intake.seats import choose_claim, release_files

    writing = Writing(session, "release", opens)
    writing.asked = member
    facts = writing.facts(module)
    claim = choose_claim(facts, writing.member, seat, staff_too=True)
    files = release_files(session.folder, facts, claim, session.day)
    branch = f"release/{facts.module.handbook}-{facts.module.id}-{claim.seat}"
    data = {"module": facts.module.key, "seat": claim.seat}
    return writing.submit(branch, files, data)
