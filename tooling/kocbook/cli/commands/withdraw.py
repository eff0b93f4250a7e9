"""`koc withdraw`: take back one's own. `koc take-down`: staff take off what must not stand."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import OneOf
from kocbook.cli.ui.writing import Writing, agree, member_option, open_option
from kocbook.model.takedown import TakedownReason

_WHAT = ("response", "question", "photo", "delivery", "credit", "praise", "module")
_REASONS = tuple(reason for reason in TakedownReason if reason is not TakedownReason.WITHDRAWN)


@click.command(cls=KocCommand)
@click.argument("what", type=OneOf(_WHAT), metavar="WHAT")
@click.argument("where", metavar="MODULE|PRAISE")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--reason", metavar="TEXT")
@click.option("--yes", is_flag=True)
@member_option
@open_option
@click.pass_obj
def withdraw(
    session: Session,
    what: str,
    where: str,
    name: str | None,
    reason: str | None,
    yes: bool,
    member: str | None,
    opens: bool,
) -> int:
    """Take back something of one's own; planners, a module."""
    from kocbook.app.takeback import withdraw_own
    from kocbook.intake.acts.withdrawal import Withdrawn

    if what == "module":
        return _retire(session, Writing(session, "retire", opens, member), where, reason, yes)
    writing = Writing(session, "withdraw", opens, member)
    draft = withdraw_own(writing.writer, Withdrawn(what), where, name)
    agree(session, "cli.withdraw.agree", yes)
    return writing.submit_act(draft)


def _retire(session: Session, writing: Writing, where: str, reason: str | None, yes: bool) -> int:
    """Take a module back, with the reason that its page will tell."""
    from kocbook.app.leading import retire_module

    draft = retire_module(writing.writer, where, reason or "")
    agree(session, "cli.retire.agree", yes)
    return writing.submit_act(draft)


@click.command(cls=KocCommand, name="take-down")
@click.argument("path", metavar="PATH")
@click.option(
    "--reason", type=OneOf([str(reason) for reason in _REASONS], "takedown"), required=True
)
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
    from kocbook.app.takeback import take_down as draft_takedown
    from kocbook.intake.acts.takedown import TakedownOrder

    writing = Writing(session, "take-down", opens, member)
    order = TakedownOrder(path.strip("/"), TakedownReason(reason), lines, keys, reference, phrases)
    return writing.submit_act(draft_takedown(writing.writer, order))
