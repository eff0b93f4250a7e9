"""`koc release`: give a seat back, without blame; or, with a tag, publish a release."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option
from kocbook.model.paths import RELEASE_TAG


@click.command(cls=KocCommand)
@click.argument("target", type=MODULE, metavar="MODULE|TAG")
@click.argument("seat", required=False, metavar="[SEAT]")
@member_option
@open_option
@click.pass_obj
def release(
    session: Session, target: str, seat: str | None, member: str | None, opens: bool
) -> int:
    """Release a claim; staff may release those of others. With a tag, lock a release."""
    if RELEASE_TAG.fullmatch(target):
        if seat is not None:
            raise UsageError("errors.extra-words", words=seat)
        from kocbook.cli.commands.release_tag import publish_release

        return publish_release(session, target, member, opens)
    return _release_seat(session, target, seat, member, opens)


def _release_seat(
    session: Session, module: str, seat: str | None, member: str | None, opens: bool
) -> int:
    from kocbook.intake.acts.seats import choose_claim, release_files

    writing = Writing(session, "release", opens, member)
    facts = writing.facts(module)
    claim = choose_claim(facts, writing.member, seat, staff_too=True)
    files = release_files(session.folder, facts, claim, session.day)
    branch = f"release/{facts.module.handbook}-{facts.module.id}-{claim.seat}"
    data = {"module": facts.module.key, "seat": claim.seat}
    return writing.submit(branch, files, data)
