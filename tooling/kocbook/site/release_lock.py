"""The lock of a release: what was published, written down so exactly that it can be built again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from kocbook.base.errors import UsageError
from kocbook.model.paths import RELEASE_TAG


@dataclass(frozen=True, slots=True)
class ReleaseLock:
    """What a release holds: enough to build it again, and to see whether that gave the same.

    `assembled` is the SHA-256 of each language's Markdown; `names` maps members to the names
    shown, by language, those who hide theirs left out; `pages` maps modules to their text's
    fingerprint, their credits, and the SHA-256 of their media.
    """

    tag: str
    revision: str
    as_of: str
    tool: str
    assembled: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]
    pages: Mapping[str, Mapping[str, Any]]

    @property
    def day(self) -> date:
        """The day on which everything is computed."""
        return date.fromisoformat(self.as_of)


def lock_path(tag: str) -> str:
    """Return where the lock of a release stands in the repository."""
    return f"releases/{tag}.json"


def render_lock(lock: ReleaseLock) -> bytes:
    """Write a lock as JSON, sorted, so that two releases can be compared line by line."""
    text = json.dumps(asdict(lock), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def read_lock(root: Path, tag: str) -> ReleaseLock:
    """Read the lock of a release.

    Raises:
        UsageError: there is none, or it is damaged.
    """
    if not RELEASE_TAG.fullmatch(tag) or not (root / lock_path(tag)).is_file():
        known = sorted(file.stem for file in (root / "releases").glob("*.json"))
        raise UsageError("errors.no-release", tag=tag, known=known or ["—"])
    try:
        lock = msgspec.json.decode((root / lock_path(tag)).read_bytes(), type=ReleaseLock)
        date.fromisoformat(lock.as_of)
    except (ValueError, msgspec.MsgspecError) as error:
        raise UsageError("errors.release-damaged", file=lock_path(tag)) from error
    return lock


def list_locks(root: Path) -> tuple[ReleaseLock, ...]:
    """Return the locks of a repository, the newest first; a damaged one is no release."""
    locks = []
    for file in (root / "releases").glob("*.json"):
        try:
            locks.append(read_lock(root, file.stem))
        except UsageError:  # `koc build --release` says so to who asks for it
            continue
    return tuple(sorted(locks, key=lambda lock: (lock.as_of, lock.tag), reverse=True))
