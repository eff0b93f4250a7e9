"""WebM, rebuilt from an allow-list: pictures and sound as they were coded, and how to play them.

Sources: RFC 9559 (Matroska elements), the WebM container guidelines, Vorbis I § 5 (comments).
"""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.media.ebml import EbmlElement, iter_elements, read_element, write_element
from kocbook.media.removed import DamagedError, Removed, UnplayableError, find_told
from kocbook.media.webm_cluster import plain_cluster
from kocbook.media.webm_cues import read_cues, write_cues
from kocbook.media.webm_film import Film, keep_numbers
from kocbook.media.webm_track import read_track

_EBML, _SEGMENT, _INFO, _TRACKS, _CLUSTER, _CUES = (
    *(0x1A45DFA3, 0x18538067, 0x1549A966),
    *(0x1654AE6B, 0x1F43B675, 0x1C53BB6B),
)
_TAGS, _ATTACHMENTS, _CHAPTERS, _SEEK = 0x1254C367, 0x1941A469, 0x1043A770, 0x114D9B74
_TOP = frozenset({_INFO, _TRACKS, _CLUSTER, _CUES, _TAGS, _ATTACHMENTS, _CHAPTERS, _SEEK})
_CRC = 0xBF
_SCALE, _DURATION, _DATE, _TITLE, _APPS = 0x2AD7B1, 0x4489, 0x4461, 0x7BA9, (0x4D80, 0x5741)
_HEAD = frozenset({0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4287, 0x4285})
_ENTRY = 0xAE
_NO_NAME = b"-"


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
    film = Film(set())
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
    plain = keep_numbers(data[head.head : head.end], _HEAD) + write_element(0x4282, b"webm")
    return write_element(_EBML, plain) + _write_segment(film), film.removed


def _find_segment(data: bytes, at: int) -> EbmlElement:
    for element in iter_elements(data, at):
        if element.number == _SEGMENT:
            return element
    raise DamagedError


def _iter_top(data: bytes, at: int, end: int) -> Iterator[tuple[EbmlElement, int]]:
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


def _read_part(film: Film, data: bytes, element: EbmlElement, stop: int, base: int) -> None:
    body = data[element.head : stop]
    if element.number == _INFO:
        film.info = film.info or _plain_info(body, film.removed)
    elif element.number == _TRACKS:
        for inner in iter_elements(body):
            if inner.number == _ENTRY:
                read_track(film, body[inner.head : inner.end])
    elif element.number == _CLUSTER:
        film.clusters[element.start - base] = plain_cluster(film, body)
    elif element.number == _CUES:
        film.cues += read_cues(body)
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
    return keep_numbers(body, frozenset({_SCALE, _DURATION})) + names


def _write_segment(film: Film) -> bytes:
    cues = [cue for cue in film.cues if cue[1] in film.codecs and cue[2] in film.clusters]
    before = write_element(_INFO, film.info) + write_element(_TRACKS, *film.tracks)
    size = len(write_cues(cues, {})) if cues else 0
    places: dict[int, int] = {}
    at = len(before) + size
    for place, cluster in film.clusters.items():
        places[place] = at
        at += len(cluster)
    points = write_cues(cues, places) if cues else b""
    return write_element(_SEGMENT, before, points, *film.clusters.values())
