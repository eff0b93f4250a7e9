"""Receive a form that somebody filled in: its records are committed on a branch of their own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.base.errors import UsageError

if TYPE_CHECKING:
    from kocbook.git.identity import Committer
    from kocbook.git.repository import Repository
    from kocbook.intake.forms.event import IssueEvent
    from kocbook.intake.forms.receive import Received
    from kocbook.intake.forms.records import Draft
    from kocbook.policy.actor import Account


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """What else is on its way: the commits of open requests, and when the author sent other forms."""

    heads: Sequence[str] = ()
    sent: Sequence[datetime] = ()


@dataclass(frozen=True, slots=True)
class ReceivedForm:
    """What became of a form, and the commit that holds its records, if there is one."""

    received: Received
    commit: str | None


def receive_event(session: Session, event: IssueEvent, others: OnTheWay) -> ReceivedForm:
    """Read a form from the event that brought it, check what it asks for, and commit its records.

    The commit is made in the author's name; nothing that is checked out moves.

    Raises:
        UsageError: the repository has changes that are not committed.
        FaultyCommunityError: the settings have faults.
        KocError: Git failed.
    """
    from kocbook.git.repository import Repository
    from kocbook.intake.forms.receive import IntakeOutcome

    with closing(Repository(session.folder)) as repository:
        repository.require_clean()
        received = _receive(session, event, others)
        if received.kind is not IntakeOutcome.DONE:
            return ReceivedForm(received, None)
        return ReceivedForm(received, _commit(session, repository, event, received))


def read_on_the_way(path: Path | None) -> OnTheWay:
    """Read `{"heads": [commit…], "sent": [time…]}` from a JSON file.

    Raises:
        UsageError: it is no such file.
    """
    from kocbook.intake.forms.event import read_time

    if path is None:
        return OnTheWay()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        heads, sent = found.get("heads", []), found.get("sent", [])
        if all(isinstance(value, list) for value in found.values()):
            return OnTheWay(heads, [read_time(time) for time in sent])
    except (OSError, ValueError, TypeError, AttributeError):
        pass
    raise UsageError("errors.bad-pending", path=path)


def _receive(session: Session, event: IssueEvent, others: OnTheWay) -> Received:
    """Look at the form together with everything else that is on its way."""
    from kocbook.intake.forms.form_file import load_forms
    from kocbook.intake.forms.pending import find_pending, list_branches
    from kocbook.intake.forms.receive import receive_form
    from kocbook.intake.forms.records import FormContext
    from kocbook.intake.remote.web_pictures import fetch_anything

    context = FormContext(
        session.folder,
        session.community,
        session.facts,
        session.day,
        find_pending(session.folder, [*others.heads, *list_branches(session.folder)]),
        fetch_anything,
    )
    return receive_form(session.loaded, context, load_forms(session.folder), event, others.sent)


def _commit(
    session: Session, repository: Repository, event: IssueEvent, received: Received
) -> str | None:
    from kocbook.git.commit_draft import CommitDraft
    from kocbook.report.intake_reply import commit_title

    draft, account = received.draft, event.author
    assert draft is not None  # of what is done there is one
    assert account.number is not None  # the event was refused otherwise
    change = CommitDraft(draft.branch, commit_title(draft), draft.files)
    signer = _signer(session, account, draft)
    with repository.locked():
        return repository.commit_aside(change, signer)


def _signer(session: Session, account: Account, draft: Draft) -> Committer:
    """Return who signs: the account, but nobody's name where it is taken out of the records."""
    from kocbook.git.identity import Committer, in_the_name_of
    from kocbook.model.forges import PrivateMail
    from kocbook.model.forms import FormName
    from kocbook.policy.actor import resolve_actor
    from kocbook.records.departure import departed_address

    if draft.form is FormName.LEAVE:
        nobody = session.texts("names.anonymous")
        return Committer(nobody, departed_address(str(draft.data["id"])))
    member = resolve_actor(session.community, account).member
    name = member.name if member else str(draft.data["name"])
    mail = PrivateMail.of(session.community.settings.site.repository)
    return in_the_name_of(name, mail.write(account.login, account.number or 0))
