"""Films that browsers do not play, as MP4 with H.264 and AAC: HEVC, films in fragments, animated GIF.

PyAV does the work (FFmpeg's libraries, in one wheel for every usual platform). It is an extra: most
communities never need it, it brings a hundred megabytes, and its encoder is under the GPL. It only
opens what its owner delivers on their own computer, never what a form brings; whatever it writes
goes through our own cleaner like every other file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

from kocbook.base.errors import UsageError

_GIF = b"GIF8"
_MENDED = frozenset(
    f"errors.media-{what}" for what in ("hevc", "codec", "fragments", "huge", "moving")
)
_EDGES = (1920, 1280, 854, 640)
"""Pixels of the long side that are tried, the best first."""
_LEAST_BITS = {1920: 2_000_000, 1280: 900_000, 854: 450_000, 640: 0}
"""Bits a second below which a length of the long side is too long to be clear."""
_LEAST_POSSIBLE = 120_000
"""Bits a second below which nothing can be seen any more."""
_SOUND_BITS = 96_000
_MOST_SECONDS = 20 * 60
_ALWAYS = 16 << 10
"""Bytes that a film may always have: an MP4's own tables outweigh a tiny GIF."""
_TRIES = (0.9, 0.7, 0.5)
"""Parts of the allowed bytes that the pictures are aimed at, one try after the other."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a film is coded: long side in pixels, bits a second of its pictures."""

    edge: int
    bits: int


def is_convertible(refused: str, data: bytes) -> bool:
    """True for a film or animated GIF whose refusal, the key of an error, converting mends."""
    return refused in _MENDED and (data[:4] == _GIF or data[4:8] == b"ftyp")


def can_convert() -> bool:
    """True where PyAV is installed."""
    return find_spec("av") is not None


def convert_film(name: str, data: bytes, most: int) -> bytes:
    """Return a film as MP4 with H.264 and AAC, at most `most` bytes, and as small as it was if it can.

    What is H.264 already is copied picture by picture; all else is coded again, upright.

    Raises:
        UsageError: it is damaged, or too long for `most` bytes.
    """
    import av

    aim, tries = min(most, max(len(data), _ALWAYS)), []
    try:
        copied = _copy(data)
        if copied is not None and len(copied) <= most:
            return copied
        for part in _TRIES:
            tries.append(_code(name, data, int(aim * part), most))
            if len(tries[-1]) <= aim:
                return tries[-1]
        # HEVC says more with fewer bytes: where no try is as small, the limit alone counts.
        if len(tries[0]) <= most:
            return tries[0]
    except (av.FFmpegError, ValueError, IndexError, MemoryError, ZeroDivisionError):
        raise UsageError("errors.media-damaged", name=name) from None
    raise UsageError("errors.media-huge", name=name, max=f"{most / 2**20:.4g}")


def _open(data: bytes) -> Any:
    """Open a film as the one kind that its first bytes say: no other reader is tried."""
    import av

    kind = "gif" if data[:4] == _GIF else "mov"
    return av.open(io.BytesIO(data), format=kind)


def _copy(data: bytes) -> bytes | None:
    """Return pictures and sound as they are, in one piece; None where they have to be coded again."""
    import av

    with _open(data) as film:
        streams = [*film.streams.video[:1], *film.streams.audio[:1]]
        if [one.codec_context.name for one in streams] not in (["h264"], ["h264", "aac"]):
            return None
        target = io.BytesIO()
        with av.open(target, "w", format="mp4") as out:
            copies = {one.index: out.add_stream_from_template(one) for one in streams}
            for packet in film.demux(streams):
                if packet.dts is not None:
                    packet.stream = copies[packet.stream.index]
                    out.mux(packet)
        return target.getvalue()


def _code(name: str, data: bytes, aim: int, most: int) -> bytes:
    import av

    first = _first_picture(data)
    if first is None:
        raise UsageError("errors.media-codec", name=name)
    with _open(data) as film:
        plan = _make_plan(name, film, aim, most)
        target = io.BytesIO()
        with av.open(target, "w", format="mp4") as out:
            # Both have their place before the first byte is written.
            pictures = _Pictures(film.streams.video[0], out, plan, first)
            sound = _Sound(film.streams.audio[0], out) if film.streams.audio else None
            parts: list[_Pictures | _Sound] = [pictures, *([sound] if sound else [])]
            by_stream = {part.source.index: part for part in parts}
            for packet in film.demux([part.source for part in parts]):
                for frame in packet.decode():
                    by_stream[packet.stream.index].add(frame)
            for part in parts:
                part.end()
        return target.getvalue()


