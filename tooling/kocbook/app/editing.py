"""The visual editor on this machine: its pages, and what is said of a save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.base.errors import KocError

if TYPE_CHECKING:
    from kocbook.intake.change import Trial
    from kocbook.intake.editor.saving import Saving
    from kocbook.intake.editor.server import EditorServer
    from kocbook.report.findings import Report

MOST_SHOWN = 3
"""How many of the errors that a save would bring are told; the rest follows when these are gone."""


def open_editor(
    session: Session,
    port: int,
    on_save: Callable[[Saving, Report], None],
    describe: Callable[[Exception], str],
) -> EditorServer:
    """Return a server of the editor for the working tree, to be run and closed by the caller.

    `on_save` is given each save with what the check says of it; `describe` puts an error into words.

    Raises:
        FaultyCommunityError: the settings have faults, so there is nothing to edit.
        KocError: the editor is not installed, or the port is taken.
    """
    from kocbook.intake.editor.saving import RefusedError
    from kocbook.intake.editor.server import EditorSite, make_server
    from kocbook.intake.editor.workspace import Workspace
    from kocbook.site.editor.backend import LOCAL_API
    from kocbook.site.editor.files import find_editor

    if find_editor() is None:
        raise KocError("errors.editor-missing")
    _ = session.community

    def tell(saving: Saving, trial: Trial) -> None:
        on_save(saving, _report(session, trial))

    def explain(error: Exception) -> str:
        if isinstance(error, RefusedError):
            return _explain_refusal(session, error.trial)
        return describe(error)

    workspace = Workspace(session.folder, session.day, tell)
    return make_server(EditorSite(LOCAL_API, lambda: _pages(session), workspace, explain), port)


def _pages(session: Session) -> Mapping[str, bytes | Path]:
    """Return the editor's files, with the modules as they are now."""
    from kocbook.insight.state import all_facts
    from kocbook.records.loader import load_community
    from kocbook.records.tree import WorkingTree
    from kocbook.site.editor.backend import local_backend
    from kocbook.site.editor.files import make_editor_files

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


def _explain_refusal(session: Session, trial: Trial) -> str:
    """Return what the check said of a save that was refused, the heaviest first."""
    report = _report(session, trial)
    shown = report.by_weight()[:MOST_SHOWN]
    listed = "\n".join(f"{one.place} {one.message} {one.fix}" for one in shown)
    return session.texts("errors.editor-refused", n=report.errors, listed=listed).strip()


def _report(session: Session, trial: Trial) -> Report:
    from kocbook.report.prepare import prepare_report

    return prepare_report(trial.loaded, trial.findings, session.texts)
