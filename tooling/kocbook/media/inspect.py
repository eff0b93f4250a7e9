"""What pictures, videos and captions still tell, and how vast they are: the check's view of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kocbook.base.errors import UsageError
from kocbook.media.clean import clean_media
from kocbook.media.picture_size import MOST_PIXELS, find_picture_size
from kocbook.model.tree import Tree

_KINDS = (".jpg", ".png", ".webp", ".mp4", ".webm", ".vtt")
_MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Inside:
    """What `clean_media` would take out of a file ("place", "device", …), and why it cannot.

    `refused` is what delivering it would be answered ("damaged", "hevc", …; "" for nothing);
    `vast` is its size in pixels where that is too large.
    """

    tells: tuple[str, ...] = ()
    refused: str = ""
    vast: tuple[int, int] | None = None


def is_looked_into(path: str) -> bool:
    """True for a picture, video or captions of a contribution."""
    return path.startswith("content/") and path.endswith(_KINDS)


def look_into(tree: Tree, paths: Iterable[str]) -> dict[str, Inside]:
    """Return what stands inside each picture and video of `paths`.

    Files that are larger than any community allows, or of another kind, are for other rules.
    """
    return {path: _look(tree, path) for path in paths if is_looked_into(path)}


def _look(tree: Tree, path: str) -> Inside:
    try:
        data = tree.read(path, _MOST_BYTES)
    except OSError:
        return Inside()
    size = find_picture_size(data)
    if size and size[0] * size[1] > MOST_PIXELS:
        return Inside(vast=size)
    if len(data) > _MOST_BYTES:
        return Inside()
    try:
        return Inside(tuple(kind.value for kind in clean_media(path, data).removed))
    except UsageError as error:
        kind = error.key.removeprefix("errors.media-")
        return Inside(refused="" if kind in ("unknown", "moving") else kind)
