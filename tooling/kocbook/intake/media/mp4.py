"""MP4: overwrites what tells of place and device in place, so that no offset changes.

Source: ISO/IEC 14496-12 (boxes). The picture and sound data are not touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.intake.media.removed import DamagedError, PositionTrackError, Removed

_TELLING = frozenset({b"udta", b"meta", b"uuid"})
_CONTAINERS = frozenset({b"moov", b"trak"})


def strip_mp4(data: bytes) -> tuple[bytes, set[Removed]]:
    """Return the video with its tags blanked, and what was taken out.

    Raises:
        DamagedError: it ends early or is no MP4.
        PositionTrackError: an action camera wrote positions all along it.
    """
    result, removed = bytearray(data), set[Removed]()
    for kind, start, head, end in _boxes(data, 0, len(data), 0):
        if kind in _TELLING:
            result[start + 4 : start + 8] = b"free"
            result[head:end] = bytes(end - head)
            removed.add(Removed.EXTRA)
            if b"\xa9xyz" in data[head:end] or b"location" in data[head:end]:
                removed.add(Removed.PLACE)
        elif kind == b"moov" and b"gpmd" in data[head:end]:
            raise PositionTrackError
    return bytes(result), removed


def _boxes(data: bytes, at: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield kind, start, start of the content and end of each box, and of those in containers."""
    while at < end:
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        stop = at + size if size else end
        if stop < head or stop > end:
            raise DamagedError
        yield kind, at, head, stop
        if kind in _CONTAINERS and depth < 3:
            yield from _boxes(data, head, stop, depth + 1)
        at = stop
