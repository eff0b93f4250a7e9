"""`koc forget`: a member leaves, and what identifies them goes; their credits stay, without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MEMBER
from kocbook.cli.ui.writing import Writing, agree, member_option, open_option, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kocbook.intake.acts.forget import Mention


@click.command(cls=KocCommand)
@click.argument("leaver", type=MEMBER, metavar="MEMBER")
@click.option("--also", metavar="NAME", multiple=True)
@member_option
@click.option("--yes", is_flag=True)
@open_option
@click.pass_obj
def forget(
    session: Session,
    leaver: str,
    also: tuple[str, ...],
    member: str | None,
    yes: bool,
    opens: bool,
) -> int:
    """Take a member's personal data out of the tree, and say where words of others name them."""
    from kocbook.app.forget import clear_memory, draft_departure, list_mentions, require_leaver

    writing = Writing(session, "forget", opens, member)
    leaving = require_leaver(session, leaver, writing.member)
    say(session, "cli.forget.before", member=leaving.id)
    agree(session, "cli.forget.agree", yes)
    made = draft_departure(session, leaving, writing.member)

    def tell() -> None:
        _tell_mentions(session, list_mentions(writing.writer, leaving, made, also))

    data = {"id": made.id}
    code = writing.submit(f"forget/{made.id}", made.files, data, tell=tell, signer=made.signer)
    if code == 0:
        clear_memory(session)
        say(session, "cli.forget.history")
    return code


def _tell_mentions(session: Session, mentions: Sequence[Mention]) -> None:
    """List where the member is still named; these are other people's words, or files' names."""
    if not mentions:
        say(session, "cli.forget.no-mentions")
        return
    say(session, "cli.forget.mentions", n=len(mentions))
    for mention in mentions:
        key = "cli.forget.mention" if mention.line else "cli.forget.mention-path"
        say(session, key, path=mention.path, line=mention.line, text=mention.text)
