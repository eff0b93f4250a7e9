"""`koc withdraw`: take back one's own. `koc take-down`: staff take off what must not stand."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import OneOf
from kocbook.cli.ui.writing import Writing, agree, member_option, open_option
from kocbook.model.takedown import TakedownReason

_WHAT = ("response", "question", "photo", "delivery", "credit", "praise")
_REASONS = tuple(reason for reason in TakedownReason if reason is not TakedownReason.WITHDRAWN)


@click.command(cls=KocCommand)
@click.argument("what", type=OneOf(_WHAT), metavar="WHAT")
@click.argument("where", metavar="MODULE|PRAISE")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--yes", is_flag=True)
@member_option
@open_option
@click.pass_obj
def withdraw(
    session: Session,
    what: str,
    where: str,
    name: str | None,
    yes: bool,
    member: str | None,
    opens: bool,
) -> int:
    """Take back something of one's own."""
    from kocbook.intake.acts.withdrawal import Withdrawn, withdraw_files, withdraw_praise

    writing = Writing(session, "withdraw", opens, member)
    me, kind = writing.member, Withdrawn(what)
    if kind is Withdrawn.PRAISE:
        files = withdraw_praise(session.folder, session.community, me, where)
        place = where.rpartition("/")[2].removesuffix(".yml")
    else:
        facts = writing.facts(where)
        files = withdraw_files(
            session.folder, session.community, facts, me, session.day, kind, name
        )
        place = facts.module.key
    agree(session, "cli.withdraw.agree", yes)
    branch = f"withdraw/{what}-{place.replace('/', '-')}-{me.id}"
    return writing.submit(branch, files, {"what": what, "place": place})


@click.command(cls=KocCommand, name="take-down")
@click.argument("path", metavar="PATH")
@click.option("--reason", type=OneOf([str(reason) for reason in _REASONS]), required=True)
@click.option("--lines", multiple=True, metavar="N[-M]")
@click.option("--key", "keys", multiple=True, metavar="NAME")
@click.option("--phrase", "phrases", multiple=True, metavar="TEXT")
@click.option("--reference", metavar="TEXT")
@member_option
@open_option
@click.pass_obj
def take_down(
    session: Session,
    path: str,
    reason: str,
    lines: tuple[str, ...],
    keys: tuple[str, ...],
    phrases: tuple[str, ...],
    reference: str | None,
    member: str | None,
    opens: bool,
) -> int:
    """Take words or a picture down, and write down that and why."""
    from kocbook.intake.acts.takedown import TakedownOrder, takedown_files

    writing = Writing(session, "take-down", opens, member)
    if not writing.member.is_staff:
        raise UsageError("errors.takedown-staff")
    order = TakedownOrder(path.strip("/"), TakedownReason(reason), lines, keys, reference, phrases)
    files, whose = takedown_files(
        session.folder, session.community, writing.member, session.day, order
    )
    known = session.community.members.get(whose or "")
    record = next(made for made in files if "/takedowns/" in made)
    branch = f"take-down/{record.removesuffix('.yml').replace('/', '-')}"
    data = {"path": order.target, "whose": known.name if known else "-", "reason": reason}
    return writing.submit(branch, files, data)
