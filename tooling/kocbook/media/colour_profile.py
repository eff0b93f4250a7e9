"""Colour profiles without words: the numbers that make the colours, and nothing of who made them.

Source: ICC.1:2022 § 7 (header, tag table) and § 9 (tags).
"""

from __future__ import annotations

import struct

_HEAD, _MOST_TAGS = 128, 100
_COLOURS = frozenset(
    b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad lumi cicp gamt"
    b" A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3".split()
)
_SPOKEN = ((0, 8), (24, 36), (40, 44), (48, 56), (80, _HEAD))
"""Of the header: size and maker of the program, the time, platform, device, creator and identity."""


def plain_profile(profile: bytes) -> bytes | None:
    """Return a profile of the same colours, with empty words; None where it cannot be read."""
    if len(profile) < _HEAD + 4 or profile[36:40] != b"acsp":
        return None
    (count,) = struct.unpack_from(">I", profile, _HEAD)
    if count > _MOST_TAGS or _HEAD + 4 + 12 * count > len(profile):
        return None
    tags: dict[bytes, bytes] = {}
    for index in range(count):
        kind, start, size = struct.unpack_from(">4sII", profile, _HEAD + 4 + 12 * index)
        if kind in _COLOURS and kind not in tags:
            if start + size > len(profile):
                return None
            tags[kind] = profile[start : start + size]
    if sum(map(len, set(tags.values()))) > len(profile):
        return None
    head = bytearray(profile[:_HEAD])
    for start, end in _SPOKEN:
        head[start:end] = bytes(end - start)
    head[36:40] = b"acsp"
    words = _no_words(is_new=head[8] >= 4)
    return _write(bytes(head), {**dict(zip((b"desc", b"cprt"), words, strict=True)), **tags})


def _no_words(is_new: bool) -> tuple[bytes, bytes]:
    """Return an empty description and an empty copyright, which every profile has to have."""
    if is_new:
        nothing = b"mluc" + struct.pack(">III", 0, 0, 12)
        return nothing, nothing
    return b"desc" + struct.pack(">II", 0, 1) + bytes(80), b"text" + bytes(5)


def _write(head: bytes, tags: dict[bytes, bytes]) -> bytes:
    at = _HEAD + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    body = bytearray()
    table = struct.pack(">I", len(tags))
    for kind, data in tags.items():
        if data not in places:
            places[data] = at + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", kind, places[data], len(data))
    whole = head + table + bytes(body)
    return len(whole).to_bytes(4, "big") + whole[4:]
