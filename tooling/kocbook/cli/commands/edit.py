"""`koc edit`: the visual editor on this machine, against the working tree."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.errors import describe_words
from kocbook.cli.ui.options import Port
from kocbook.cli.ui.output import print_report
from kocbook.cli.ui.writing import say

if TYPE_CHECKING:
    from kocbook.intake.editor.saving import Saving
    from kocbook.report.findings import Report


@click.command(cls=KocCommand)
@click.option("--port", type=Port(), default=8123)
@click.pass_obj
def edit(session: Session, port: int) -> None:
    """Serve the editor until Ctrl-C."""
    from kocbook.app.editing import open_editor

    def describe(error: Exception) -> str:
        return describe_words(error, session.texts)

    with open_editor(session, port, partial(_tell_save, session), describe) as server:
        gc.enable()
        # Unwrapped: an address in two lines cannot be opened.
        click.echo(session.texts("cli.edit.ready", url=server.address))
        say(session, "cli.edit.where", folder=session.folder)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.lock.acquire()  # a save under way is finished first, and no other begins
            say(session, "cli.edit.next")


def _tell_save(session: Session, saving: Saving, report: Report) -> None:
    """Say what was written, what was taken out of pictures, and what to look at."""
    for path in saving.files:
        say(session, "cli.edit.saved", path=path)
    for name, removed in saving.removed.items():
        if removed:
            parts = [session.texts(f"rules.words.told.{what}") for what in removed]
            say(session, "cli.edit.cleaned", name=name, parts=parts)
    if report.findings:
        print_report(session, report, "text")
