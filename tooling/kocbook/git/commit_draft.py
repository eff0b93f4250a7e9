"""A commit that is to be made: its branch, its message and what it writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Files = Mapping[str, bytes | None]
"""What a commit writes, by path; None deletes a file."""


@dataclass(frozen=True, slots=True)
class CommitDraft:
    """Files to write in one commit with the message `title`, on the new branch `branch`."""

    branch: str
    title: str
    files: Files
