"""Elements of EBML, of which WebM is made: found, read and written. Source: RFC 8794."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kocbook.media.removed import DamagedError

_MOST_ELEMENTS = 2_000_000


class EbmlElement(NamedTuple):
    """An element's number (with its length bits), and where it and its content begin and end.

    `end` is None for one that says no size and goes on until something of its own level follows.
    """

    number: int
    start: int
    head: int
    end: int | None


def iter_elements(data: bytes, at: int = 0, end: int | None = None) -> Iterator[EbmlElement]:
    """Yield the elements of a part of `data`; one without a size ends the iteration.

    Raises:
        DamagedError: an element is longer than its place.
    """
    end = len(data) if end is None else end
    for _ in range(_MOST_ELEMENTS):
        if at >= end:
            return
        element = read_element(data, at, end)
        yield element
        if element.end is None:
            return
        at = element.end
    raise DamagedError


def read_element(data: bytes, at: int, end: int) -> EbmlElement:
    """Read the head of the element at a place.

    Raises:
        DamagedError: there is none, or it is longer than its place.
    """
    wide = _length(data, at, end, 4)
    number = int.from_bytes(data[at : at + wide], "big")
    start = at + wide
    width = _length(data, start, end, 8)
    size = int.from_bytes(data[start : start + width], "big") & (1 << 7 * width) - 1
    head = start + width
    if size == (1 << 7 * width) - 1:
        return EbmlElement(number, at, head, None)
    if head + size > end:
        raise DamagedError
    return EbmlElement(number, at, head, head + size)


def _length(data: bytes, at: int, end: int, most: int) -> int:
    """Return how many bytes a number takes, by the zeros that it begins with."""
    length = 9 - data[at].bit_length() if at < end else 9
    if length > most or at + length > end:
        raise DamagedError
    return length


def write_element(number: int, *parts: bytes) -> bytes:
    """Return an element around `parts`, its size written as shortly as can be."""
    body = b"".join(parts)
    return number.to_bytes((number.bit_length() + 7) // 8, "big") + write_size(len(body)) + body


def write_size(size: int) -> bytes:
    """Return a size in as few bytes as can be."""
    width = next(width for width in range(1, 9) if size < (1 << 7 * width) - 1)
    return (size | 1 << 7 * width).to_bytes(width, "big")
