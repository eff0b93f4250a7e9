"""The stand-in's GraphQL: queries run by graphql-core on GitHub's own schema, over what is remembered."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from graphql import GraphQLError, GraphQLSchema, build_client_schema, graphql_sync

from tests.flows.api_description import ROOT, ContractError
from tests.flows.fake_github import FakeGitHub
from tests.flows.github_objects import BOT, HOME, REPOSITORY, START, whole_comment

SCHEMA = ROOT / "node_modules/@octokit/graphql-schema/schema.json"
_MOST = 100
Values = Mapping[str, Any]


@cache
def read_schema() -> GraphQLSchema:
    """Return GitHub's schema; it is read once a process."""
    return build_client_schema(json.loads(SCHEMA.read_bytes()), assume_valid=True)


def answer_query(github: FakeGitHub, body: Any) -> Any:
    """Run a query as GitHub does: 200, with `errors` where something is wrong with it."""
    if not isinstance(body, dict) or not body.keys() <= {"query", "variables"}:
        raise ContractError(f"this is no query: {body}")
    root = {"repository": lambda _info, **asked: _repository(github, asked)}
    done = graphql_sync(read_schema(), body["query"], root, variable_values=body.get("variables"))
    if done.errors:  # ours are all right, or the stand-in is not
        raise ContractError("; ".join(error.message for error in done.errors))
    return {"data": done.data}


def _repository(github: FakeGitHub, asked: Values) -> Any:
    if f"{asked['owner']}/{asked['name']}" != REPOSITORY:
        raise GraphQLError("Could not resolve to a Repository")
    return {
        "pullRequests": lambda _info, **asked: _list_pulls(github, asked),
        "pullRequest": lambda _info, number: (
            _pull(github, github.all_pulls()[number]) if number in github.all_pulls() else None
        ),
        "issues": lambda _info, **asked: _list_issues(github, asked),
    }


def _list_pulls(github: FakeGitHub, asked: Values) -> Any:
    states, base = asked.get("states"), asked.get("baseRefName")
    found = [
        one
        for one in github.all_pulls().values()
        if (not states or one.get("state", "open").upper() in states)
        and (base is None or one["base"]["ref"] == base)
    ]
    return _connect([_pull(github, one) for one in _in_order(found, asked)], asked, github.page)


def _list_issues(github: FakeGitHub, asked: Values) -> Any:
    states = asked.get("states")
    filters = asked.get("filterBy") or {}
    if {name for name, value in filters.items() if value} - {"since"}:
        raise ContractError(f"the stand-in does not know the filters {filters}")
    found = [
        one
        for one in github.issues.values()
        if (not states or one.get("state", "open").upper() in states)
        and one.get("updated_at", START) >= filters.get("since", "")
    ]
    return _connect([_issue(github, one) for one in _in_order(found, asked)], asked, github.page)


def _in_order(found: list[Any], asked: Values) -> list[Any]:
    order = asked.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
    key: Callable[[Any], Any] = {
        "CREATED_AT": lambda one: one["number"],
        "UPDATED_AT": lambda one: (one.get("updated_at", START), one["number"]),
    }[order["field"]]
    return sorted(found, key=key, reverse=order["direction"] == "DESC")


def _pull(github: FakeGitHub, one: Any) -> Any:
    head, number = one["head"], one["number"]
    repo = head.get("repo")
    reviews = [_review(review) for review in github.reviews.get(number, [])]
    return {
        **_item(github, one),
        "headRefOid": head["sha"],
        "headRefName": head["ref"],
        "headRepository": repo and {"nameWithOwner": repo["full_name"]},
        "baseRefName": one["base"]["ref"],
        "isDraft": one.get("draft", False),
        "reviews": lambda _info, **asked: _connect(
            [r for r in reviews if not asked.get("states") or r["state"] in asked["states"]], asked
        ),
        "commits": lambda _info, **asked: _connect(
            [{"commit": _commit(github, head["sha"])}], asked
        ),
    }


def _issue(github: FakeGitHub, one: Any) -> Any:
    return {
        **_item(github, one),
        "editor": _actor(one.get("editor")) if one.get("editor") else None,
    }


def _item(github: FakeGitHub, one: Any) -> dict[str, Any]:
    """Return what issues and requests have in common."""
    said = github.comments.get(one["number"], [])
    return {
        "number": one["number"],
        "body": one.get("body") or "",
        "title": one.get("title") or "",
        "author": _actor(one["user"]),
        "labels": lambda _info, **asked: _connect(one.get("labels") or [], asked),
        "authorAssociation": one.get("author_association", "NONE"),
        "createdAt": one.get("created_at", START),
        "updatedAt": one.get("updated_at", START),
        "comments": lambda _info, **asked: _connect([_comment(c) for c in said], asked),
    }


def _comment(one: Any) -> Any:
    whole = whole_comment(one)
    return {
        "databaseId": whole["id"],
        "url": whole["html_url"],
        "body": whole["body"],
        "author": _actor(whole["user"]),
        "editor": _actor(one.get("editor")) if one.get("editor") else None,
        "createdAt": whole.get("created_at", START),
        "updatedAt": whole["updated_at"],
        "lastEditedAt": one.get("edited_at"),
    }


def _review(one: Any) -> Any:
    moment = one.get("submitted_at", START)
    return {
        "state": one["state"],
        "author": _actor(one["user"]),
        "commit": {"oid": one["commit_id"]},
        "submittedAt": moment,
        "updatedAt": one.get("updated_at", moment),
    }


def _commit(github: FakeGitHub, commit: str) -> Any:
    contexts = [_status(one) for one in github.latest_statuses(commit)]
    if not contexts:
        return {"oid": commit, "status": None}
    named = {one["context"]: one for one in contexts}
    status = {"contexts": contexts, "context": lambda _info, name: named.get(name)}
    return {"oid": commit, "status": status}


def _status(one: Any) -> Any:
    return {
        "context": one["context"],
        "state": one["state"].upper(),
        "description": one.get("description"),
        "targetUrl": one.get("target_url"),
        "createdAt": one.get("created_at", START),
        "creator": _actor(one["creator"]),
    }


def _actor(user: Any) -> Any:
    """Return an account as GraphQL tells of it: a bot's login is without `[bot]`, none is a ghost."""
    if user is None:
        return None
    kind = "Bot" if user.get("type", "User") == BOT["type"] else "User"
    login = user["login"].removesuffix("[bot]")
    return {"__typename": kind, "login": login, "databaseId": user.get("id"), "url": HOME}


def _connect(found: Sequence[Any], asked: Values, page: int = _MOST) -> Any:
    """Return a part of a list, as connections are: how many, and where it goes on."""
    first, last = asked.get("first"), asked.get("last")
    if (first is None) == (last is None) or not 1 <= (first or last or 0) <= _MOST:
        raise GraphQLError("You must provide a `first` or `last` value between 1 and 100.")
    start = int(base64.b64decode(asked["after"])) if asked.get("after") else 0
    if last is not None:
        start, end = max(0, len(found) - last), len(found)
    else:
        end = min(len(found), start + min(first or 0, page))
    cursor = base64.b64encode(str(end).encode()).decode()
    return {
        "nodes": list(found[start:end]),
        "totalCount": len(found),
        "pageInfo": {
            "hasNextPage": last is None and end < len(found),
            "hasPreviousPage": start > 0,
            "endCursor": cursor if end > start else None,
            "startCursor": None,
        },
    }
