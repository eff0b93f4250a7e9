"""One track of an MP4: read with all that it takes to play it, and written anew.

Source: ISO/IEC 14496-12 § 8.3 to 8.7 (tracks, media, sample tables).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kocbook.media.boxes import (
    iter_boxes,
    read_children,
    read_table,
    write_box,
    write_table,
)
from kocbook.media.codecs import HEVC, VIDEO, frame_bytes, plain_entry
from kocbook.media.coded_units import Filter, keep_sample
from kocbook.media.removed import DamagedError, Removed, UnplayableError, find_told

_HANDLERS = (b"vide", b"soun")
_HERE = write_box(
    b"dinf", write_box(b"dref", bytes(4), struct.pack(">I", 1), write_box(b"url ", b"\0\0\0\1"))
)
_TABLES = {b"stts": 8, b"ctts": 8, b"stss": 4, b"stps": 4}
_MOST_ENTRIES = 16
_NO_LANGUAGE = b"\x55\xc4"  # "und"
_POSITIONS = (b"gpmd", b"camm", b"gps ", b"GPS")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Samples that stand together: where they stood, and their bytes as they stay."""

    offset: int
    data: bytes

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.data)


@dataclass(frozen=True, slots=True)
class MovieTrack:
    """A track of pictures or sound: its boxes, already plain, and its chunks."""

    is_video: bool
    heads: tuple[bytes, bytes]  # before the media, and in it
    media: bytes
    tables: tuple[bytes, ...]
    chunks: tuple[Chunk, ...]

    def write(self, offsets: Sequence[int]) -> bytes:
        """Return the track with its chunks at `offsets`."""
        places = write_table(b"stco", bytes(4), struct.pack(f">{len(offsets)}I", *offsets), 4)
        tables = write_box(b"stbl", *self.tables, places)
        inside = write_box(b"minf", self.media, _HERE, tables)
        return write_box(b"trak", self.heads[0], write_box(b"mdia", self.heads[1], inside))


def read_track(data: bytes, body: bytes, removed: set[Removed]) -> MovieTrack | None:
    """Return a track of pictures or sound, or None for any other."""
    parts = read_children(body)
    media = read_children(parts.get(b"mdia", b""))
    handler = media.get(b"hdlr", b"")[8:12]
    inside = read_children(media.get(b"minf", b""))
    tables = read_children(inside.get(b"stbl", b""))
    entries = _entries(tables.get(b"stsd", b""))
    is_video = handler == b"vide"
    if handler not in _HANDLERS or (is_video and not _is_playable(entries)):
        removed.add(Removed.THUMBNAIL if is_video else Removed.TRACK)
        if any(sign in body for sign in _POSITIONS):
            removed.add(Removed.PLACE)
        return None
    _find_tags(parts, media, removed)
    plain, keeps = zip(*(plain_entry(entry, is_video, removed) for entry in entries), strict=True)
    chunks, sizes = _read_chunks(data, tables, plain, keeps[0], removed)
    return MovieTrack(
        is_video,
        (_track_head(parts, removed), _media_head(media, handler, removed)),
        _medium_head(inside, is_video),
        (_stsd(plain), *_plain_tables(tables), sizes),
        chunks,
    )


def _entries(body: bytes) -> list[bytes]:
    found = [body[8 + box.start : 8 + box.end] for box in iter_boxes(body[8:])]
    if not found or len(found) > _MOST_ENTRIES:
        raise DamagedError
    return found


def _is_playable(entries: Sequence[bytes]) -> bool:
    """True for pictures of a film; HEVC is one that people have to hear about."""
    kinds = {entry[4:8] for entry in entries}
    if kinds & HEVC:
        raise UnplayableError("errors.media-hevc")
    return kinds <= VIDEO


def _find_tags(parts: dict[bytes, bytes], media: dict[bytes, bytes], removed: set[Removed]) -> None:
    """Note what a track tells in boxes that do not stay."""
    for kind, body in (*parts.items(), *media.items()):
        if kind in (b"udta", b"meta", b"uuid", b"free", b"skip", b"gps "):
            removed |= find_told(kind + body) if any(body) else {Removed.EXTRA}
    if any(media[b"hdlr"][24:].strip(b"\0")):
        removed.add(Removed.SOFTWARE)


def _stsd(entries: Sequence[bytes]) -> bytes:
    return write_box(b"stsd", bytes(4), struct.pack(">I", len(entries)), *entries)


def _track_head(parts: dict[bytes, bytes], removed: set[Removed]) -> bytes:
    """Return number, length, size and turning of a track, and its cuts; no days."""
    body = parts.get(b"tkhd", b"")
    wide = body[:1] == b"\1"
    length = 96 if wide else 84
    if len(body) < length:
        raise DamagedError
    times = 16 if wide else 8
    if any(body[4 : 4 + times]):
        removed.add(Removed.TIME)
    kept = bytearray(body[:length])
    kept[4 : 4 + times] = bytes(times)
    kept[8 + times : 12 + times] = bytes(4)
    layer = length - 60
    kept[layer : layer + 8] = bytes(8)
    cuts = read_children(parts.get(b"edts", b"")).get(b"elst")
    head = write_box(b"tkhd", bytes(kept))
    if cuts is None:
        return head
    width = 20 if cuts[:1] == b"\1" else 12
    return head + write_box(b"edts", write_table(b"elst", *read_table(cuts, width), width))


