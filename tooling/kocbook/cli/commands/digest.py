"""`koc digest`: what waits for each of the staff, printed, or sent where the settings say so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.base.errors import KocError, UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.errors import describe_error
from kocbook.cli.ui.output import remark
from kocbook.report.cells import printable

if TYPE_CHECKING:
    from kocbook.app.messengers.note import Note

FAILED = 3


@click.command(cls=KocCommand)
@click.option("--send", is_flag=True)
@click.option("--due", is_flag=True)
@click.pass_obj
def digest(session: Session, send: bool, due: bool) -> int:
    """Print the digest, or send it; with `--due`, only on its day."""
    from kocbook.app.digest import is_due, write_digest

    settings = session.community.settings.digest
    if send and settings is None and not due:
        raise UsageError("errors.digest-off")
    if due and (settings is None or not is_due(settings, session.day)):
        remark(session, "cli.digest.not-today" if settings else "cli.digest.off")
        return 0
    note = write_digest(session)
    if not note.lines:
        remark(session, "cli.digest.nothing")
        return 0
    if send and settings is not None:
        return _send(session, settings.to, note)
    click.echo(printable(note.title))
    for line in note.lines:
        click.echo(f"\n{printable(line.text)}" if line.is_heading else f"- {printable(line.text)}")
        for more in (line.url, line.command):
            if more:
                click.echo(f"    {printable(more)}")
    return 0


def _send(session: Session, services: tuple[str, ...], note: Note) -> int:
    """Send to each service; one that fails keeps no other from getting it."""
    from kocbook.app.digest import Sender

    sender, code = Sender(os.environ), 0
    sender.require(services)
    for service in services:
        name = session.texts(f"words.messenger.{service}")
        try:
            sender.send(service, note)
        except KocError as error:
            click.echo(describe_error(error, session), err=True)
            code = FAILED
        else:
            click.echo(session.texts("cli.digest.sent", service=name))
    return code
