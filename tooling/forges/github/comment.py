"""Comments of our own: found again by a hidden mark, changed in place, never those of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forges.github.api import Api

BOT = "github-actions[bot]"
"""Who writes with a workflow's own token."""


def mark(name: str) -> str:
    """Return a hidden line that a comment is found by."""
    return f"<!-- kocbook: {name} -->"


def list_own_comments(api: Api, number: int) -> Iterator[Mapping[str, Any]]:
    """Yield the comments that a workflow wrote; others may copy a mark, and are left alone."""
    for comment in api.list(f"issues/{number}/comments"):
        user = comment.get("user") or {}
        if user.get("login") == BOT and user.get("type") == "Bot":
            yield comment


def find_comment(api: Api, number: int, name: str) -> Mapping[str, Any] | None:
    """Return the comment with this mark, or None."""
    first_line = mark(name)
    return next(
        (one for one in list_own_comments(api, number) if one["body"].startswith(first_line)), None
    )


def put_comment(
    api: Api, number: int, name: str, text: str, found: Mapping[str, Any] | None
) -> tuple[str, bool]:
    """Say `text` in the comment `found`, or in a new one; return its address and if it changed."""
    body = f"{mark(name)}\n{text}"
    if found is None:
        return str(api.post(f"issues/{number}/comments", body=body)["html_url"]), True
    if found["body"].replace("\r\n", "\n").strip() == body.strip():
        return str(found["html_url"]), False
    return str(api.patch(f"issues/comments/{found['id']}", body=body)["html_url"]), True
