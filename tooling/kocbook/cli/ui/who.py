"""Who the command thinks is at work, and how to say that it is somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.cli.ui.output import remark
from kocbook.report.words import Words

if TYPE_CHECKING:
    from kocbook.intake.identity import Identity


def say_who(session: Session, me: Identity) -> str:
    """Return the sentence that names who is at work, and what told it."""
    name = Words(session.community, session.texts).member(me.member.id)
    return session.texts(f"cli.who.{me.by}", name=name, member=me.member.id)


def remark_who(session: Session, me: Identity) -> None:
    """Say beside the result who is at work."""
    from kocbook.intake.identity import KnownBy

    if me.by is not KnownBy.ASKED:
        key = f"cli.who.{me.by}"
        name = Words(session.community, session.texts).member(me.member.id)
        remark(session, key, name=name, member=me.member.id)
