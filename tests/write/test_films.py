"""Videos and captions: frames and sounds identical, nothing else told; tried with real programs."""

from __future__ import annotations

import contextlib
import json
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.base.errors import UsageError
from kocbook.media.clean import clean_media
from kocbook.media.removed import Removed
from tests.conftest import Koc
from tests.write import pictures

_TOLD = ["-metadata", "title=SECRET", "-metadata", "comment=SECRET"]
_PLACE = ["-metadata", "location=+30.6586+104.0648/"]
_FILM = ["-f", "lavfi", "-i", "testsrc=d=1:s=96x64:r=10", "-f", "lavfi", "-i", "sine=d=1"]
_AVC = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "2"]
FILMS = {
    "avc.mp4": [*_FILM, *_AVC, *_TOLD, *_PLACE],
    "avc.mov": [*_FILM, *_AVC, *_TOLD, *_PLACE],
    "pcm.mov": [*_FILM, *_AVC, "-c:a", "pcm_s16le", *_TOLD],
    "early.mp4": [*_FILM, *_AVC, "-movflags", "faststart", *_TOLD],
    "turned.mp4": [*_FILM, *_AVC, "-metadata:s:v", "rotate=90", *_TOLD],
    "drone.mp4": [*_FILM, "-i", "said.srt", *_AVC, "-c:s", "mov_text", *_TOLD],
    "av1.mp4": [
        *_FILM,
        *["-c:v", "libaom-av1", "-cpu-used", "8", "-b:v", "90k", "-c:a", "libopus"],
        *_TOLD,
    ],
    "vp9.webm": [*_FILM, *["-c:v", "libvpx-vp9", "-c:a", "libopus"], *_TOLD, *_PLACE],
    "vp8.webm": [*_FILM, *["-c:v", "libvpx", "-c:a", "libvorbis"], *_TOLD, *_PLACE],
    "live.webm": [*_FILM, *["-c:v", "libvpx", "-c:a", "libvorbis", "-live", "1"], *_TOLD],
}


@cache
def film(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        said = "1\n00:00:00,000 --> 00:00:01,000\nGPS (104.06, 30.65) SECRET\n"
        (Path(folder) / "said.srt").write_text(said)
        command = ["ffmpeg", "-loglevel", "error", *FILMS[name], name]
        subprocess.run(command, cwd=folder, check=True)
        return (Path(folder) / name).read_bytes()


def frames(name: str, data: bytes) -> list[str]:
    """Return the hash and the time of each decoded picture and each piece of sound."""
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        command = ["ffmpeg", "-loglevel", "error", "-i", name, "-map", "0:v", "-map", "0:a?"]
        done = subprocess.run(
            [*command, "-f", "framemd5", "-"], cwd=folder, check=True, capture_output=True
        )
    assert not done.stderr
    return [line for line in done.stdout.decode().splitlines() if line[0] != "#"]


def tags(name: str, data: bytes) -> dict[str, object]:
    """Return what exiftool finds, in embedded tracks too, without what only shows the film."""
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        command = ["exiftool", "-ee", "-json", "-a", name]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True)
    found: dict[str, object] = json.loads(done.stdout)[0]
    return found


@pytest.mark.parametrize("name", FILMS)
def test_a_film_shows_and_sounds_the_same_and_tells_nothing(name: str) -> None:
    before = film(name)
    cleaned = clean_media(name, before)
    assert len(cleaned.data) <= len(before)
    assert frames(name, before) == frames(name, cleaned.data)
    assert clean_media(name, cleaned.data) == type(cleaned)(cleaned.kind, cleaned.data, ())
    found = tags(name, cleaned.data)
    spoken = "GPS Location Title Comment Encoder HandlerDescription HandlerVendorID Software Text"
    assert not [key for key in found if any(word in key for word in spoken.split())]
    for secret in (b"SECRET", b"Lavf", b"x264 -", b"+30.6", b"VideoHandler"):
        assert secret not in cleaned.data
    assert (Removed.PLACE in cleaned.removed) >= ("location" in " ".join(FILMS[name]))


@pytest.mark.parametrize(
    "kind", [b"free", b"skip", b"udta", b"uuid", b"gps ", b"meta", b"GPS ", b"abcd"]
)
@pytest.mark.parametrize(
    "inside", [(), (b"moov",), (b"moov", b"trak"), (b"moov", b"trak", b"mdia")]
)
def test_no_box_can_speak(kind: bytes, inside: tuple[bytes, ...]) -> None:
    clean = clean_media("x.mp4", film("avc.mp4")).data
    spoken = put_box(clean, inside, pictures.box(kind, b"GPSSECRET"))
    cleaned = clean_media("x.mp4", spoken)
    assert b"SECRET" not in cleaned.data
    assert cleaned.removed
    assert len(cleaned.data) < len(spoken)


