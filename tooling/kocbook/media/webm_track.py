"""The tracks of a WebM film: pictures and sound, what decoders have to know, and no words."""

from __future__ import annotations

from kocbook.media.coded_units import filter_av1
from kocbook.media.ebml import iter_elements, write_element
from kocbook.media.removed import DamagedError, Removed, UnplayableError
from kocbook.media.webm_film import MOST_NUMBER, Film, keep_numbers

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


def read_track(film: Film, body: bytes) -> None:
    """Add one track to the film, if it is pictures or sound.

    Raises:
        DamagedError: it is not built as a track is.
        UnplayableError: browsers do not play it.
    """
    parts = {one.number: body[one.head : one.end] for one in iter_elements(body)}
    number = int.from_bytes(parts.get(_NUMBER, b"")[:MOST_NUMBER], "big")
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
            keep_numbers(body, _ENTRY_NUMBERS),
            uid,
            write_element(_CODEC, codec),
            write_element(_PRIVATE, private) if private else b"",
            *lists,
        )
    )


def _plain_inner(kind: int, body: bytes) -> bytes:
    """Return how pictures or sound are to be shown: numbers, and lists of numbers."""
    deeper = {_VIDEO: (_COLOUR, _PROJECTION), _COLOUR: (_MASTERING,)}.get(kind, ())
    lists = (
        write_element(one.number, _plain_inner(one.number, body[one.head : one.end]))
        for one in iter_elements(body)
        if one.number in deeper
    )
    return keep_numbers(body, _INNER_NUMBERS[kind]) + b"".join(lists)


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
