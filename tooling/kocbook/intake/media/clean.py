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
    """A file's kind (jpg, png, webp, mp4, webm, vtt), its bytes, and what was taken out of it.

    `shrunk_from` is its size in bytes before it was drawn anew; None where it was not.
    """

    kind: str
    data: bytes
    removed: tuple[Removed, ...]
    shrunk_from: int | None = None


PICTURES = frozenset({"jpg", "png", "webp"})


def fit_media(name: str, data: bytes, most: int, anew: bool = False) -> Cleaned:
    """Return the file as `clean_media` does; a picture of more than `most` bytes is drawn smaller.

    Photographs in HEIC or AVIF become JPEG, which every browser shows. With `anew` every picture
    is drawn anew: nothing but its pixels is trusted.

    Raises:
        UsageError: its kind cannot be shown on the web, or it is damaged.
    """
    if _is_heic(data) or (anew and find_media_type(data[:HEAD_BYTES]) in PICTURES):
        cleaned = Cleaned("", data, (Removed.EXTRA,))
    else:
        cleaned = clean_media(name, data)
        if cleaned.kind not in PICTURES or len(cleaned.data) <= most:
            return cleaned
    from kocbook.intake.media.redraw import redraw_picture  # Pillow takes a moment to import

    drawn = redraw_picture(name, data, most)
    return Cleaned(drawn.kind, drawn.data, cleaned.removed, len(data))


def clean_media(name: str, data: bytes) -> Cleaned:
    """Return the file without what it tells of place, device and person; pixels are identical.

    Videos in WebM and captions are passed on as they are.

    Raises:
        UsageError: its kind cannot be shown on the web, or it is damaged.
    """
    kind = None if _is_heic(data) else find_media_type(data[:HEAD_BYTES])
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


def _is_heic(data: bytes) -> bool:
    """True for a photo in HEIC or AVIF, which many browsers cannot show."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC
