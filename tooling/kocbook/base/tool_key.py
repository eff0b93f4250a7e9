"""A fingerprint of the tool itself: what it once computed holds only for the same tool."""

from __future__ import annotations

import functools
import hashlib
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
def tool_key(*packages: str) -> str:
    """Return the fingerprint of this tool's files, of Python, and of the libraries named."""
    # Imported here: every check imports this module, and few need a version.
    from importlib import metadata

    versions = [f"{name} {metadata.version(name)}" for name in packages]
    return digest(sys.version, *versions, tree_key(TOOL))


def tree_key(folder: Path) -> str:
    """Return the fingerprint of every file below `folder`, names and bytes, wherever it stands."""
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    return digest(
        *(
            part
            for path in files
            for part in (path.relative_to(folder).as_posix(), path.read_bytes())
        )
    )
