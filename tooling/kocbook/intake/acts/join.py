"""The record of somebody who joins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.intake.acts.new_id import require_new_id
from kocbook.model.community import Community
from kocbook.model.paths import MAX_ID, RecordKind
from kocbook.records.departure import is_free_id
from kocbook.records.record_text import render_record

_ORDER = ("name", "github", "github_id", "joined", "city", "product", "intro", "skills", "wants")


def require_new_member(community: Community, member: str, github_id: int) -> None:
    """Refuse an id that is none or is taken, and an account that somebody has.

    Raises:
        UsageError: it is so.
    """
    require_free_id(community, member)
    for record, other in community.iter_accounts():
        if record.github_id == github_id:
            raise UsageError("errors.account-joined", id=other.id)


def require_free_id(community: Community, member: str) -> None:
    """Refuse an id that is none or is taken.

    Raises:
        UsageError: it is so.
    """
    require_new_id(member, is_taken=community.knows_member(member) or not is_free_id(member))


def member_files(member: str, values: Mapping[str, Any]) -> Files:
    """Return the record of a new member."""
    path = f"members/{member}.yml"
    ordered = {key: values.get(key) for key in _ORDER}
    return {path: render_record(RecordKind.MEMBER, path, ordered).encode()}


def suggest_id(login: str) -> str | None:
    """Return an id made of a GitHub login, or None."""
    found = re.sub(r"[^a-z0-9]+", "-", login.lower()).strip("-")[:MAX_ID].strip("-")
    return found or None
