"""Files that npm publishes and the site serves: where they stand, and a name made of their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_PLACES = (
    _PACKAGE / "site" / "vendor",  # a wheel brings them: tooling/setup/hatch_build.py
    _PACKAGE.parents[1] / "node_modules",  # a checkout
)


def find_vendor_file(name: str) -> Path | None:
    """Return a file by its path below `node_modules`; None where this installation lacks it."""
    return next((place / name for place in _PLACES if (place / name).is_file()), None)


@cache
def content_name(path: Path) -> str:
    """Return twelve hexadecimal digits that tell a file's content: another file, another name."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
