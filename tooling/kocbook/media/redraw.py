"""A picture drawn anew: only its pixels survive, upright, in sRGB, and no larger than allowed.

What is hidden in a file (place, device, a second file behind the picture) is no pixel.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from kocbook.base.errors import UsageError
from kocbook.base.extras import Extra, install_command
from kocbook.media.picture_size import MOST_PIXELS

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", AvifImagePlugin.AvifImageFile.format)
_MOVING = {"PNG", "WEBP"}
_EDGES = (2560, 2048, 1600, 1280, 1024, 800, 640, 480, 320, 160, 80, 40)  # pixels of the long side
_QUALITIES = (88, 80, 70)
_LOWER = (55, 40, 30)
"""Of WebP, where a photograph came in HEIC or AVIF: at the bytes of its own kind, WebP at 35 still
shows all that the eye saw (31 dB and more over five photographs and four qualities), while JPEG at
20 shows blocks, and a smaller picture loses what there is to see.
"""

register_heif_opener(thumbnails=False)


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture's kind (jpg or webp), its bytes and its size in pixels."""

    kind: str
    data: bytes
    width: int
    height: int


def redraw_picture(name: str, data: bytes, most: int, webp_too: bool = False) -> Redrawn:
    """Decode a picture and encode it again in at most `most` bytes, smaller where it has to be.

    Photographs become JPEG; drawings and whatever is transparent become WebP, and with `webp_too`
    photographs that would lose pixels as JPEG.

    Raises:
        UsageError: it is no picture, damaged, moving, or has too many pixels.
    """
    image, is_drawing = _decode(name, data)
    for edge, kind, quality in _steps(max(image.size), is_drawing, webp_too):
        small = image
        if max(image.size) > edge:
            small = image.copy()
            small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        if kind == "webp":
            small.save(out, "WEBP", quality=quality, method=4)
        else:
            small.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= most:
            return Redrawn(kind, out.getvalue(), small.width, small.height)
    raise UsageError("errors.media-too-detailed", name=name)


def _steps(longest: int, is_drawing: bool, webp_too: bool) -> Iterator[tuple[int, str, int]]:
    """Yield lengths of the long side, kinds and qualities, the best first."""
    edges = [min(longest, _EDGES[0]), *(edge for edge in _EDGES[1:] if edge < longest)]
    webp = (*_QUALITIES, *_LOWER) if webp_too else _QUALITIES if is_drawing else ()
    for edge in edges:
        for quality in () if is_drawing else _QUALITIES:
            yield edge, "jpg", quality
        for quality in webp:
            yield edge, "webp", quality


def _decode(name: str, data: bytes) -> tuple[Image.Image, bool]:
    """Return the upright picture without anything beside it, and whether it is a drawing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd metadata, which is dropped anyway
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                _require_usable(name, image)
                is_drawing = image.format in ("PNG", "WEBP")
                image.draft("RGB", (_EDGES[0], _EDGES[0]))
                return _plain_pixels(image), is_drawing or image.has_transparency_data
    except Image.DecompressionBombError:
        raise UsageError("errors.media-pixels", name=name, max=MOST_PIXELS // 10**6) from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError, IndexError):
        raise UsageError("errors.media-damaged", name=name) from None


def _require_usable(name: str, image: Image.Image) -> None:
    """Refuse by what the header says, before any pixel is decoded."""
    if image.width * image.height > MOST_PIXELS:
        raise UsageError("errors.media-pixels", name=name, max=MOST_PIXELS // 10**6)
    if image.format in _MOVING and getattr(image, "n_frames", 1) > 1:
        raise UsageError("errors.media-moving", name=name, film=install_command(Extra.FILM))


def _plain_pixels(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    if profile:
        upright = _to_srgb(upright, profile, mode)
    plain = upright.convert(mode)
    plain.info = {}
    return plain


def _to_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Convert colours to sRGB; a profile that cannot be read leaves them as they are."""
    source = image if image.mode in ("RGB", "RGBA", "CMYK", "L") else image.convert(mode)
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        wanted = ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(source, given, wanted, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return found or image
