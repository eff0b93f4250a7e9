"""What is kept of a WebM film while it is read, and the numbers that all its parts share."""

from __future__ import annotations

from dataclasses import dataclass, field

from kocbook.media.ebml import iter_elements, write_element
from kocbook.media.removed import Removed

MOST_NUMBER = 8
"""Bytes of the longest number; what is longer could be words."""


@dataclass(slots=True)
class Film:
    """What is kept of a segment, as it is read; clusters by where they stood in it."""

    removed: set[Removed]
    info: bytes = b""
    tracks: list[bytes] = field(default_factory=list)
    codecs: dict[int, bytes] = field(default_factory=dict)
    clusters: dict[int, bytes] = field(default_factory=dict)
    cues: list[tuple[bytes, int, int]] = field(default_factory=list)


def keep_numbers(body: bytes, kept: frozenset[int]) -> bytes:
    """Return the elements of `kept` numbers that are no longer than a number."""
    return b"".join(
        write_element(element.number, body[element.head : element.end])
        for element in iter_elements(body)
        if element.number in kept
        and element.end is not None
        and element.end - element.head <= MOST_NUMBER
    )
