"""WebM, rebuilt from an allow-list: pictures and sound as they were coded, and how to play them.

Sources: RFC 9559 (Matroska elements), the WebM container guidelines, Vorbis I § 5 (comments).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kocbook.intake.media.coded_units import filter_av1
from kocbook.intake.media.ebml import Element, iter_elements, read_element, write_element
from kocbook.intake.media.removed import DamagedError, Removed, UnplayableError, find_told

_EBML, _SEGMENT, _INFO, _TRACKS, _CLUSTER, _CUES = (
    *(0x1A45DFA3, 0x18538067, 0x1549A966),
    *(0x1654AE6B, 0x1F43B675, 0x1C53BB6B),
)
_TAGS, _ATTACHMENTS, _CHAPTERS, _SEEK = 0x1254C367, 0x1941A469, 0x1043A770, 0x114D9B74
_TOP = frozenset({_INFO, _TRACKS, _CLUSTER, _CUES, _TAGS, _ATTACHMENTS, _CHAPTERS, _SEEK})
_VOID, _CRC = 0xEC, 0xBF
_SCALE, _DURATION, _DATE, _TITLE, _APPS = 0x2AD7B1, 0x4489, 0x4461, 0x7BA9, (0x4D80, 0x5741)
_HEAD = frozenset({0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4287, 0x4285})
_ENTRY, _NUMBER, _UID, _TYPE, _CODEC, _PRIVATE = 0xAE, 0xD7, 0x73C5, 0x83, 0x86, 0x63A2
_VIDEO, _AUDIO, _COLOUR, _MASTERING, _PROJECTION, _ENCODINGS = (
    0xE0,
    0xE1,
    0x55B0,
    0x55D0,
    0x7670,
    0x6D80,
)
_ENTRY_NUMBERS = frozenset(
    {_NUMBER, _TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x23E383, 0x56AA, 0x56BB, 0x55EE}
)
_INNER_NUMBERS = {
    _VIDEO: frozenset(
        {0x9A, 0x9D, 0x53B8, 0x53C0, 0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA}
        | {0x54B2}
    ),
    _AUDIO: frozenset({0xB5, 0x78B5, 0x9F, 0x6264}),
    _COLOUR: frozenset({*range(0x55B1, 0x55BE)}),
    _MASTERING: frozenset({*range(0x55D1, 0x55DB)}),
    _PROJECTION: frozenset({0x7671, 0x7673, 0x7674, 0x7675}),
}
_CODECS = frozenset({b"V_VP8", b"V_VP9", b"V_AV1", b"A_VORBIS", b"A_OPUS"})
_TIME, _SIMPLE, _GROUP, _BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
_GROUP_NUMBERS = frozenset({0x9B, 0xFB, 0x75A2})
_ADDITIONS, _MORE, _ADD_ID, _ADDITIONAL = 0x75A1, 0xA6, 0xEE, 0xA5
_POINT, _CUE_TIME, _CUE_PLACE, _CUE_TRACK, _CUE_CLUSTER = 0xBB, 0xB3, 0xB7, 0xF7, 0xF1
_NO_NAME = b"-"
_MOST_NUMBER = 8


@dataclass(slots=True)
class _Film:
    """What is kept of a segment, as it is read; clusters by where they stood in it."""

    removed: set[Removed]
    info: bytes = b""
    tracks: list[bytes] = field(default_factory=list)
    codecs: dict[int, bytes] = field(default_factory=dict)
    clusters: dict[int, bytes] = field(default_factory=dict)
    cues: list[tuple[bytes, int, int]] = field(default_factory=list)


def strip_webm(data: bytes) -> tuple[bytes, set[Removed]]:
    """Return the video with nothing but its pictures and sound, and what was taken out.

    Raises:
        DamagedError: it ends early or is no WebM.
        UnplayableError: browsers do not play it.
    """
    head = read_element(data, 0, len(data))
    if head.number != _EBML or head.end is None:
        raise DamagedError
    segment = _find_segment(data, head.end)
    end = len(data) if segment.end is None else segment.end
    film = _Film(set())
    if end < len(data):
        film.removed.add(Removed.TRAILING)
    parts = list(_iter_top(data, segment.head, end))
    # Tracks come first: which blocks stay depends on them.
    for element, stop in sorted(parts, key=lambda part: part[0].number != _TRACKS):
        _read_part(film, data, element, stop, segment.head)
    if not film.tracks or not film.clusters or not film.info:
        raise DamagedError
    if not any(codec.startswith(b"V_") for codec in film.codecs.values()):
        raise UnplayableError("errors.media-codec")
    plain = _keep_numbers(data[head.head : head.end], _HEAD) + write_element(0x4282, b"webm")
    return write_element(_EBML, plain) + _write_segment(film), film.removed


def _find_segment(data: bytes, at: int) -> Element:
    for element in iter_elements(data, at):
        if element.number == _SEGMENT:
            return element
    raise DamagedError


def _iter_top(data: bytes, at: int, end: int) -> Iterator[tuple[Element, int]]:
    """Yield the parts of the segment and where each ends; clusters may say no size."""
    while at < end:
        element = read_element(data, at, end)
        stop = element.end
        if stop is None:
            if element.number != _CLUSTER:
                raise DamagedError
            stop = element.head
            while stop < end:
                inner = read_element(data, stop, end)
                if inner.number in _TOP:
                    break
                if inner.end is None:
                    raise DamagedError
                stop = inner.end
        yield element, stop
        at = stop


def _read_part(film: _Film, data: bytes, element: Element, stop: int, base: int) -> None:
    body = data[element.head : stop]
    if element.number == _INFO:
        film.info = film.info or _plain_info(body, film.removed)
    elif element.number == _TRACKS:
        for inner in iter_elements(body):
            if inner.number == _ENTRY:
                _read_track(film, body[inner.head : inner.end])
    elif element.number == _CLUSTER:
        film.clusters[element.start - base] = _plain_cluster(film, body)
    elif element.number == _CUES:
        film.cues += _read_cues(body)
    elif element.number in (_TAGS, _ATTACHMENTS, _CHAPTERS) or (
        element.number not in (_SEEK, _CRC) and any(body)
    ):
        film.removed |= find_told(body)


def _plain_info(body: bytes, removed: set[Removed]) -> bytes:
    names = write_element(_APPS[0], _NO_NAME) + write_element(_APPS[1], _NO_NAME)
    for element in iter_elements(body):
        told = body[element.head : element.end]
        if element.number == _TITLE:
            removed.add(Removed.DESCRIPTION)
        elif element.number == _DATE:
            removed.add(Removed.TIME)
        elif element.number in _APPS and told != _NO_NAME:
            removed.add(Removed.SOFTWARE)
    return _keep_numbers(body, frozenset({_SCALE, _DURATION})) + names


def _keep_numbers(body: bytes, kept: frozenset[int]) -> bytes:
    """Return the elements of `kept` numbers that are no longer than a number."""
    return b"".join(
        write_element(element.number, body[element.head : element.end])
        for element in iter_elements(body)
        if element.number in kept
        and element.end is not None
        and element.end - element.head <= _MOST_NUMBER
    )


def _plain_inner(kind: int, body: bytes) -> bytes:
    """Return how pictures or sound are to be shown: numbers, and lists of numbers."""
    deeper = {_VIDEO: (_COLOUR, _PROJECTION), _COLOUR: (_MASTERING,)}.get(kind, ())
    lists = (
        write_element(one.number, _plain_inner(one.number, body[one.head : one.end]))
        for one in iter_elements(body)
        if one.number in deeper
    )
    return _keep_numbers(body, _INNER_NUMBERS[kind]) + b"".join(lists)


def _read_track(film: _Film, body: bytes) -> None:
    parts = {one.number: body[one.head : one.end] for one in iter_elements(body)}
    number = int.from_bytes(parts.get(_NUMBER, b"")[:_MOST_NUMBER], "big")
    codec = parts.get(_CODEC, b"").rstrip(b"\0")
    if any(name in parts for name in (0x536E, 0x258688)):
        film.removed.add(Removed.DESCRIPTION)
    if parts.get(_TYPE) not in (b"\1", b"\2"):
        film.removed.add(Removed.TRACK)
        return
    if codec not in _CODECS:
        raise UnplayableError("errors.media-codec")
    if _ENCODINGS in parts or not 0 < number < 127 or number in film.codecs:
        raise DamagedError
    film.codecs[number] = codec
    private = _plain_private(codec, parts.get(_PRIVATE, b""), film.removed)
    uid = write_element(_UID, bytes((number,)))
    lists = (
        write_element(kind, _plain_inner(kind, parts[kind]))
        for kind in (_VIDEO, _AUDIO)
        if kind in parts
    )
    film.tracks.append(
        write_element(
            _ENTRY,
            _keep_numbers(body, _ENTRY_NUMBERS),
            uid,
            write_element(_CODEC, codec),
            write_element(_PRIVATE, private) if private else b"",
            *lists,
        )
    )


def _plain_private(codec: bytes, told: bytes, removed: set[Removed]) -> bytes:
    """Return what a decoder has to know first, without words."""
    if codec == b"A_VORBIS":
        return _plain_vorbis(told, removed)
    if codec == b"V_AV1":
        return told[:4] + filter_av1(told[4:], removed)
    if codec == b"A_OPUS":
        return told[: 19 if told[18:19] == b"\0" else 21 + (told[9] if len(told) > 9 else 0)]
    return told[:64] if codec == b"V_VP9" else b""


def _plain_vorbis(told: bytes, removed: set[Removed]) -> bytes:
    """Return Vorbis's three headers, the one of comments empty."""
    sizes, at = [], 1
    for _ in range(2):
        size = 0
        while told[at : at + 1] == b"\xff":
            size, at = size + 255, at + 1
        size, at = size + int.from_bytes(told[at : at + 1], "big"), at + 1
        sizes.append(size)
    first, words = told[at : at + sizes[0]], told[at + sizes[0] : at + sum(sizes)]
    setup = told[at + sum(sizes) :]
    if told[:1] != b"\2" or len(first) != 30 or not setup:
        raise DamagedError
    none = b"\3vorbis" + bytes(8) + b"\1"
    if words != none:
        removed.add(Removed.SOFTWARE)
    return bytes((2, len(first), len(none))) + first + none + setup


