"""PNG: keeps what makes the picture, drops what tells of it. Source: PNG, third edition."""

from __future__ import annotations

import struct
import zlib

from kocbook.intake.media.exif import orientation_exif, read_exif
from kocbook.intake.media.removed import DamagedError, Removed

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI hIST"
    b" acTL fcTL fdAT".split()
)
_WORDS = frozenset({b"tEXt", b"zTXt", b"iTXt"})


def strip_png(data: bytes) -> tuple[bytes, set[Removed]]:
    """Return the picture with ICC profile and orientation only, and what was taken out.

    Raises:
        DamagedError: it ends early or is no PNG.
    """
    if not data.startswith(_SIGNATURE):
        raise DamagedError
    parts, removed, at = [_SIGNATURE], set[Removed](), len(_SIGNATURE)
    while True:
        size = int.from_bytes(data[at : at + 4], "big")
        kind, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data) or (len(parts) == 1 and kind != b"IHDR"):
            raise DamagedError
        if kind in _KEPT:
            parts.append(data[at:end])
        elif kind == b"eXIf":
            exif = read_exif(data[at + 8 : end - 4])
            removed |= exif.told
            if exif.orientation > 1:
                parts.append(_chunk(b"eXIf", orientation_exif(exif.orientation)))
        else:
            removed.add(Removed.DESCRIPTION if kind in _WORDS else Removed.EXTRA)
        at = end
        if kind == b"IEND":
            break
    if at < len(data):
        removed.add(Removed.TRAILING)
    return b"".join(parts), removed


def _chunk(kind: bytes, payload: bytes) -> bytes:
    check = zlib.crc32(kind + payload)
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", check)
