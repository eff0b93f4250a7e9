"""EXIF: what it tells, and a new one that tells the orientation only.

Source: TIFF 6.0 (directories) and Exif 2.32 (tags).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from kocbook.intake.media.removed import Removed

_ORIENTATION, _GPS, _EXIF = 0x0112, 0x8825, 0x8769
_DEVICE = frozenset({0x010F, 0x0110, 0x0131, _EXIF})
_MAX_ENTRIES = 1000
_PREFIX = b"Exif\0\0"


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
    orientation, told = 1, set()
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for index in range(min(count, _MAX_ENTRIES)):
            tag, kind, _, short = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * index)
            if tag == _ORIENTATION and kind == 3 and 1 <= short <= 8:
                orientation = short
            elif tag == _GPS:
                told.add(Removed.PLACE)
            else:
                told.add(Removed.DEVICE if tag in _DEVICE else Removed.EXTRA)
        (following,) = struct.unpack_from(f"{order}I", tiff, start + 2 + 12 * count)
        if following:
            told.add(Removed.THUMBNAIL)
    except struct.error:
        told.add(Removed.EXTRA)
    return Exif(orientation, frozenset(told))


def orientation_exif(orientation: int) -> bytes:
    """Return an EXIF block (without prefix) that tells the orientation and nothing else."""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
