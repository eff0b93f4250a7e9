"""Who the command thinks is at work, and how to say that it is somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.cli.ui.help import terminal_width
from kocbook.report.cells import printable, wrap
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
        for line in say_who(session, me).splitlines():
            click.echo("\n".join(wrap(printable(line), terminal_width())), err=True)