def _first_picture(data: bytes) -> Any:
    with _open(data) as film:
        return next(film.decode(video=0), None) if film.streams.video else None


def _make_plan(name: str, film: Any, aim: int, most: int) -> _Plan:
    stream = film.streams.video[0]
    seconds = _seconds(film)
    sound = _SOUND_BITS if film.streams.audio else 0
    bits = int(aim * 8 / max(seconds, 0.5)) - sound
    possible = most * 8 / max(seconds, 0.5) - sound
    if seconds > _MOST_SECONDS or possible < _LEAST_POSSIBLE:
        raise UsageError("errors.media-huge", name=name, max=f"{most / 2**20:.4g}")
    longest = max(stream.codec_context.width, stream.codec_context.height)
    edge = next(edge for edge in _EDGES if bits >= _LEAST_BITS[edge] or edge >= 2 * longest)
    return _Plan(min(edge, longest), max(bits, 64_000))


def _seconds(film: Any) -> float:
    if film.duration:
        return float(film.duration) / 1_000_000
    stream = film.streams.video[0]
    length = float(stream.duration * stream.time_base) if stream.duration else 0.0
    return length or (stream.frames or 1) / float(stream.average_rate or 10)


class _Pictures:
    """The pictures of a film on their way: turned upright, made smaller, coded."""

    def __init__(self, source: Any, out: Any, plan: _Plan, first: Any) -> None:
        self.source, self.out = source, out
        width, height = first.width, first.height
        if first.rotation % 180:
            width, height = height, width
        scale = min(1.0, plan.edge / max(width, height))
        self.size = [max(2, round(side * scale / 2) * 2) for side in (width, height)]
        self.graph = self.make_graph(first.rotation)
        self.target = self.make_target(plan.bits)

    def make_graph(self, rotation: int) -> Any:
        from av.filter import Graph

        graph = Graph()
        steps = [graph.add_buffer(template=self.source)]
        scale = ("scale", ":".join(map(str, self.size)))
        for filter_name, told in (*_turns(rotation), scale, ("format", "yuv420p")):
            steps.append(graph.add(filter_name, told))
        graph.link_nodes(*steps, graph.add("buffersink")).configure()
        return graph

    def make_target(self, bits: int) -> Any:
        target = self.out.add_stream("libx264", rate=self.source.average_rate or Fraction(25))
        target.width, target.height = self.size
        target.pix_fmt = "yuv420p"
        target.codec_context.time_base = self.source.time_base
        rates = {"maxrate": str(bits), "bufsize": str(bits * 2)}
        target.options = {"preset": "medium", "crf": "21", **rates}
        return target

    def add(self, frame: Any) -> None:
        self.graph.push(frame)
        self.code()

    def code(self) -> None:
        for ready in self.pull():
            ready.pict_type = 0  # the encoder says which picture stands for itself
            self.out.mux(self.target.encode(ready))

    def pull(self) -> Iterator[Any]:
        import av

        while True:
            try:
                yield self.graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return

    def end(self) -> None:
        self.graph.push(None)
        self.code()
        self.out.mux(self.target.encode(None))


def _turns(degrees: int) -> tuple[tuple[str, str], ...]:
    """Return the filters that make a picture upright whose film says to turn it anticlockwise."""
    return {
        90: (("transpose", "cclock"),),
        180: (("hflip", ""), ("vflip", "")),
        270: (("transpose", "clock"),),
    }.get(degrees % 360, ())


class _Sound:
    """The sound of a film on its way to AAC."""

    def __init__(self, source: Any, out: Any) -> None:
        from av.audio.resampler import AudioResampler

        self.source, self.out = source, out
        context = source.codec_context
        self.target = out.add_stream("aac", rate=min(context.sample_rate, 48_000))
        self.target.bit_rate = _SOUND_BITS
        layout = "mono" if context.layout.nb_channels == 1 else "stereo"
        self.target.layout = layout
        self.resampler = AudioResampler("fltp", layout, self.target.rate)

    def add(self, frame: Any) -> None:
        for ready in self.resampler.resample(frame):
            self.out.mux(self.target.encode(ready))

    def end(self) -> None:
        for ready in self.resampler.resample(None):
            self.out.mux(self.target.encode(ready))
        self.out.mux(self.target.encode(None))
