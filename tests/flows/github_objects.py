"""GitHub's objects, made whole: what a test says of one, on top of GitHub's own example of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.flows.api_description import operation_of

REPOSITORY = "club/handbooks"
HOME = f"https://github.com/{REPOSITORY}"
START = "2026-06-30T01:00:00Z"
GHOST_ID = 10137


@cache
def _example(operation: str) -> Any:
    found = operation_of(operation).example()
    return found[0] if isinstance(found, list) else found


def account(login: str, number: int, kind: str = "User") -> dict[str, Any]:
    """Return an account as GitHub tells of it."""
    return {**_example("issues/get")["user"], "login": login, "id": number, "type": kind}


BOT = account("github-actions[bot]", 41898282, "Bot")


def whole_account(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Complete an account of which a test says login and number; None is one that is gone."""
    return said and {**account("x", 1), **said}


def whole_label(name: str) -> dict[str, Any]:
    return {**_example("issues/add-labels"), "name": name, "description": None, "default": False}


def whole_comment(said: Mapping[str, Any]) -> dict[str, Any]:
    whole = {**_example("issues/get-comment"), "updated_at": said.get("created_at", START), **said}
    return whole | {"user": whole_account(said["user"])}


def whole_review(said: Mapping[str, Any], number: int) -> dict[str, Any]:
    whole = {**_example("pulls/list-reviews"), "id": number, **said}
    return whole | {"user": whole_account(said["user"])}


def whole_status(said: Mapping[str, Any], number: int) -> dict[str, Any]:
    empty = {"description": None, "target_url": None}
    whole = {**_example("repos/create-commit-status"), "id": number, **empty, **said}
    return whole | {"creator": whole_account(said["creator"])}


def whole_issue(said: Mapping[str, Any]) -> dict[str, Any]:
    labels = [{**whole_label(one["name"]), **one} for one in said.get("labels") or ()]
    # The example is of a request; an issue that is none says so by lacking the word.
    base = {k: v for k, v in _example("issues/get").items() if k != "pull_request"}
    whole = {**base, "closed_at": None, "milestone": None, "assignee": None, "assignees": []}
    dates = {"created_at": START, "updated_at": START}
    return {
        **whole,
        **dates,
        **said,
        "labels": labels,
        "user": whole_account(said["user"]),
        "html_url": f"{HOME}/issues/{said['number']}",
    }


def whole_pull(said: Mapping[str, Any]) -> dict[str, Any]:
    """Complete a pull request; head and base are completed from the example too."""
    base = _example("pulls/get")
    whole = {
        **base,
        "requested_teams": [],
        "requested_reviewers": [],
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "labels": [],
        "created_at": START,
        "updated_at": START,
        "merged": False,
        "merged_at": None,
        "merged_by": None,
        "closed_at": None,
        "state": "open",
        **said,
    }
    whole["user"] = whole_account(said["user"])
    for side in ("head", "base"):
        ends = {**base[side], **said[side], "user": whole["user"]}
        repo = said[side].get("repo", {"full_name": REPOSITORY})
        ends["repo"] = repo and {**_example("repos/list-forks"), **base["head"]["repo"], **repo}
        whole[side] = ends
    whole["html_url"] = f"{HOME}/pull/{said['number']}"
    return whole


def whole_run(said: Mapping[str, Any]) -> dict[str, Any]:
    base = _example("actions/list-workflow-runs")["workflow_runs"][0]
    return {**base, "head_repository": {**base["repository"], "full_name": REPOSITORY}, **said}


def whole_job(said: Mapping[str, Any]) -> dict[str, Any]:
    base = _example("actions/list-jobs-for-workflow-run")["jobs"][0]
    return {**base, "created_at": START, **said}
