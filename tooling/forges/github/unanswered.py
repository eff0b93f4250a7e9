"""Issues that nobody answered, or whose answer says that work on them is not done: events once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from forges.github.api import Api
from forges.github.comment import Comment, find_listed
from forges.github.greeting import FORM
from forges.github.request import iter_issues
from forges.github.status_comment import WAITS, find_state

_DAYS = 7
"""What moved earlier is the staff's: it bears their label, and was tried for a week."""
_A_RUN = timedelta(minutes=15)
"""How long a run may take: what arrived or moved so lately may just be being answered."""

Json = Mapping[str, Any]


def iter_unanswered(api: Api) -> Iterator[dict[str, Any]]:
    """Yield an event as GitHub would send it for each issue that waits for an answer of ours."""
    now = datetime.now(UTC)
    since = (now - timedelta(days=_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for found in iter_issues(api, since):
        action = find_action(api, found, now)
        if action:
            issue = api.get(f"issues/{int(found['number'])}")
            sender = _last_editor(found) or issue["user"]
            yield {"action": action, "issue": issue, "sender": sender}


def find_action(api: Api, found: Json, now: datetime) -> str | None:
    """Return which event was not dealt with, or None where all is well or being worked on."""
    if (found.get("author") or {}).get("__typename") == "Bot":
        return None
    comment = find_listed(api, found["number"], found["comments"], FORM)
    if comment is None:
        is_old = now - datetime.fromisoformat(found["createdAt"]) > _A_RUN
        return "opened" if is_old else None
    state = find_state(comment)
    if state is None or (state[0] != WAITS and not _is_old(comment, now)):
        return None
    return state[1]


def _is_old(comment: Comment, now: datetime) -> bool:
    return now - datetime.fromisoformat(comment.updated) > _A_RUN


def _last_editor(found: Json) -> dict[str, Any] | None:
    """Return who last changed an issue's words, where that is known: only the author's own count."""
    editor = found.get("editor")
    return editor and {"login": editor["login"], "id": editor["databaseId"], "type": "User"}