def _plain_cluster(film: _Film, body: bytes) -> bytes:
    time = b""
    blocks: list[bytes] = []
    for one in iter_elements(body):
        told = body[one.head : one.end]
        if one.number == _TIME and len(told) <= _MOST_NUMBER:
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


def _plain_block(film: _Film, told: bytes) -> bytes:
    """Return a block of a track that stays, else nothing."""
    if len(told) < 4 or not told[0] & 0x80:
        raise DamagedError
    codec = film.codecs.get(told[0] & 0x7F)
    if codec is None:
        return b""
    if codec == b"V_AV1" and not told[3] & 6:  # no lacing: one sample
        return told[:4] + filter_av1(told[4:], film.removed)
    return told


def _plain_group(film: _Film, body: bytes) -> list[bytes]:
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
    numbers = _keep_numbers(body, _GROUP_NUMBERS)
    return [write_element(_GROUP, write_element(_BLOCK, block), added, numbers)]


def _iter_alpha(body: bytes) -> Iterator[bytes]:
    """Yield how transparent a picture is; additions with other numbers are words."""
    parts = {one.number: body[one.head : one.end] for one in iter_elements(body)}
    if parts.get(_ADD_ID, b"\1") == b"\1" and _ADDITIONAL in parts:
        yield parts[_ADDITIONAL]


