"""What pictures and videos still tell of place, device and person, and how vast they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kocbook.base.errors import UsageError
from kocbook.intake.media.clean import clean_media
from kocbook.intake.media.removed import Removed
from kocbook.load.picture_size import MOST_PIXELS, find_picture_size
from kocbook.load.tree import Tree

_KINDS = (".jpg", ".png", ".webp", ".mp4")
_MOST_BYTES = 64 << 20
_TELLING = (Removed.PLACE, Removed.DEVICE, Removed.THUMBNAIL, Removed.DESCRIPTION, Removed.TRAILING)


@dataclass(frozen=True, slots=True)
class Inside:
    """What a file tells first ("place", "device", …; "" for nothing), and its size if it is vast."""

    tells: str = ""
    vast: tuple[int, int] | None = None


def is_looked_into(path: str) -> bool:
    """True for a picture or video of a contribution."""
    return path.startswith("content/") and path.endswith(_KINDS)


def look_into(tree: Tree, paths: Iterable[str]) -> dict[str, Inside]:
    """Return what stands inside each picture and video of `paths`.

    Files that are damaged, or larger than any community allows, are for other rules.
    """
    return {path: _look(tree, path) for path in paths if is_looked_into(path)}


def _look(tree: Tree, path: str) -> Inside:
    try:
        data = tree.read(path, _MOST_BYTES)
    except OSError:
        return Inside()
    size = find_picture_size(data)
    vast = size if size and size[0] * size[1] > MOST_PIXELS else None
    try:
        removed = clean_media(path, data).removed if len(data) <= _MOST_BYTES else ()
    except UsageError:
        removed = ()
    return Inside(next((kind.value for kind in _TELLING if kind in removed), ""), vast)
