"""Comments of our own: found again by a hidden mark, changed in place, never those of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forges.github.api import Api, UnreachableError

BOT = "github-actions[bot]"
"""Who writes with a workflow's own token."""
_WRITTEN_BY = {BOT, BOT.removesuffix("[bot]")}  # as REST and GraphQL call it


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it was read; `updated` is a moment as GitHub writes it."""

    number: int
    address: str
    body: str
    updated: str = ""


def mark(name: str) -> str:
    """Return a hidden line that a comment is found by."""
    return f"<!-- kocbook: {name} -->"


def is_own(user: Mapping[str, Any] | None) -> bool:
    """True where a workflow's own token wrote it."""
    user = user or {}
    kind = user.get("type") or user.get("__typename")
    return user.get("login") in _WRITTEN_BY and kind == "Bot"


def list_own_comments(api: Api, number: int) -> Iterator[Comment]:
    """Yield the comments that a workflow wrote; others may copy a mark, and are left alone."""
    for one in api.list(f"issues/{number}/comments"):
        if is_own(one.get("user")):
            yield _read_rest(one)


def find_comment(api: Api, number: int, name: str) -> Comment | None:
    """Return the comment with this mark, or None."""
    return find_marked(list_own_comments(api, number), name)


def find_marked(comments: Iterable[Comment], name: str) -> Comment | None:
    """Return the first of our own comments with this mark, or None."""
    return next((one for one in comments if one.body.startswith(mark(name))), None)


def find_listed(api: Api, number: int, listed: Mapping[str, Any], name: str) -> Comment | None:
    """Return the comment with this mark, from what a query listed; where that is not all, ask on."""
    nodes = listed["nodes"]
    own = (
        Comment(one["databaseId"], one["url"], one["body"], one["updatedAt"])
        for one in nodes
        if is_own(one["author"])
    )
    found = find_marked(own, name)
    if found is None and listed["pageInfo"]["hasNextPage"]:
        return find_comment(api, number, name)
    return found


def put_comment(
    api: Api, number: int, name: str, text: str, found: Comment | None
) -> tuple[Comment, bool]:
    """Say `text` in the comment `found`, or in a new one; return it and whether it changed."""
    body = f"{mark(name)}\n{text}"
    if found is None:
        return _write_new(api, number, name, body), True
    if found.body.replace("\r\n", "\n").strip() == body.strip():
        return found, False
    return _read_rest(api.patch(f"issues/comments/{found.number}", body=body)), True


def _write_new(api: Api, number: int, name: str, body: str) -> Comment:
    try:
        return _read_rest(api.post(f"issues/{number}/comments", body=body))
    except UnreachableError:
        # It may be there all the same: saying it twice is worse than looking.
        found = find_comment(api, number, name)
        if found is None:
            return _read_rest(api.post(f"issues/{number}/comments", body=body))
        return found


def _read_rest(one: Mapping[str, Any]) -> Comment:
    return Comment(one["id"], one["html_url"], one["body"] or "", one["updated_at"])
