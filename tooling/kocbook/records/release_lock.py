"""The lock of a release: what was published, written down so exactly that it can be built again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from kocbook.base.errors import UsageError
from kocbook.model.paths import RELEASE_TAG

RELEASES = "releases"
"""The folder of all locks."""


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
    return f"{RELEASES}/{tag}.json"


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
        known = sorted(file.stem for file in (root / RELEASES).glob("*.json"))
        raise UsageError("errors.no-release", tag=tag, known=known or ["—"])
    try:
        lock = msgspec.json.decode((root / lock_path(tag)).read_bytes(), type=ReleaseLock)
        date.fromisoformat(lock.as_of)
    except (ValueError, msgspec.MsgspecError) as error:
        raise UsageError("errors.release-damaged", file=lock_path(tag)) from error
    return lock


def departed_lock(
    data: bytes, old: str, new: str, renamed: Callable[[str, str], str]
) -> bytes | None:
    """Return a lock's bytes as they read once the member `old` has become `new`; None if damaged.

    The name goes, credits stand under the new id, and media under the names that `renamed` gives for a
    module's key and the name they had.
    """
    try:
        lock = msgspec.json.decode(data, type=ReleaseLock)
        pages = {
            key: _departed_page(key, page, old, new, renamed) for key, page in lock.pages.items()
        }
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    names = {
        language: {member: name for member, name in shown.items() if member != old}
        for language, shown in lock.names.items()
    }
    return render_lock(replace(lock, names=names, pages=pages))


def _departed_page(
    key: str, page: Mapping[str, Any], old: str, new: str, renamed: Callable[[str, str], str]
) -> dict[str, Any]:
    lines = [{**line, "member": new} if line["member"] == old else line for line in page["credits"]]
    media = {renamed(key, name): digest for name, digest in page["media"].items()}
    return {**page, "credits": lines, "media": media}


def list_locks(root: Path) -> tuple[ReleaseLock, ...]:
    """Return the locks of a repository, the newest first; a damaged one is no release."""
    locks = []
    for file in (root / RELEASES).glob("*.json"):
        try:
            locks.append(read_lock(root, file.stem))
        except UsageError:  # `koc build --release` says so to who asks for it
            continue
    return tuple(sorted(locks, key=lambda lock: (lock.as_of, lock.tag), reverse=True))
