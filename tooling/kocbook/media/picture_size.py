"""How many pixels a picture has, by its header: no pixel is decoded."""

from __future__ import annotations

MOST_PIXELS = 64_000_000
"""More than phones take; a small file can claim to hold far more, to fill the memory."""

_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})  # tables and an extension, between the frames' markers
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN, _END = 0xDA, 0xD9


def find_picture_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG, PNG or WebP as it is stored; None where none is said.

    Sources: ITU-T T.81 B.2.2 (frame header), PNG 3 § 11.2.1 (IHDR), RFC 9649 § 2 (VP8, VP8L, VP8X).
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _find_webp_size(data[12:16], data[20:30])
    return _find_jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _find_webp_size(kind: bytes, body: bytes) -> tuple[int, int] | None:
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        wide, high = body[4:7], body[7:10]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        wide, high = body[6:8], body[8:10]
        return int.from_bytes(wide, "little") & 0x3FFF, int.from_bytes(high, "little") & 0x3FFF
    return None


def _find_jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes may stand before any marker
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        elif marker in (_SCAN, _END):
            return None
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            high, wide = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(wide, "big"), int.from_bytes(high, "big")
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
