"""What a track of an MP4 is coded with: descriptions rebuilt from an allow-list.

Sources: ISO/IEC 14496-12 § 12 (sample entries), 14496-14 (esds), 14496-15 (avcC); QuickTime File
Format (sound descriptions); the bindings of Opus, FLAC, AV1 and VP9 to ISO base media files.
"""

from __future__ import annotations

import struct

from kocbook.media.boxes import iter_boxes, write_box
from kocbook.media.coded_units import Filter, avc_filter, filter_av1, keep_sample
from kocbook.media.colour_profile import plain_profile
from kocbook.media.removed import DamagedError, Removed, UnplayableError

HEVC = frozenset({b"hvc1", b"hev1", b"dvh1", b"dvhe"})
VIDEO = frozenset({b"avc1", b"avc3", b"av01", b"vp08", b"vp09"})
SOUND = frozenset(
    b"mp4a Opus fLaC .mp3 alac ac-3 ec-3 sowt twos lpcm in24 in32 fl32 ipcm fpcm".split()
) | {b"raw "}
_SIZES = {
    b"pasp": 8,
    b"clap": 32,
    b"btrt": 12,
    b"fiel": 2,
    b"mdcv": 24,
    b"clli": 4,
    b"enda": 2,
    b"frma": 4,
    b"dac3": 3,
    b"alac": 28,
    b"vpcC": 12,
    b"pcmC": 6,
}
_VISUAL, _MOST_CONFIG = 78, 4096


def plain_entry(entry: bytes, is_video: bool, removed: set[Removed]) -> tuple[bytes, Filter]:
    """Return a sample entry (a whole box) without words, and what filters its samples.

    Raises:
        UnplayableError: browsers do not play it.
    """
    kind, body = entry[4:8], entry[8:]
    if kind in HEVC:
        raise UnplayableError("errors.media-hevc")
    if kind not in (VIDEO if is_video else SOUND):
        raise UnplayableError("errors.media-codec")
    fixed = _VISUAL if is_video else _sound_size(body)
    if len(body) < fixed:
        raise DamagedError
    head = bytearray(body[:fixed])
    head[:8] = b"\0\0\0\0\0\0\0\1"
    if is_video:
        if any(head[42:74]):
            removed.add(Removed.SOFTWARE)
        head[8:24], head[42:74] = bytes(16), bytes(32)
    else:
        head[10:16] = bytes(6)  # revision and maker; the version stays
    children: list[bytes] = []
    keep: Filter = keep_sample
    for box in iter_boxes(body, fixed):
        content = body[box.head : box.end]
        plain = _plain_child(box.kind, content, removed)
        if plain is not None:
            children.append(write_box(box.kind, plain))
            if box.kind == b"avcC":
                keep = avc_filter((plain[4] & 3) + 1)
    if kind in (b"avc1", b"avc3") and keep is keep_sample:
        raise DamagedError
    if kind == b"av01":
        keep = filter_av1
    return write_box(kind, bytes(head), *children), keep


