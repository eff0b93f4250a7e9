"""`koc edit`: the visual editor on this machine, against the working tree."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.base.errors import KocError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.errors import describe_words
from kocbook.cli.ui.options import Port
from kocbook.cli.ui.output import print_report
from kocbook.cli.ui.writing import say

if TYPE_CHECKING:
    from kocbook.intake.change import Trial
    from kocbook.intake.editor.saving import Saving

MOST_SHOWN = 3
"""How many of the errors that a save would bring are told; the rest follows when these are gone."""


@click.command(cls=KocCommand)
@click.option("--port", type=Port(), default=8123)
@click.pass_obj
def edit(session: Session, port: int) -> None:
    """Serve the editor until Ctrl-C."""
    from kocbook.intake.editor.server import EditorSite, make_server
    from kocbook.intake.editor.workspace import Workspace
    from kocbook.site.editor.backend import LOCAL_API
    from kocbook.site.editor.files import find_editor

    if find_editor() is None:
        raise KocError("errors.editor-missing")
    _ = session.community  # with faults in the settings there is nothing to edit
    gc.enable()
    desk = EditorConsole(session)
    workspace = Workspace(session.folder, session.day, desk.tell)
    with make_server(EditorSite(LOCAL_API, desk.pages, workspace, desk.explain), port) as server:
        # Unwrapped: an address in two lines cannot be opened.
        click.echo(session.texts("cli.edit.ready", url=server.address))
        say(session, "cli.edit.where", folder=session.folder)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.lock.acquire()  # a save under way is finished first, and no other begins
            say(session, "cli.edit.next")


class EditorConsole:
    """What the person who edits sees of it: the pages, what went wrong, and what was saved."""

    def __init__(self, session: Session) -> None:
        """Speak the session's language."""
        self.session = session

    def pages(self) -> Mapping[str, bytes | Path]:
        """Return the editor's files, with the modules as they are now."""
        from kocbook.insight.state import all_facts
        from kocbook.records.loader import load_community
        from kocbook.records.tree import WorkingTree
        from kocbook.site.editor.backend import local_backend
        from kocbook.site.editor.files import make_editor_files

        session = self.session
        community = load_community(WorkingTree(session.folder)).community
        if community is None:
            raise KocError("errors.community-unreadable")
        facts = all_facts(community, session.day)
        backend = local_backend(community.settings.site)
        files = make_editor_files(community, facts, session.texts, backend)
        return {
            name: content if isinstance(content, bytes) else Path(content.path)
            for name, content in files.items()
        }

    def explain(self, error: Exception) -> str:
        """Return the words for an error; of a refused save, what the check said."""
        from kocbook.intake.editor.saving import RefusedError
        from kocbook.report.prepare import prepare_report

        if not isinstance(error, RefusedError):
            return describe_words(error, self.session.texts)
        trial, texts = error.trial, self.session.texts
        report = prepare_report(trial.loaded, trial.findings, texts)
        shown = report.by_weight()[:MOST_SHOWN]
        listed = "\n".join(f"{one.place} {one.message} {one.fix}" for one in shown)
        return texts("errors.editor-refused", n=report.errors, listed=listed).strip()

    def tell(self, saving: Saving, trial: Trial) -> None:
        """Say what was written, what was taken out of pictures, and what to look at."""
        from kocbook.report.prepare import prepare_report

        session = self.session
        for path in saving.files:
            say(session, "cli.edit.saved", path=path)
        for name, removed in saving.removed.items():
            if removed:
                parts = [session.texts(f"rules.words.told.{what}") for what in removed]
                say(session, "cli.edit.cleaned", name=name, parts=parts)
        if trial.findings:
            print_report(
                session, prepare_report(trial.loaded, trial.findings, session.texts), "text"
            )
