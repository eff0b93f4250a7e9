"""What stands inside pictures and videos, as findings; a file that was looked into once is known."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from kocbook.base.atomic_file import write_whole
from kocbook.base.finding import Finding
from kocbook.base.tool_key import tool_key
from kocbook.media.inspect import Inside, is_looked_into, look_into
from kocbook.media.picture_size import MOST_PIXELS
from kocbook.model.tree import Tree
from kocbook.records.tree import WorkingTree
from kocbook.rules.media_metadata import report_metadata, report_oversized, report_unreadable

_FILE = ".koc/cache/media.json"


class _Known(msgspec.Struct):
    """What was found in a file of this size, written at this time."""

    size: int
    time: int
    inside: Inside


class _Index(msgspec.Struct):
    key: str
    known: dict[str, _Known]


def check_media(tree: Tree, paths: Iterable[str]) -> list[Finding]:
    """Look into the pictures and videos among `paths`; a working tree's are remembered."""
    wanted = [path for path in paths if is_looked_into(path)]
    if not wanted:
        return []
    # A trusted job reads no cache, which a fork could have written.
    if isinstance(tree, WorkingTree) and not os.environ.get("CI"):
        found = _look_once(tree, wanted)
    else:
        found = look_into(tree, wanted)
    return report_inside(found)


def report_inside(found: Mapping[str, Inside]) -> list[Finding]:
    """Return what is wrong with files of which all is known."""
    told = {path: inside.tells for path, inside in found.items() if inside.tells}
    vast = {path: inside.vast for path, inside in found.items() if inside.vast}
    closed = {path: inside.refused for path, inside in found.items() if inside.refused}
    return [
        *report_metadata(told),
        *report_unreadable(closed),
        *report_oversized(vast, MOST_PIXELS),
    ]


def _look_once(tree: WorkingTree, paths: Iterable[str]) -> dict[str, Inside]:
    index = tree.root / _FILE
    key = tool_key()
    before = _recall(index, key)
    states = {path: state for path in paths if (state := _find_state(tree.root / path))}
    known = {
        path: before[path]
        for path, state in states.items()
        if path in before and (before[path].size, before[path].time) == state
    }
    fresh = look_into(tree, [path for path in states if path not in known])
    known |= {path: _Known(*states[path], inside) for path, inside in fresh.items()}
    if known != before:
        _remember(index, _Index(key, known))
    return {path: entry.inside for path, entry in known.items()}


def _find_state(file: Path) -> tuple[int, int] | None:
    try:
        status = file.lstat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _recall(index: Path, key: str) -> dict[str, _Known]:
    try:
        kept = msgspec.json.decode(index.read_bytes(), type=_Index)
    except (OSError, msgspec.MsgspecError):
        return {}
    return kept.known if kept.key == key else {}


def _remember(index: Path, known: _Index) -> None:
    """Keep what was found for the next check; where that cannot be, nothing is lost."""
    with contextlib.suppress(OSError, UnicodeEncodeError):
        index.parent.mkdir(parents=True, exist_ok=True)
        (index.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        write_whole(index, msgspec.json.encode(known))
