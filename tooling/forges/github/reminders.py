"""Reminders and news: what `koc remind` decides, each said once, in the member's own issue or one a month."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from string import Template
from typing import Any

from forges.github.api import Api
from forges.github.comment import BOT, list_own_comments
from forges.github.koc import run_koc
from kocbook.report.markdown import escape_markdown

_TEMPLATES = Path(__file__).with_name("templates")
_ISSUE = re.compile(r"<!-- kocbook: reminders (\d{4}-\d{2}-\d{2}) -->")
_COMMENT = re.compile(r"<!-- kocbook: reminder (\S+) -->")
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}")
_TALKS = {"koc-claim", "koc-deliver", "koc-respond", "koc-feedback"}
_MONTHS_OF_TALK = 180
"""Days for which a conversation that nothing moved is still the place where news are told."""
_MOST_AT_ONCE = 40
"""GitHub slows down whoever writes much at once; what is left is said on the next day."""

Issue = Mapping[str, Any]


def send_reminders(api: Api) -> int:
    """Say what is new since the last run, in the issue of the month."""
    issues = _find_issues(api)
    day, rows = _ask(issues[0] if issues else None)
    said = {key for issue in issues for key in _said_keys(api, issue)}
    new = [row for row in rows if _plain(row["key"]) not in said]
    issue = _open_issue(api, issues, day)
    for row in new[:_MOST_AT_ONCE]:
        place = find_conversation(api, row, day) or issue
        if place is issue or _plain(row["key"]) not in _said_keys(api, place):
            api.post(f"issues/{place['number']}/comments", body=_render_reminder(row))
    if len(new) <= _MOST_AT_ONCE:
        # Only now: a run that stops half-way is taken up again from the day before.
        api.patch(f"issues/{issue['number']}", body=_fill("reminders.md", day=day))
    return 0


def find_conversation(api: Api, row: Mapping[str, Any], day: str) -> Issue | None:
    """Return the issue in which a member speaks with us about a task, or None."""
    login, key = row["github"], f"{row['handbook']}/{row['module']}"
    if row["to"] != "member" or not row["module"] or not login or not _LOGIN.fullmatch(login):
        return None
    since = (date.fromisoformat(day) - timedelta(days=_MONTHS_OF_TALK)).isoformat()
    for issue in api.list("issues", creator=login, state="all", since=f"{since}T00:00:00Z"):
        labels = {label["name"] for label in issue.get("labels") or ()}
        told = re.search(rf"(?<![\w/-]){re.escape(key)}(?![\w/-])", issue.get("body") or "")
        if told and labels & _TALKS and "pull_request" not in issue:
            found: Issue = issue
            return found
    return None


def _find_issues(api: Api) -> list[Issue]:
    """Return the newest two issues of reminders, the newest first: a month may just have ended."""
    written = api.list("issues", creator=BOT, state="all", sort="created", direction="desc")
    ours = (one for one in written if one["user"]["login"] == BOT and _day_of(one))
    return list(islice(ours, 2))


def _day_of(issue: Issue) -> str | None:
    """Return the day up to which all was said there."""
    found = _ISSUE.match(issue.get("body") or "")
    return found[1] if found else None


def _ask(last: Issue | None) -> tuple[str, list[dict[str, Any]]]:
    """Ask `koc` what there is to say, since the last time where that was on an earlier day."""
    found = json.loads(run_koc("remind", "--format", "json")[1])
    since = _day_of(last) if last else None
    if since and since < found["as_of"]:
        found = json.loads(run_koc("remind", "--since", since, "--format", "json")[1])
    return found["as_of"], found["rows"]


def _said_keys(api: Api, issue: Issue) -> set[str]:
    marks = (_COMMENT.match(one.body) for one in list_own_comments(api, issue["number"]))
    return {found[1] for found in marks if found}


def _open_issue(api: Api, issues: list[Issue], day: str) -> Issue:
    """Return the issue of the month; a new one takes the place of last month's."""
    month, newest = day[:7], issues[0] if issues else None
    if newest and newest["state"] == "open" and (_day_of(newest) or "") >= month:
        return newest
    start = (newest and _day_of(newest)) or day
    title = _fill("reminders-title.txt", month=month)
    made: Issue = api.post("issues", title=title, body=_fill("reminders.md", day=start))
    if newest and newest["state"] == "open":
        api.patch(f"issues/{newest['number']}", state="closed")
    return made


def _render_reminder(row: Mapping[str, Any]) -> str:
    """Return a comment that names one person; what records say in it cannot become markup."""
    login = row["github"]
    is_known = isinstance(login, str) and _LOGIN.fullmatch(login)
    return _fill(
        "reminder.md",
        key=_plain(row["key"]),
        mention=f"@{login} " if is_known else "",
        message_zh=escape_markdown(row["message_zh"]),
        message_en=escape_markdown(row["message_en"]),
    )


def _plain(key: str) -> str:
    """Return a key that can stand in a hidden mark."""
    return re.sub(r"[\s<>]", "", key)


def _fill(template: str, **values: str) -> str:
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    return Template(text).substitute(values).rstrip("\n")
