"""MP4, rebuilt from an allow-list: pictures and sound as they were coded, and how to play them.

The whole movie is written anew, so nothing survives that is not named here: no tags, no tracks of
positions, no names of tracks, no bytes between the pictures. What is coded stays as it is, except
for messages between coded pictures. The table of contents comes first, so that playing can begin
before all has arrived.

A library would tie what the check accepts to its version, and would put a demuxer of dozens of
formats in front of files from strangers; this reads one format, and refuses what it does not know.

Source: ISO/IEC 14496-12 (boxes), QuickTime File Format.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from kocbook.media.boxes import iter_boxes, write_box
from kocbook.media.movie_track import MovieTrack, read_track
from kocbook.media.removed import DamagedError, Removed, UnplayableError, find_told

_MOST_BYTES = (1 << 32) - (1 << 24)
_OLD, _NEW = b"qt  ", b"isom"
_BRANDS = {
    _OLD: _OLD + bytes(4) + _OLD,
    _NEW: b"isom\0\0\2\0isomiso2avc1mp41",
}


def strip_mp4(data: bytes) -> tuple[bytes, set[Removed]]:
    """Return the video with nothing but its pictures and sound, and what was taken out.

    Raises:
        DamagedError: it ends early or is no MP4.
        UnplayableError: browsers do not play it, or it comes in fragments.
    """
    removed = set[Removed]()
    movie = brand = None
    if len(data) > _MOST_BYTES:
        raise DamagedError
    for box in iter_boxes(data):
        if box.kind == b"moof":
            raise UnplayableError("errors.media-fragments")
        if box.kind == b"ftyp" and brand is None:
            brand = _OLD if _OLD in _iter_brands(data[box.head : box.end]) else _NEW
        elif box.kind == b"moov" and movie is None:
            movie = data[box.head : box.end]
        elif box.kind not in (b"mdat", b"wide"):
            removed |= (
                find_told(data[box.start + 4 : box.end])
                if any(data[box.head : min(box.end, box.head + 4096)])
                else {Removed.EXTRA}
            )
    if brand is None or movie is None:
        raise DamagedError
    head, tracks = _read_movie(data, movie, removed)
    return _write_movie(write_box(b"ftyp", _BRANDS[brand]), head, tracks), removed


def _iter_brands(body: bytes) -> Iterable[bytes]:
    yield body[:4]
    for at in range(8, len(body) - 3, 4):
        yield body[at : at + 4]


def _read_movie(data: bytes, movie: bytes, removed: set[Removed]) -> tuple[bytes, list[MovieTrack]]:
    """Return the movie's header without times, and its tracks of pictures and sound."""
    head = None
    bodies: list[bytes] = []
    for box in iter_boxes(movie):
        content = movie[box.head : box.end]
        if box.kind == b"mvhd" and head is None:
            head = _plain_head(content, removed)
        elif box.kind == b"trak":
            bodies.append(content)
        elif box.kind == b"mvex":
            raise UnplayableError("errors.media-fragments")
        elif box.kind != b"iods":
            removed |= find_told(box.kind + content)
    tracks = [track for body in bodies if (track := read_track(data, body, removed))]
    if head is None or not any(track.is_video for track in tracks):
        raise UnplayableError("errors.media-codec") if head and bodies else DamagedError
    if sum(chunk.size for track in tracks for chunk in track.chunks) > len(data):
        raise DamagedError
    return head, tracks


def _plain_head(body: bytes, removed: set[Removed]) -> bytes:
    """Return how long the movie is and how it is turned, without the days it was made on."""
    wide = body[:1] == b"\1"
    times = 16 if wide else 8
    length = 4 + times + (12 if wide else 8) + 80
    if len(body) < length:
        raise DamagedError
    if any(body[4 : 4 + times]):
        removed.add(Removed.TIME)
    at = 4 + times + (12 if wide else 8)
    kept = body[4 + times : at + 6]  # scale, duration, rate, volume
    matrix, following = body[at + 16 : at + 52], body[at + 76 : at + 80]
    return body[:1] + bytes(3 + times) + kept + bytes(10) + matrix + bytes(24) + following


def _write_movie(brand: bytes, head: bytes, tracks: Sequence[MovieTrack]) -> bytes:
    order = sorted(
        (chunk.offset, bool(chunk.size), number, index)
        for number, track in enumerate(tracks)
        for index, chunk in enumerate(track.chunks)
    )
    offsets: list[list[int]] = [[0] * len(track.chunks) for track in tracks]
    size = len(brand) + len(_moov(head, tracks, offsets)) + 8
    parts: list[bytes] = []
    at = size
    for _, _, number, index in order:
        offsets[number][index] = at
        chunk = tracks[number].chunks[index]
        parts.append(chunk.data)
        at += chunk.size
    content = b"".join(parts)
    media = struct.pack(">I", len(content) + 8) + b"mdat"
    return b"".join((brand, _moov(head, tracks, offsets), media, content))


def _moov(head: bytes, tracks: Sequence[MovieTrack], offsets: Sequence[Sequence[int]]) -> bytes:
    written = (track.write(places) for track, places in zip(tracks, offsets, strict=True))
    return write_box(b"moov", write_box(b"mvhd", head), *written)