def frame_bytes(entry: bytes) -> int:
    """Return how many bytes one moment of plain sound takes."""
    channels, bits = struct.unpack_from(">HH", entry, 24)
    return max(1, int(channels) * int(bits) // 8)


def _sound_size(body: bytes) -> int:
    """Return how long the fixed part is: QuickTime has longer ones."""
    return 28 + {1: 16, 2: 36}.get(int.from_bytes(body[8:10], "big"), 0)


def _plain_child(kind: bytes, body: bytes, removed: set[Removed]) -> bytes | None:
    """Return what stays of a box in a sample entry, or None."""
    if kind in _SIZES:
        if kind == b"vpcC":
            return body[:10] + b"\0\0" if len(body) >= 12 else None
        return body[: _SIZES[kind]] if len(body) >= _SIZES[kind] else None
    if kind == b"avcC":
        return _plain_avc(body)
    if kind == b"av1C":
        return body[:4] + filter_av1(body[4:], removed)
    if kind == b"esds":
        return _plain_esds(body)
    if kind == b"dOps":
        return body[: 11 if body[10:11] == b"\0" else 13 + body[1]] if len(body) >= 11 else None
    if kind == b"dfLa":  # of FLAC's blocks, the one with the stream's numbers
        return body[:4] + b"\x80" + body[5:42] if body[4:8] in _STREAM_INFO else None
    if kind == b"dec3":
        return body[:64]
    if kind == b"wave":
        inner = [
            write_box(box.kind, plain)
            for box in iter_boxes(body)
            if box.kind in (b"frma", b"esds", b"enda")
            and (plain := _plain_child(box.kind, body[box.head : box.end], removed)) is not None
        ]
        return b"".join(inner) + b"\0\0\0\x08\0\0\0\0"
    return _plain_colours(body, removed) if kind == b"colr" else None


_STREAM_INFO = (b"\0\0\0\x22", b"\x80\0\0\x22")


def _plain_colours(body: bytes, removed: set[Removed]) -> bytes | None:
    if body[:4] in (b"nclx", b"nclc"):
        return body[: 11 if body[:4] == b"nclx" else 10]
    if body[:4] not in (b"prof", b"rICC"):
        return None
    plain = plain_profile(body[4:])
    if plain != body[4:]:
        removed.add(Removed.PROFILE)
    return None if plain is None else body[:4] + plain


def _plain_avc(body: bytes) -> bytes:
    """Return the parameter sets of H.264 and nothing behind them."""
    if len(body) < 7:
        raise DamagedError
    at = _skip_sets(body, 6, body[5] & 0x1F)
    at = _skip_sets(body, at + 1, body[at] if at < len(body) else 0)
    if body[1] not in (66, 77, 88) and len(body) >= at + 4:  # these profiles have no extension
        at = _skip_sets(body, at + 4, body[at + 3])
    return body[:at]


def _skip_sets(body: bytes, at: int, count: int) -> int:
    """Return where a list of parameter sets ends."""
    for _ in range(count):
        at += 2 + int.from_bytes(body[at : at + 2], "big")
    if at > len(body):
        raise DamagedError
    return at


def _plain_esds(body: bytes) -> bytes:
    """Return how MPEG-4 sound is coded, without addresses and other descriptors."""
    tag, told, _ = _descriptor(body, 4)
    if tag != 3 or len(told) < 3 or told[2] & 0x40:
        raise DamagedError
    at = 3 + (2 if told[2] & 0x80 else 0) + (2 if told[2] & 0x20 else 0)
    tag, config, _ = _descriptor(told, at)
    if tag != 4 or len(config) < 13:
        raise DamagedError
    special = b""
    if len(config) > 13:
        tag, special, _ = _descriptor(config, 13)
        if tag != 5 or len(special) > _MOST_CONFIG:
            raise DamagedError
    inner = _write_descriptor(5, special) if special else b""
    whole = told[:2] + b"\0" + _write_descriptor(4, config[:13] + inner) + b"\x06\x01\x02"
    return bytes(4) + _write_descriptor(3, whole)


def _descriptor(data: bytes, at: int) -> tuple[int, bytes, int]:
    """Return tag, content and end of a descriptor."""
    size, start = 0, at + 1
    for _ in range(4):
        if start >= len(data):
            raise DamagedError
        byte = data[start]
        size, start = size << 7 | byte & 0x7F, start + 1
        if not byte & 0x80:
            break
    if start + size > len(data):
        raise DamagedError
    return data[at], data[start : start + size], start + size


def _write_descriptor(tag: int, body: bytes) -> bytes:
    size = len(body)
    length = bytes((size,)) if size < 128 else bytes((0x80 | size >> 7, size & 0x7F))
    if size >= 1 << 14:
        raise DamagedError
    return bytes((tag,)) + length + body
