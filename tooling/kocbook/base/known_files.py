"""What was found out about files, one by one: looked into once, until a file is written again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from kocbook.base.memory import Memory

T = TypeVar("T")
_BASIS = "basis"


def ask_files(
    memory: Memory,
    question: str,
    root: Path,
    paths: Iterable[str],
    kind: type[T],
    find: Callable[[list[str]], Mapping[str, T]],
    basis: str = "",
) -> dict[str, T]:
    """Return what is known of each file among `paths` below `root`, sorted by path.

    `find` is given the paths that were written since, or never looked into, and returns what it finds,
    of the type `kind`; what it leaves out is asked again the next time. What was found on another
    `basis` is forgotten.
    """
    states = {path: state for path in sorted(set(paths)) if (state := _find_state(root / path))}
    kept = memory.recall(question, dict[str, kind])  # type: ignore[valid-type]  # a type all the same
    before: dict[str, Any] = {}
    if kept and kept.trace.get(_BASIS) == basis:
        before = kept.value() or {}
    known = {
        path: before[path]
        for path, state in states.items()
        if kept and path in before and kept.trace.get(f"file:{path}") == state
    }
    fresh = find([path for path in states if path not in known])
    found = {path: value for path, value in (known | dict(fresh)).items() if path in states}
    if fresh or len(known) < len(before):
        trace = {f"file:{path}": states[path] for path in found}
        memory.keep(question, {_BASIS: basis, **trace}, found)
    return {path: found[path] for path in states if path in found}


def _find_state(file: Path) -> str | None:
    """Return size, time and time of any change: the last one no program can set back."""
    try:
        status = file.lstat()
    except OSError:
        return None
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
