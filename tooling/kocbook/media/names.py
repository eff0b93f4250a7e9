"""Names of pictures and videos in a module's folder: plain letters, and never another file's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from kocbook.media.clean import Cleaned

_MAX_STEM = 50
_FALLBACK = {"mp4": "video", "webm": "video", "vtt": "captions"}


def find_free_name(
    root: Path,
    module: str,
    stem: str,
    cleaned: Cleaned,
    taken: Mapping[str, bytes | None],
    replaces: bool = False,
) -> str:
    """Return a name like `stem` for a cleaned file of the module HANDBOOK/MODULE.

    A number is added where another file, there or in `taken` (by path), has that name; `replaces`
    lets it take the place of one that is there, if the name tells all that `stem` told.
    """
    plain, is_faithful = _ascii_stem(stem, cleaned.kind)
    number, name = 1, f"{plain}.{cleaned.kind}"
    while not _is_free(
        root, f"content/{module}/{name}", cleaned.data, taken, replaces and is_faithful
    ):
        number += 1
        name = f"{plain}-{number}.{cleaned.kind}"
    return name


def _ascii_stem(stem: str, kind: str) -> tuple[str, bool]:
    """Return a name of small letters, digits and hyphens, and whether it tells what `stem` told."""
    plain = unicodedata.normalize("NFKD", stem).lower()
    letters = [char for char in plain if not unicodedata.combining(char)]
    found = re.sub(r"[^a-z0-9]+", "-", "".join(letters))[:_MAX_STEM].strip("-")
    is_faithful = len(stem) <= _MAX_STEM and all(
        char.isascii() for char in letters if char.isalnum()
    )
    return (found or _FALLBACK.get(kind, "photo")), is_faithful and bool(found)


def _is_free(
    root: Path, path: str, data: bytes, taken: Mapping[str, bytes | None], replaces: bool
) -> bool:
    if path in taken:
        return taken[path] == data
    old = root / path
    return replaces or not old.exists() or old.read_bytes() == data
