"""`koc private`: the second repository, for what is not for everybody."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand, KocGroup
from kocbook.cli.ui.options import MEMBER
from kocbook.cli.ui.writing import Writing, agree, member_option, open_option, say

KINDS = {"private": ["private:init", "private:move", "private:tell"]}


@click.group(cls=KocGroup, sections=KINDS, prefix="private-")
def private() -> None:
    """Hold the commands about the private repository."""


@click.command(cls=KocCommand)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--address", metavar="URL")
@member_option
@open_option
@click.pass_obj
def init(
    session: Session, folder: Path, address: str | None, member: str | None, opens: bool
) -> int:
    """Make the private repository, or take a clone of it, and write its address into the settings."""
    from kocbook.app.private_acts import begin_private, draft_address

    known = begin_private(session, folder, address, member)
    say(session, "cli.private.made", folder=folder, address=known)
    draft = draft_address(session, known)
    return Writing(session, "private", opens, member).submit_act(draft) if draft else 0


@click.command(cls=KocCommand)
@member_option
@click.option("--yes", is_flag=True)
@open_option
@click.pass_obj
def move(session: Session, member: str | None, yes: bool, opens: bool) -> int:
    """Move everything private out of the public repository, as one commit in each."""
    from kocbook.app.private_acts import draft_move

    writing = Writing(session, "private.move", opens, member)
    draft = draft_move(writing.writer)
    for path in sorted(draft.act.private):
        click.echo(f"  {path}")
    for path, reason in draft.kept:
        say(session, f"cli.private.kept-{reason}", path=path)
    if not draft.act.private:
        say(session, "cli.private.nothing")
        return 0
    say(session, "cli.private.before", **draft.act.data)
    agree(session, "cli.private.agree", yes)
    return writing.submit_act(draft.act)


@click.command(cls=KocCommand)
@click.argument("whom", type=MEMBER, metavar="MEMBER")
@click.pass_obj
def tell(session: Session, whom: str) -> None:
    """Print a message that tells a member their own amounts, and how to verify them."""
    from kocbook.app.private_acts import list_own_amounts

    click.echo("\n".join(list_own_amounts(session, whom)))
