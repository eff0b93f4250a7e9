"""WebP: keeps what makes the picture, drops what tells of it. Source: RFC 9649."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.intake.media.exif import orientation_exif, read_exif
from kocbook.intake.media.removed import DamagedError, Removed

_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_FRAME_HEADER = 16
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


def strip_webp(data: bytes) -> tuple[bytes, set[Removed]]:
    """Return the picture with ICC profile and orientation only, and what was taken out.

    Raises:
        DamagedError: it ends early or is no WebP.
    """
    size = int.from_bytes(data[4:8], "little") + 8
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or size > len(data):
        raise DamagedError
    removed = {Removed.TRAILING} if len(data) > size + size % 2 else set[Removed]()
    parts: list[tuple[bytes, bytes]] = []
    for kind, payload in _chunks(data[12:size]):
        kept = _filter(kind, payload, removed)
        if kept is not None:
            parts.append((kind, kept))
    has_exif = any(kind == b"EXIF" for kind, _ in parts)
    body = b"".join(
        _chunk(kind, _with_flags(payload, has_exif) if kind == b"VP8X" else payload)
        for kind, payload in parts
    )
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body, removed


def _filter(kind: bytes, payload: bytes, removed: set[Removed]) -> bytes | None:
    """Return what stays of a chunk, or None; notes what is taken out."""
    if kind == b"ANMF":
        inner = _chunks(payload[_FRAME_HEADER:])
        return payload[:_FRAME_HEADER] + b"".join(_chunk(k, p) for k, p in inner if k in _KEPT)
    if kind in _KEPT:
        return payload
    if kind == b"EXIF":
        exif = read_exif(payload)
        removed |= exif.told
        return orientation_exif(exif.orientation) if exif.orientation > 1 else None
    removed.add(Removed.DESCRIPTION if kind == b"XMP " else Removed.EXTRA)
    return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size
        if end > len(data):
            raise DamagedError
        yield data[at : at + 4], data[at + 8 : end]
        at = end + size % 2


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + len(payload).to_bytes(4, "little") + payload + b"\0" * (len(payload) % 2)


def _with_flags(header: bytes, has_exif: bool) -> bytes:
    flags = header[0] & ~(_EXIF_FLAG | _XMP_FLAG) if header else 0
    return bytes((flags | (_EXIF_FLAG if has_exif else 0),)) + header[1:]
