"""WebP: keeps what makes the picture, drops what tells of it. Source: RFC 9649."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.media.colour_profile import plain_profile
from kocbook.media.exif import orientation_exif, read_exif
from kocbook.media.removed import DamagedError, Removed, find_told

_PIXELS = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_SIZES = {b"VP8X": 10, b"ANIM": 6}
_FRAME_HEADER = 16
_EXIF_FLAG, _XMP_FLAG, _ICC_FLAG = 0x08, 0x04, 0x20


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
        # Of several profiles or orientations, the first counts.
        is_again = kind in (b"ICCP", b"EXIF") and any(kind == before for before, _ in parts)
        kept = _filter(kind, payload, removed)
        if kept is not None and not is_again:
            parts.append((kind, kept))
    if not any(kind in (b"VP8 ", b"VP8L", b"ANMF") for kind, _ in parts):
        raise DamagedError
    kinds = {kind for kind, _ in parts}
    body = b"".join(
        _chunk(kind, _with_flags(payload, kinds) if kind == b"VP8X" else payload)
        for kind, payload in parts
    )
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body, removed


def _filter(kind: bytes, payload: bytes, removed: set[Removed]) -> bytes | None:
    """Return what stays of a chunk, or None; notes what is taken out."""
    if kind == b"ANMF":
        inner = list(_chunks(payload[_FRAME_HEADER:]))
        if any(name not in _PIXELS for name, _ in inner):
            removed.add(Removed.EXTRA)
        pixels = (_chunk(name, data) for name, data in inner if name in _PIXELS)
        return payload[:_FRAME_HEADER] + b"".join(pixels)
    if kind in _PIXELS:
        return payload
    if kind in _SIZES:
        if len(payload) < _SIZES[kind]:
            raise DamagedError
        return payload[: _SIZES[kind]]
    if kind == b"ICCP":
        plain = plain_profile(payload)
        if plain != payload:
            removed.add(Removed.PROFILE)
        return plain
    if kind == b"EXIF":
        exif = read_exif(payload)
        removed |= exif.told
        return orientation_exif(exif.orientation) if exif.orientation > 1 else None
    removed |= find_told(payload) if kind == b"XMP " else {Removed.EXTRA}
    if kind == b"C2PA":
        removed.add(Removed.ORIGIN)
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


def _with_flags(header: bytes, kinds: set[bytes]) -> bytes:
    flags = header[0] & ~(_EXIF_FLAG | _XMP_FLAG | _ICC_FLAG)
    flags |= _EXIF_FLAG if b"EXIF" in kinds else 0
    flags |= _ICC_FLAG if b"ICCP" in kinds else 0
    return bytes((flags, 0, 0, 0)) + header[4:]