def _read_cues(body: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield time, track and place of the cluster of each point that can be jumped to."""
    for point in iter_elements(body):
        if point.number != _POINT:
            continue
        inside = body[point.head : point.end]
        time = b""
        for one in iter_elements(inside):
            told = inside[one.head : one.end]
            if one.number == _CUE_TIME:
                time = told[:_MOST_NUMBER]
            elif one.number == _CUE_PLACE:
                parts = {
                    inner.number: told[inner.head : inner.end] for inner in iter_elements(told)
                }
                track = int.from_bytes(parts.get(_CUE_TRACK, b"")[:_MOST_NUMBER], "big")
                place = int.from_bytes(parts.get(_CUE_CLUSTER, b"")[:_MOST_NUMBER], "big")
                yield time, track, place


def _write_segment(film: _Film) -> bytes:
    cues = [cue for cue in film.cues if cue[1] in film.codecs and cue[2] in film.clusters]
    before = write_element(_INFO, film.info) + write_element(_TRACKS, *film.tracks)
    size = len(_write_cues(cues, {})) if cues else 0
    places: dict[int, int] = {}
    at = len(before) + size
    for place, cluster in film.clusters.items():
        places[place] = at
        at += len(cluster)
    points = _write_cues(cues, places) if cues else b""
    return write_element(_SEGMENT, before, points, *film.clusters.values())


def _write_cues(cues: list[tuple[bytes, int, int]], places: dict[int, int]) -> bytes:
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
