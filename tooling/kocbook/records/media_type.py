"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

HEAD_BYTES = 512


def find_media_type(head: bytes) -> str | None:
    """Return jpg, png, webp, mp4, webm or vtt by the first HEAD_BYTES, or None.

    Source: the formats' own signatures (JFIF/Exif SOI, PNG, RIFF WEBP, ISO BMFF, EBML, WebVTT).
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] not in (b"heic", b"heix", b"mif1", b"avif"):
        return "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
        return "webm"
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return "vtt"
    return None
