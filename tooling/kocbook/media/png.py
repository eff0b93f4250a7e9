"""PNG: keeps what makes the picture, drops what tells of it. Source: PNG, third edition."""

from __future__ import annotations

import struct
import zlib

from kocbook.media.colour_profile import plain_profile
from kocbook.media.exif import orientation_exif, read_exif
from kocbook.media.removed import DamagedError, Removed, find_told

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PIXELS = frozenset(b"PLTE IDAT tRNS hIST fdAT".split())
_SIZES = {
    b"IHDR": 13,
    b"IEND": 0,
    b"gAMA": 4,
    b"cHRM": 32,
    b"sRGB": 1,
    b"pHYs": 9,
    b"cICP": 4,
    b"mDCV": 24,
    b"cLLI": 8,
    b"acTL": 8,
    b"fcTL": 26,
}
_MOST = {b"sBIT": 4, b"bKGD": 6}
_TOLD = {b"tIME": Removed.TIME, b"caBX": Removed.ORIGIN}
_WORDS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_KEYWORDS = {
    b"software": Removed.SOFTWARE,
    b"creation time": Removed.TIME,
    b"author": Removed.OWNER,
    b"copyright": Removed.OWNER,
    b"source": Removed.DEVICE,
}
_PROFILE_NAME = b"ICC Profile"
_MOST_PROFILE = 4 << 20  # bytes of a profile when it is unpacked


def strip_png(data: bytes) -> tuple[bytes, set[Removed]]:
    """Return the picture with colour profile and orientation only, and what was taken out.

    Raises:
        DamagedError: it ends early or is no PNG.
    """
    if not data.startswith(_SIGNATURE):
        raise DamagedError
    parts, removed, at = [_SIGNATURE], set[Removed](), len(_SIGNATURE)
    once = set[bytes]()
    while True:
        size = int.from_bytes(data[at : at + 4], "big")
        kind, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data) or (len(parts) == 1) != (kind == b"IHDR"):
            raise DamagedError
        kept = _filter(kind, data[at:end], removed)
        if kept is not None and not (kind in (b"eXIf", b"iCCP") and kind in once):
            parts.append(kept)
            once.add(kind)
        at = end
        if kind == b"IEND":
            break
    if b"IDAT" not in once:
        raise DamagedError
    if at < len(data):
        removed.add(Removed.TRAILING)
    return b"".join(parts), removed


def _filter(kind: bytes, whole: bytes, removed: set[Removed]) -> bytes | None:
    """Return what stays of a chunk, or None; notes what is taken out."""
    payload = whole[8:-4]
    if kind in _PIXELS or len(payload) == _SIZES.get(kind) or len(payload) <= _MOST.get(kind, -1):
        return whole
    if kind in (b"IHDR", b"IEND"):
        raise DamagedError
    if kind == b"iCCP":
        return _filter_profile(whole, payload, removed)
    if kind == b"eXIf":
        exif = read_exif(payload)
        removed |= exif.told
        upright = exif.orientation == 1
        return None if upright else _chunk(b"eXIf", orientation_exif(exif.orientation))
    if kind in _WORDS:
        word = payload.partition(b"\0")[0].lower()
        known = _KEYWORDS.get(word, Removed.TIME if word.startswith(b"date:") else None)
        removed |= {known} if known else find_told(payload)
    else:
        removed.add(_TOLD.get(kind, Removed.EXTRA))
    return None


def _filter_profile(whole: bytes, payload: bytes, removed: set[Removed]) -> bytes | None:
    """Return the colour profile without words; one that has none stays to the byte."""
    name, _, packed = payload.partition(b"\0")
    unpack = zlib.decompressobj()
    try:
        told = unpack.decompress(packed[1:], _MOST_PROFILE)
    except zlib.error:
        told = b""
    plain = plain_profile(told) if unpack.eof else None
    if plain == told and name == _PROFILE_NAME and not unpack.unused_data:
        return whole
    removed.add(Removed.PROFILE)
    if plain is None:
        return None
    return _chunk(b"iCCP", _PROFILE_NAME + b"\0\0" + zlib.compress(plain, 9))


def _chunk(kind: bytes, payload: bytes) -> bytes:
    check = zlib.crc32(kind + payload)
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", check)
