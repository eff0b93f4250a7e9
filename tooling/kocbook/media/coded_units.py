"""Coded pictures of a video without the words between them: settings, positions, clock times.

Sources: ITU-T H.264 § 7.3.2.3 and Annex D (SEI); AV1 Bitstream § 5.3 to 5.8 (OBU, metadata).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kocbook.media.removed import DamagedError, Removed, find_told

Filter = Callable[[bytes, set[Removed]], bytes]
_SPOKEN_UNITS = frozenset({12, *range(16, 19), *range(21, 32), 0})
"""H.264: filler and units that the standard leaves to others."""
_SEI = 6
_SEI_SIZES = {6: 4, 45: 16, 47: 16, 137: 24, 144: 4, 147: 1}
"""What players need (recovery points, layout, turning, brightness): at most so many bytes."""
_OBU_METADATA, _OBU_SPOKEN = 5, frozenset({0, *range(8, 16)})
_MOST_METADATA = 64


def avc_filter(width: int) -> Filter:
    """Return what filters samples of H.264 whose units begin with lengths of `width` bytes."""

    def keep(sample: bytes, removed: set[Removed]) -> bytes:
        parts: list[bytes] = []
        at, whole = 0, True
        while at < len(sample):
            start = at + width
            end = start + int.from_bytes(sample[at:start], "big")
            if end > len(sample) or start > len(sample):
                raise DamagedError
            kind = sample[start] & 0x1F if end > start else 0
            if kind == _SEI:
                kept = _plain_sei(sample[start:end], removed)
                whole = False
                if kept:
                    parts.append(len(kept).to_bytes(width, "big") + kept)
            elif kind in _SPOKEN_UNITS:
                whole = False
                removed.add(Removed.EXTRA)
            else:
                parts.append(sample[at:end])
            at = end
        return sample if whole else b"".join(parts)

    return keep


def _plain_sei(unit: bytes, removed: set[Removed]) -> bytes:
    """Return a unit of messages to the player with those that it needs, or nothing."""
    raw = unit[1:].replace(b"\0\0\3", b"\0\0")
    kept = bytearray()
    at = 0
    while at < len(raw) - 1:
        kind, at = _read_number(raw, at)
        size, at = _read_number(raw, at)
        body = raw[at : at + size]
        at += size
        if len(body) == size <= _SEI_SIZES.get(kind, -1):
            kept += bytes((kind, size)) + body
        elif kind > 1:  # 0 and 1 are times of buffers and clocks: they go without a word
            removed |= {Removed.SOFTWARE} if b"x264" in body else find_told(body)
    if not kept:
        return b""
    escaped = re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", bytes(kept) + b"\x80")
    return unit[:1] + escaped


def _read_number(raw: bytes, at: int) -> tuple[int, int]:
    """Return a number written as 255, 255, …, rest, and where it ends."""
    number = 0
    while at < len(raw) and raw[at] == 0xFF:
        number, at = number + 255, at + 1
    return number + (raw[at] if at < len(raw) else 0), at + 1


def filter_av1(sample: bytes, removed: set[Removed]) -> bytes:
    """Return the units of an AV1 sample that make its pictures."""
    parts: list[bytes] = []
    at = 0
    while at < len(sample):
        head = sample[at]
        start = at + 2 if head & 4 else at + 1
        kind, end = head >> 3 & 15, len(sample)
        if head & 2:
            size, start = read_leb128(sample, start)
            end = start + size
        if end > len(sample) or start > end:
            raise DamagedError
        is_told = kind == _OBU_METADATA and (
            end - start > _MOST_METADATA or sample[start : start + 1] not in (b"\1", b"\2", b"\3")
        )
        if kind in _OBU_SPOKEN or is_told:
            removed |= find_told(sample[start:end])
        else:
            parts.append(sample[at:end])
        at = end
    return b"".join(parts)


def read_leb128(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of up to eight bytes of seven bits, the lowest first, and where it ends."""
    number = 0
    for index in range(8):
        if at + index >= len(data):
            break
        byte = data[at + index]
        number |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            return number, at + index + 1
    raise DamagedError


def keep_sample(sample: bytes, removed: set[Removed]) -> bytes:
    """Return a sample as it is: its format has no place for words."""
    del removed
    return sample
