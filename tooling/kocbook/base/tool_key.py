"""A fingerprint of the tool itself: what it once computed holds only for the same tool."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sys
from pathlib import Path

TOOL = Path(__file__).parents[1]


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of `parts`, each with its length, so that no two lists look alike."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(str(len(data)).encode() + b":" + data)
    return whole.hexdigest()


@functools.cache
def tool_key() -> str:
    """Return the fingerprint of this tool's files, of Python, and of the libraries beside it."""
    return digest(sys.version, *list_libraries(), tree_key(TOOL))


def tool_stamp() -> str:
    """Return the same by the sizes and times of this tool's files, in a sixth of the time.

    For what is asked at every start and kept on this machine alone: another copy has other times.
    """
    found: list[str] = []
    folders = [str(TOOL)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
                elif entry.name != "__pycache__":
                    folders.append(entry.path)
    return digest(sys.version, *list_libraries(), *sorted(found))


def list_libraries() -> list[str]:
    """List the installed libraries with their versions, as the folders say that tell of them.

    `PyYAML-6.0.2.dist-info`: packaging.python.org, Recording installed projects. Asking
    `importlib.metadata` takes ten times as long, and every check asks.
    """
    found: set[str] = set()
    for place in sys.path:
        with contextlib.suppress(OSError):
            found.update(
                name
                for name in os.listdir(place or ".")  # noqa: PTH208 (a path per entry is waste)
                if name.endswith((".dist-info", ".egg-info"))
            )
    return sorted(found)


def tree_key(folder: Path) -> str:
    """Return the fingerprint of every file below `folder`, names and bytes, wherever it stands."""
    files: list[str] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        files += [f"{place}/{name}" for name in names]
    start = len(str(folder)) + 1
    whole: list[str | bytes] = []
    # An editor's lock is a link to nothing, and a pipe would be waited for: neither is a file.
    for path in sorted(filter(os.path.isfile, files)):
        with open(path, "rb") as file:  # noqa: PTH123 (a path object per file is waste)
            whole += [path[start:], file.read()]
    return digest(*whole)