def put_box(data: bytes, inside: tuple[bytes, ...], box: bytes) -> bytes:
    """Put a box at the end of others; what lies behind moves, so offsets are wrong afterwards."""
    if not inside:
        return data + box
    at = data.index(inside[0]) - 4
    size = int.from_bytes(data[at : at + 4], "big")
    body = put_box(data[at + 8 : at + size], inside[1:], box)
    # The coded pictures stay where the tables look for them if the movie comes behind them.
    whole = pictures.box(inside[0], body)
    if inside[0] != b"moov":
        return data[:at] + whole + data[at + size :]
    return data[:at] + pictures.box(b"free", bytes(size - 8)) + data[at + size :] + whole


@given(st.sampled_from(sorted(FILMS)), st.data())
def test_a_spoilt_film_is_refused_or_clean_for_good(name: str, data: st.DataObject) -> None:
    spoilt = bytearray(film(name))
    top = len(spoilt) - 1
    for _ in range(data.draw(st.integers(1, 6))):
        spoilt[data.draw(st.integers(0, top))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, top)) if data.draw(st.booleans()) else top + 1
    with contextlib.suppress(UsageError):
        once = clean_media(name, bytes(spoilt[:cut]))
        assert clean_media(name, once.data).data == once.data


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ("-c:v libx265 -x265-params log-level=error", "media-hevc"),
        ("-c:v mpeg4", "media-codec"),
        ("-c:v libx264 -movflags frag_keyframe+empty_moov", "media-fragments"),
    ],
)
def test_what_browsers_do_not_play_is_refused_with_the_way_out(options: str, key: str) -> None:
    FILMS["refused.mp4"] = [*_FILM, *options.split()]
    film.cache_clear()
    try:
        with pytest.raises(UsageError) as refused:
            clean_media("x.mp4", film("refused.mp4"))
    finally:
        del FILMS["refused.mp4"]
    assert refused.value.key == f"errors.{key}"


VTT = b"""WEBVTT - SECRET
X-MAKER: SECRET

NOTE GPS 30.6 SECRET

STYLE
::cue { color: SECRET }

SECRET 1
00:00.000 --> 00:01.000 align:start
\xe5\x9d\x90\xe5\xa5\xbd

00:01.000 --> 00:02.000
\xe5\x87\xba\xe5\x8f\x91
"""


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_captions_keep_their_cues(end: bytes) -> None:
    cleaned = clean_media("x.vtt", VTT.replace(b"\n", end))
    assert b"SECRET" not in cleaned.data
    assert Removed.PLACE in cleaned.removed
    cues = VTT[VTT.index(b"00:00") :].replace(b"\n", end)
    assert cleaned.data == b"WEBVTT" + end + end + cues
    assert clean_media("x.vtt", cleaned.data).removed == ()


@given(st.binary(max_size=200).map(lambda words: b"WEBVTT" + words))
def test_any_captions_are_clean_after_once(data: bytes) -> None:
    once = clean_media("x.vtt", data)
    assert clean_media("x.vtt", once.data).data == once.data
    assert len(once.data) <= len(data)


def test_files_in_the_tree_are_cleaned_in_place_and_told_of(koc: Koc) -> None:
    folder = min((koc.folder / "content").rglob("index.md")).parent
    (folder / "walk.jpg").write_bytes(pictures.jpeg())
    (folder / "tail.jpg").write_bytes(clean_media("x", pictures.jpeg()).data + b"1234")
    (folder / "cut.jpg").write_bytes(pictures.jpeg()[:700])
    names = [str(folder / name) for name in ("walk.jpg", "tail.jpg", "cut.jpg")]
    done = koc("clean", *names, "--lang", "en")
    assert done.code == 1
    told = " ".join(done.out.split())
    assert "taken out: data behind the end of the picture" in told
    assert "cut.jpg: left alone" in told
    assert not any(secret in (folder / "walk.jpg").read_bytes() for secret in pictures.SECRETS)
    again = koc("clean", *names[:2], "--lang", "en")
    assert (again.code, "Nothing to take out (2 files" in again.out) == (0, True)
    assert koc("clean", str(koc.folder / "members")).code == 2
