"""The clusters of a WebM film: its coded pictures and sounds, block by block."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.media.coded_units import filter_av1
from kocbook.media.ebml import iter_elements, write_element
from kocbook.media.removed import DamagedError, Removed
from kocbook.media.webm_film import MOST_NUMBER, Film, keep_numbers

_CLUSTER, _VOID = 0x1F43B675, 0xEC
_TIME, _SIMPLE, _GROUP, _BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
_GROUP_NUMBERS = frozenset({0x9B, 0xFB, 0x75A2})
_ADDITIONS, _MORE, _ADD_ID, _ADDITIONAL = 0x75A1, 0xA6, 0xEE, 0xA5


def plain_cluster(film: Film, body: bytes) -> bytes:
    """Return a cluster with the blocks of the tracks that stay.

    Raises:
        DamagedError: it says no time, or a block is cut off.
    """
    time = b""
    blocks: list[bytes] = []
    for one in iter_elements(body):
        told = body[one.head : one.end]
        if one.number == _TIME and len(told) <= MOST_NUMBER:
            time = write_element(_TIME, told)
        elif one.number == _SIMPLE:
            kept = _plain_block(film, told)
            blocks += [write_element(_SIMPLE, kept)] if kept else []
        elif one.number == _GROUP:
            blocks += _plain_group(film, told)
        elif one.number == _VOID and any(told):
            film.removed.add(Removed.EXTRA)
    if not time:
        raise DamagedError
    return write_element(_CLUSTER, time, *blocks)


def _plain_block(film: Film, told: bytes) -> bytes:
    """Return a block of a track that stays, else nothing."""
    if len(told) < 4 or not told[0] & 0x80:
        raise DamagedError
    codec = film.codecs.get(told[0] & 0x7F)
    if codec is None:
        return b""
    if codec == b"V_AV1" and not told[3] & 6:  # no lacing: one sample
        return told[:4] + filter_av1(told[4:], film.removed)
    return told


def _plain_group(film: Film, body: bytes) -> list[bytes]:
    parts = {one.number: body[one.head : one.end] for one in iter_elements(body)}
    block = _plain_block(film, parts.get(_BLOCK, b""))
    if not block:
        return []
    more = b"".join(
        write_element(_MORE, write_element(_ADD_ID, b"\1"), write_element(_ADDITIONAL, alpha))
        for one in iter_elements(parts.get(_ADDITIONS, b""))
        if one.number == _MORE
        for alpha in _iter_alpha(parts[_ADDITIONS][one.head : one.end])
    )
    added = write_element(_ADDITIONS, more) if more else b""
    numbers = keep_numbers(body, _GROUP_NUMBERS)
    return [write_element(_GROUP, write_element(_BLOCK, block), added, numbers)]


def _iter_alpha(body: bytes) -> Iterator[bytes]:
    """Yield how transparent a picture is; additions with other numbers are words."""
    parts = {one.number: body[one.head : one.end] for one in iter_elements(body)}
    if parts.get(_ADD_ID, b"\1") == b"\1" and _ADDITIONAL in parts:
        yield parts[_ADDITIONAL]
