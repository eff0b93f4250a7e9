"""Boxes of ISO base media files: found, read and written. Source: ISO/IEC 14496-12 § 4.2."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from kocbook.media.removed import DamagedError

MOST_BOXES = 10_000


class Box(NamedTuple):
    """A box's kind, and where it begins, its content begins, and it ends."""

    kind: bytes
    start: int
    head: int
    end: int


def iter_boxes(data: bytes, at: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield the boxes of a part of `data`; the last of a file may say that it goes to the end.

    Raises:
        DamagedError: a box is longer than its place, or there are too many.
    """
    end = len(data) if end is None else end
    for _ in range(MOST_BOXES):
        if end - at < 8:
            return  # QuickTime closes some lists with four zeros
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        stop = at + size if size else end
        if stop < head or stop > end:
            raise DamagedError
        yield Box(kind, at, head, stop)
        at = stop
    raise DamagedError


def read_children(body: bytes) -> dict[bytes, bytes]:
    """Return the content of each kind of box in `body`; of several of a kind, the first."""
    found: dict[bytes, bytes] = {}
    for box in iter_boxes(body):
        found.setdefault(box.kind, body[box.head : box.end])
    return found


def write_box(kind: bytes, *parts: bytes) -> bytes:
    """Return a box around `parts`."""
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def read_table(body: bytes, width: int) -> tuple[bytes, bytes]:
    """Return version and flags, and the rows of a table with `width` bytes a row; no more of it."""
    count = int.from_bytes(body[4:8], "big")
    rows = body[8 : 8 + count * width]
    if len(body) < 8 or len(rows) != count * width:
        raise DamagedError
    return body[:4], rows


def write_table(kind: bytes, flags: bytes, rows: bytes, width: int) -> bytes:
    """Return the box of a table with `width` bytes a row."""
    return write_box(kind, flags, struct.pack(">I", len(rows) // width), rows)
