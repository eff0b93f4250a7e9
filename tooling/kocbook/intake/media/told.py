"""What pictures and videos still tell of place, device and person that came in by another way."""

from __future__ import annotations

from collections.abc import Iterable

from kocbook.base.errors import UsageError
from kocbook.intake.media.clean import clean_media
from kocbook.intake.media.removed import Removed
from kocbook.load.tree import Tree

_KINDS = (".jpg", ".png", ".webp", ".mp4")
_MOST_BYTES = 64 << 20
_TELLING = (Removed.PLACE, Removed.DEVICE, Removed.THUMBNAIL, Removed.DESCRIPTION, Removed.TRAILING)


def find_told(tree: Tree, paths: Iterable[str]) -> dict[str, str]:
    """Return what each of the files tells first: "place", "device", "thumbnail", … by path.

    Files that are damaged, or larger than any community allows, are for other rules.
    """
    told: dict[str, str] = {}
    for path in paths:
        if not (path.startswith("content/") and path.endswith(_KINDS)):
            continue
        try:
            data = tree.read(path, _MOST_BYTES)
            removed = clean_media(path, data).removed if len(data) <= _MOST_BYTES else ()
        except (OSError, UsageError):
            continue
        kinds = [kind for kind in _TELLING if kind in removed]
        if kinds:
            told[path] = kinds[0].value
    return told
