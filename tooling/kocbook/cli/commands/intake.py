"""`koc intake`: a form that somebody filled in becomes records on a branch, and a reply."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand

if TYPE_CHECKING:
    from kocbook.git.repository import Repository
    from kocbook.intake.forms.event import IssueEvent
    from kocbook.intake.forms.receive import Received


@click.command(cls=KocCommand)
@click.argument("event", type=click.Path(path_type=Path), metavar="EVENT")
@click.option("--pending", type=click.Path(path_type=Path), metavar="FILE")
@click.pass_obj
def intake(session: Session, event: Path, pending: Path | None) -> int:
    """Print what became of the form as JSON; exit with 1 if something has to be asked back."""
    from kocbook.git.repository import Repository
    from kocbook.intake.forms.event import load_event
    from kocbook.intake.forms.receive import IntakeOutcome
    from kocbook.report.intake_reply import render_outcome

    sent = load_event(event)
    repository = Repository(session.folder)
    click.get_current_context().call_on_close(repository.close)
    repository.require_clean()
    received = _receive(session, sent, pending)
    commit = (
        _commit(session, repository, sent, received)
        if received.kind is IntakeOutcome.DONE
        else None
    )
    click.echo(render_outcome(session.community, received, commit, sent.author.login))
    return int(received.kind is IntakeOutcome.ASK)


def _receive(session: Session, event: IssueEvent, pending: Path | None) -> Received:
    """Look at the form together with everything else that is on its way."""
    from kocbook.intake.forms.event import read_time
    from kocbook.intake.forms.form_file import load_forms
    from kocbook.intake.forms.pending import find_pending, list_branches
    from kocbook.intake.forms.receive import receive_form
    from kocbook.intake.forms.records import FormContext
    from kocbook.intake.remote.web_pictures import fetch_anything

    known = _read_pending(pending)
    try:
        times = [read_time(time) for time in known.get("sent", [])]
    except (TypeError, ValueError):
        raise UsageError("errors.bad-pending", path=pending) from None
    heads = [*known.get("heads", []), *list_branches(session.folder)]
    desk = FormContext(
        session.folder,
        session.community,
        session.facts,
        session.day,
        find_pending(session.folder, heads),
        fetch_anything,
    )
    return receive_form(session.loaded, desk, load_forms(session.folder), event, times)


def _read_pending(path: Path | None) -> dict[str, Any]:
    """Read `{"heads": [commit…], "sent": [time…]}`.

    Raises:
        UsageError: it is no such file.
    """
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict) and all(isinstance(found.get(key, []), list) for key in found):
            return found
    except (OSError, ValueError):
        pass
    raise UsageError("errors.bad-pending", path=path)


def _commit(
    session: Session, repository: Repository, event: IssueEvent, received: Received
) -> str | None:
    """Put the records on their branch, in the author's name; nothing that is checked out moves."""
    from kocbook.git.commit_draft import CommitDraft
    from kocbook.git.identity import in_the_name_of
    from kocbook.model.forges import PrivateMail
    from kocbook.policy.actor import resolve_actor
    from kocbook.report.intake_reply import commit_title

    draft, account = received.draft, event.author
    assert draft is not None  # of what is done there is one
    assert account.number is not None  # the event was refused otherwise
    member = resolve_actor(session.community, account).member
    name = member.name if member else str(draft.data["name"])
    change = CommitDraft(draft.branch, commit_title(draft), draft.files)
    mail = PrivateMail.of(session.community.settings.site.repository)
    signer = in_the_name_of(name, mail.write(account.login, account.number))
    with repository.locked():
        return repository.commit_aside(change, signer)
