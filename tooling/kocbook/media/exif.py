"""EXIF: what it tells, and a new one that tells the orientation only.

Source: TIFF 6.0 (directories) and Exif 2.32 (tags).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from kocbook.media.removed import Removed

_ORIENTATION, _GPS, _EXIF = 0x0112, 0x8825, 0x8769
_MAX_ENTRIES = 1000
_PREFIX = b"Exif\0\0"
_TOLD: dict[int, Removed] = {
    **dict.fromkeys((0x010F, 0x0110, 0xC62F, 0xC614), Removed.DEVICE),
    **dict.fromkeys((0x013B, 0x8298, 0x9C9D, 0xA430), Removed.OWNER),
    **dict.fromkeys((0x010E, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F, 0x9286, 0x02BC), Removed.DESCRIPTION),
    **dict.fromkeys((0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012), Removed.TIME),
    **dict.fromkeys((0x0131, 0x013C), Removed.SOFTWARE),
}
_PLAIN = frozenset({0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003, 0xA005})
"""Versions, colour space and size in pixels: of the camera's directory, but not its settings."""


@dataclass(frozen=True, slots=True)
class Exif:
    """The orientation (1 to 8; 1 is upright) and what else was told."""

    orientation: int
    told: frozenset[Removed]


def read_exif(data: bytes) -> Exif:
    """Read an EXIF block, with or without its prefix; whatever is broken in it tells nothing."""
    tiff = data.removeprefix(_PREFIX)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return Exif(1, frozenset({Removed.EXTRA}))
    orientation, told = 1, set[Removed]()
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for index in range(min(count, _MAX_ENTRIES)):
            tag, kind, _, short = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * index)
            if tag == _ORIENTATION and kind == 3 and 1 <= short <= 8:
                orientation = short
            elif tag == _GPS:
                told.add(Removed.PLACE)
            elif tag == _EXIF:
                told |= _read_settings(tiff, order, start + 2 + 12 * index + 8)
            else:
                told.add(_TOLD.get(tag, Removed.EXTRA))
        (following,) = struct.unpack_from(f"{order}I", tiff, start + 2 + 12 * count)
        if following:
            told.add(Removed.THUMBNAIL)
    except struct.error:
        told.add(Removed.EXTRA)
    return Exif(orientation, frozenset(told))


def _read_settings(tiff: bytes, order: str, pointer: int) -> set[Removed]:
    """Read the directory of the camera's settings, to which the entry at `pointer` leads."""
    (start,) = struct.unpack_from(f"{order}I", tiff, pointer)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    told = set[Removed]()
    for index in range(min(count, _MAX_ENTRIES)):
        (tag,) = struct.unpack_from(f"{order}H", tiff, start + 2 + 12 * index)
        told.add(Removed.EXTRA if tag in _PLAIN else _TOLD.get(tag, Removed.DEVICE))
    return told


def orientation_exif(orientation: int) -> bytes:
    """Return an EXIF block (without prefix) that tells the orientation and nothing else."""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
