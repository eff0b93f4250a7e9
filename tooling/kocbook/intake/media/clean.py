"""Any picture or video that is delivered: what kind it is, and the same without telling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kocbook.base.errors import UsageError
from kocbook.intake.media.jpeg import strip_jpeg
from kocbook.intake.media.mp4 import strip_mp4
from kocbook.intake.media.png import strip_png
from kocbook.intake.media.removed import DamagedError, PositionTrackError, Removed
from kocbook.intake.media.webp import strip_webp
from kocbook.load.media_type import HEAD_BYTES, find_media_type

_HEIC = frozenset(b"heic heix heim heis hevc hevx hevm hevs mif1 msf1 avif avis".split())
_STRIPPERS: dict[str, Callable[[bytes], tuple[bytes, set[Removed]]]] = {
    "jpg": strip_jpeg,
    "png": strip_png,
    "webp": strip_webp,
    "mp4": strip_mp4,
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file's kind (jpg, png, webp, mp4, webm, vtt), its bytes, and what was taken out of it."""

    kind: str
    data: bytes
    removed: tuple[Removed, ...]


def clean_media(name: str, data: bytes) -> Cleaned:
    """Return the file without what it tells of place, device and person; pixels are identical.

    Videos in WebM and captions are passed on as they are.

    Raises:
        UsageError: its kind cannot be shown on the web, or it is damaged.
    """
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise UsageError("errors.media-heic", name=name)
    kind = find_media_type(data[:HEAD_BYTES])
    if kind is None:
        raise UsageError("errors.media-unknown", name=name)
    strip = _STRIPPERS.get(kind)
    if strip is None:
        return Cleaned(kind, data, ())
    try:
        stripped, removed = strip(data)
    except DamagedError:
        raise UsageError("errors.media-damaged", name=name) from None
    except PositionTrackError:
        raise UsageError("errors.media-positions", name=name) from None
    return Cleaned(kind, stripped, tuple(sorted(removed, key=list(Removed).index)))
