"""`koc forget`: a member leaves, and what identifies them goes; their credits stay, without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
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
    from kocbook.git.identity import Committer
    from kocbook.intake.acts.forget import (
        choose_new_id,
        find_mentions,
        forget_files,
        personal_words,
        require_may_leave,
    )
    from kocbook.records.departure import farewell_address

    writing = Writing(session, "forget", opens)
    writing.asked = member
    leaving = session.community.members.get(leaver)
    if leaving is None or leaving.has_left:
        raise UsageError("errors.no-member", member=leaver)
    require_may_leave(session.community, session.facts, leaving, writing.member)
    say(session, "cli.forget.before", member=leaving.id)
    agree(session, "cli.forget.agree", yes)
    new = choose_new_id(session.community)
    files = forget_files(
        session.folder, session.community, session.facts, leaving, new, session.day
    )
    # Who leaves need not sign this last commit with the name that it takes away.
    nobody = Committer(session.texts("names.anonymous"), farewell_address(new))
    signer = nobody if writing.member.id == leaving.id else None

    def tell() -> None:
        words = personal_words(leaving, also)
        others = writing.repository.list_files()
        _tell_mentions(session, find_mentions(session.folder, files, words, others))

    code = writing.submit(f"forget/{new}", files, {"id": new}, tell=tell, signer=signer)
    if code == 0:
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
