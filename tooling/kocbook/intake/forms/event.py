"""A hosting service's event: somebody sent a form, or changed what they had sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.policy.actor import Account

MAX_EVENT_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class IssueEvent:
    """What arrived. `author` wrote the issue, `sender` did what the event tells of.

    `time` is when it was last changed. `comment` is what was said below it, where the event tells
    of a comment, which `sender` wrote.
    """

    number: int
    action: str
    author: Account
    sender: Account
    body: str
    labels: tuple[str, ...]
    time: datetime
    comment: str | None = None

    @property
    def is_by_author(self) -> bool:
        """True where the author sent or changed it: staff can edit what others wrote."""
        return self.sender.number == self.author.number


def load_event(path: Path) -> IssueEvent:
    """Read an event of the kind "issues" from its file.

    Raises:
        UsageError: it is none.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_EVENT_BYTES + 1)
    except OSError:
        raise UsageError("errors.no-file", path=path) from None
    try:
        return read_event(json.loads(data))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError("errors.not-an-event", path=path) from None


def read_event(event: Mapping[str, Any]) -> IssueEvent:
    """Read an event of the kind "issues" or "issue_comment".

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    issue = event["issue"]
    if "pull_request" in issue:
        raise ValueError("a pull request is no form")
    said = event.get("comment")
    return IssueEvent(
        number=_number(issue["number"]),
        action=str(event["action"]),
        author=_account(issue["user"]),
        sender=_account(said["user"] if said else event["sender"]),
        body=_whole(str(issue["body"] or "")),
        labels=tuple(_whole(str(label["name"])) for label in issue.get("labels") or ()),
        time=read_time(issue.get("updated_at") or issue["created_at"]),
        comment=_whole(str(said["body"] or "")) if said else None,
    )


def read_time(text: str) -> datetime:
    """Read a moment as hosting services write it: 2026-11-20T08:00:00Z.

    Raises:
        ValueError: it is none.
    """
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _account(user: Mapping[str, Any]) -> Account:
    return Account(_whole(str(user["login"])), _number(user["id"]))


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("no number")
    return value


def _whole(text: str) -> str:
    """Return a text without halves of characters, which JSON can hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")