def _media_head(media: dict[bytes, bytes], handler: bytes, removed: set[Removed]) -> bytes:
    """Return the clock of a track and whether it is seen or heard; no days, language or name."""
    body = media.get(b"mdhd", b"")
    wide = body[:1] == b"\1"
    times, clock = (16, 12) if wide else (8, 8)
    if len(body) < 4 + times + clock:
        raise DamagedError
    if any(body[4 : 4 + times]):
        removed.add(Removed.TIME)
    kept = body[:1] + bytes(3 + times) + body[4 + times : 4 + times + clock]
    kind = media[b"hdlr"][4:8]
    part = b"mhlr" if kind == b"mhlr" else bytes(4)
    named = write_box(b"hdlr", bytes(4), part, handler, bytes(13))
    return write_box(b"mdhd", kept, _NO_LANGUAGE, bytes(2)) + named


def _medium_head(inside: dict[bytes, bytes], is_video: bool) -> bytes:
    if is_video:
        body = inside.get(b"vmhd", b"")
        return write_box(b"vmhd", b"\0\0\0\1", body[4:12].ljust(8, b"\0"))
    return write_box(b"smhd", bytes(4), inside.get(b"smhd", b"")[4:6].ljust(2, b"\0"), bytes(2))


def _plain_tables(tables: dict[bytes, bytes]) -> Iterator[bytes]:
    """Yield the tables of times and of pictures that can be jumped to."""
    for kind, width in _TABLES.items():
        if kind in tables:
            yield write_table(kind, *read_table(tables[kind], width), width)
    count = len(read_table(tables.get(b"stts", b""), 8)[1])
    if not count:
        raise DamagedError
    if b"sdtp" in tables:
        samples = int.from_bytes(tables.get(b"stsz", b"")[8:12], "big")
        if len(tables[b"sdtp"]) >= 4 + samples:
            yield write_box(b"sdtp", tables[b"sdtp"][: 4 + samples])
    yield write_table(b"stsc", *read_table(tables.get(b"stsc", b""), 12), 12)


def _read_chunks(
    data: bytes,
    tables: dict[bytes, bytes],
    entries: Sequence[bytes],
    keep: Filter,
    removed: set[Removed],
) -> tuple[tuple[Chunk, ...], bytes]:
    """Return the chunks with filtered samples, and the table of the samples' sizes."""
    body = tables.get(b"stsz", b"")
    if len(body) < 12:
        raise DamagedError
    same, count = struct.unpack_from(">II", body, 4)
    sizes: Sequence[int] = ()
    if not same:
        if len(body) < 12 + 4 * count:
            raise DamagedError
        sizes = struct.unpack_from(f">{count}I", body, 12)
    step = same
    if same == 1 and entries[0][4:8] not in VIDEO:
        step = frame_bytes(entries[0])
    chunks: list[Chunk] = []
    kept_sizes: list[int] = []
    total = first = 0
    for offset, most in _runs(tables):
        several = min(most, count - first)
        own = sizes[first : first + several] if not same else ()
        length = sum(own) if not same else several * step
        first += several
        total += length
        if offset + length > len(data) or total > len(data):
            raise DamagedError
        whole = data[offset : offset + length]
        if keep is not keep_sample:
            samples = _split(whole, own if not same else [step] * several)
            filtered = [keep(sample, removed) for sample in samples]
            kept_sizes += map(len, filtered)
            whole = b"".join(filtered)
        chunks.append(Chunk(offset, whole))
    if first < count or not count:
        raise DamagedError
    if keep is not keep_sample:
        same, sizes = 0, kept_sizes
    if not same and sizes[0] > 1 and all(size == sizes[0] for size in sizes):
        same = sizes[0]
    rows = b"" if same else struct.pack(f">{count}I", *sizes)
    return tuple(chunks), write_box(b"stsz", bytes(4), struct.pack(">II", same, count), rows)


def _split(whole: bytes, sizes: Sequence[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield whole[at : at + size]
        at += size


def _runs(tables: dict[bytes, bytes]) -> Iterator[tuple[int, int]]:
    """Yield each chunk's place in the file and how many samples it holds."""
    width, letter = (8, "Q") if b"stco" not in tables else (4, "I")
    _, rows = read_table(tables.get(b"stco", tables.get(b"co64", b"")), width)
    offsets = struct.unpack(f">{len(rows) // width}{letter}", rows)
    _, runs = read_table(tables.get(b"stsc", b""), 12)
    firsts = [(first, several) for first, several, _ in struct.iter_unpack(">III", runs)]
    if not firsts or firsts[0][0] != 1 or firsts != sorted(set(firsts)):
        raise DamagedError
    at = 0
    for number, offset in enumerate(offsets, start=1):
        if at + 1 < len(firsts) and firsts[at + 1][0] <= number:
            at += 1
        yield offset, firsts[at][1]
