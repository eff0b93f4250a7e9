"""The places of a WebM film that can be jumped to: read, and written with where clusters are now."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.media.ebml import iter_elements, write_element
from kocbook.media.webm_film import MOST_NUMBER

_CUES = 0x1C53BB6B
_POINT, _CUE_TIME, _CUE_PLACE, _CUE_TRACK, _CUE_CLUSTER = 0xBB, 0xB3, 0xB7, 0xF7, 0xF1


def read_cues(body: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield time, track and place of the cluster of each point that can be jumped to."""
    for point in iter_elements(body):
        if point.number != _POINT:
            continue
        inside = body[point.head : point.end]
        time = b""
        for one in iter_elements(inside):
            told = inside[one.head : one.end]
            if one.number == _CUE_TIME:
                time = told[:MOST_NUMBER]
            elif one.number == _CUE_PLACE:
                parts = {
                    inner.number: told[inner.head : inner.end] for inner in iter_elements(told)
                }
                track = int.from_bytes(parts.get(_CUE_TRACK, b"")[:MOST_NUMBER], "big")
                place = int.from_bytes(parts.get(_CUE_CLUSTER, b"")[:MOST_NUMBER], "big")
                yield time, track, place


def write_cues(cues: list[tuple[bytes, int, int]], places: dict[int, int]) -> bytes:
    """Return the points; `places` says where clusters are now by where they were."""
    return write_element(
        _CUES,
        *(
            write_element(
                _POINT,
                write_element(_CUE_TIME, time),
                write_element(
                    _CUE_PLACE,
                    write_element(_CUE_TRACK, bytes((track,))),
                    write_element(_CUE_CLUSTER, places.get(place, 0).to_bytes(4, "big")),
                ),
            )
            for time, track, place in cues
        ),
    )
