"""The report of the last check, for the next one that has nothing new to look at."""

from __future__ import annotations

import contextlib
import os
from datetime import date
from pathlib import Path

import msgspec

from kocbook.base.atomic_file import write_whole
from kocbook.base.tool_key import digest, tool_stamp
from kocbook.git.index_state import find_tree_state
from kocbook.git.run import read_git
from kocbook.report.findings import Report

_FOLDER = ".koc/cache"
_NAME = "report.json"
_GENERATED = (".github/CODEOWNERS", ".github/ISSUE_TEMPLATE", "tooling/kocbook/records/schemas")
"""What is compared with the settings, though no record: files, or folders of them."""


class _Kept(msgspec.Struct):
    key: str
    report: Report


def find_report_key(root: Path, day: date, language: str) -> str | None:
    """Return what a report depends on: the files, the tool, the day and the language.

    None where the files cannot be named quickly, and in CI: a trusted job reads no cache, which a
    fork could have written.
    """
    if os.environ.get("CI"):
        return None
    state = find_tree_state(root)
    # Whose work something is, Git's history says: equal files may have come from other hands.
    head = read_git(root, "rev-parse", "HEAD") or b""
    if state is None:
        return None
    generated = [_name(root / path) for path in _GENERATED]
    parts = (tool_stamp(), day.isoformat(), language, head.decode(), *generated)
    return digest(state.key, *parts)


def _name(path: Path) -> str:
    """Return what tells whether a file, or one in a folder, was written since."""
    files = [path, *sorted(path.iterdir())] if path.is_dir() else [path]
    looked = [(file.name, file.stat()) for file in files if file.exists()]
    return repr([(name, status.st_size, status.st_mtime_ns) for name, status in looked])


def recall_report(root: Path, key: str) -> Report | None:
    """Return the report of the last check if it had the same key."""
    try:
        kept = msgspec.json.decode((root / _FOLDER / _NAME).read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):
        return None
    return kept.report if kept.key == key else None


def remember_report(root: Path, key: str, report: Report) -> None:
    """Keep a report for the next check; where that cannot be, nothing is lost."""
    target = root / _FOLDER / _NAME
    # A name in a report may be no text at all.
    with contextlib.suppress(OSError, UnicodeEncodeError):
        target.parent.mkdir(parents=True, exist_ok=True)
        # The folder says itself that Git has nothing to do with it.
        (target.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        write_whole(target, msgspec.json.encode(_Kept(key, report)))
