"""Any picture, video or captions: what kind it is, and the same without telling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kocbook.base.errors import UsageError
from kocbook.base.extras import Extra, install_command
from kocbook.media.captions import strip_vtt
from kocbook.media.jpeg import strip_jpeg
from kocbook.media.mp4 import strip_mp4
from kocbook.media.picture_size import MOST_PIXELS, find_picture_size
from kocbook.media.png import strip_png
from kocbook.media.removed import DamagedError, Removed, UnplayableError
from kocbook.media.webm import strip_webm
from kocbook.media.webp import strip_webp
from kocbook.model.settings import Limits
from kocbook.records.media_type import HEAD_BYTES, find_media_type

_HEIC = frozenset(b"heic heix heim heis hevc hevx hevm hevs mif1 msf1 avif avis".split())
_STRIPPERS: dict[str, Callable[[bytes], tuple[bytes, set[Removed]]]] = {
    "jpg": strip_jpeg,
    "png": strip_png,
    "webp": strip_webp,
    "mp4": strip_mp4,
    "webm": strip_webm,
    "vtt": strip_vtt,
}
_GIF = b"GIF8"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file's kind (jpg, png, webp, mp4, webm, vtt), its bytes, and what was taken out of it.

    `drawn_from` is its size in bytes before it was drawn anew; None where it was not.
    `converted` says that it was drawn because browsers do not show its kind.
    """

    kind: str
    data: bytes
    removed: tuple[Removed, ...]
    drawn_from: int | None = None
    converted: bool = False


PICTURES = frozenset({"jpg", "png", "webp"})
VIDEOS = frozenset({"mp4", "webm"})


def fit_media(name: str, data: bytes, limits: Limits, anew: bool = False) -> Cleaned:
    """Return the file as `clean_media` does; a picture larger than `limits` is drawn smaller.

    Photographs in HEIC or AVIF become JPEG, which every browser shows; films that browsers do not
    play become MP4 with H.264 where that extra is installed. With `anew` every picture is drawn
    anew: nothing but its pixels is trusted, and no film is opened by anything but our own readers.

    Raises:
        UsageError: its kind cannot be shown on the web, it is damaged, or it is a video that is
            too large.
    """
    most = limits.image_kib * 1024
    is_foreign = _is_heic(data)
    if is_foreign or (anew and find_media_type(data[:HEAD_BYTES]) in PICTURES):
        cleaned = Cleaned("", data, (Removed.EXTRA,))
    else:
        cleaned = _clean_or_convert(name, data, limits, may_convert=not anew)
        if cleaned.kind not in PICTURES or len(cleaned.data) <= most:
            return cleaned
    from kocbook.media.redraw import redraw_picture  # Pillow takes a moment to import

    if is_foreign:
        most = min(most, len(data))
    drawn = redraw_picture(name, data, most, webp_too=is_foreign)
    plain = clean_media(name, drawn.data).data
    return Cleaned(drawn.kind, plain, cleaned.removed, len(data), is_foreign)


def _clean_or_convert(name: str, data: bytes, limits: Limits, may_convert: bool) -> Cleaned:
    """Clean a file; a film that browsers do not play, or that is too large, is coded again.

    Where the extra for that is missing, or the file came from elsewhere, it is refused.
    """
    most = limits.video_kib * 1024
    try:
        cleaned = clean_media(name, data)
        if cleaned.kind not in VIDEOS or len(cleaned.data) <= most:
            return cleaned
        refused = UsageError("errors.media-huge", name=name, max=limits.video_mb)
    except UsageError as error:
        refused = error
    from kocbook.media.convert import can_convert, convert_film, is_convertible

    if not (may_convert and is_convertible(refused.key, data) and can_convert()):
        raise refused
    film = clean_media(name, convert_film(name, data, most))
    was_playable = refused.key == "errors.media-huge"
    return Cleaned(film.kind, film.data, (), len(data), converted=not was_playable)


def clean_media(name: str, data: bytes) -> Cleaned:
    """Return the file without what it tells of place, device and person.

    Pixels, frames and sounds are identical, and what is clean already is returned to the byte.

    Raises:
        UsageError: its kind cannot be shown on the web, it is damaged, or it has too many pixels.
    """
    kind = None if _is_heic(data) else find_media_type(data[:HEAD_BYTES])
    if kind is None:
        gif = data.startswith(_GIF)
        if gif:
            raise UsageError("errors.media-moving", name=name, film=install_command(Extra.FILM))
        raise UsageError("errors.media-unknown", name=name)
    size = find_picture_size(data)
    if size and size[0] * size[1] > MOST_PIXELS:
        raise UsageError("errors.media-pixels", name=name, max=MOST_PIXELS // 10**6)
    try:
        stripped, removed = _STRIPPERS[kind](data)
    except (DamagedError, RecursionError):
        raise UsageError("errors.media-damaged", name=name) from None
    except UnplayableError as error:
        command = install_command(Extra.FILM)
        raise UsageError(error.key, name=name, film=command) from None
    if stripped == data:
        return Cleaned(kind, data, ())
    told = removed - {Removed.EXTRA} or {Removed.EXTRA}
    return Cleaned(kind, stripped, tuple(sorted(told, key=list(Removed).index)))


def _is_heic(data: bytes) -> bool:
    """True for a photo in HEIC or AVIF, which many browsers cannot show."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC
