"""Films that browsers do not play become MP4 at delivery: pictures, sound and orientation stay."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from kocbook.base.errors import UsageError
from kocbook.media import convert
from kocbook.media.clean import Cleaned, clean_media, fit_media
from kocbook.model.settings import Limits
from tests.conftest import Koc
from tests.write.conftest import Clone

DELIVER = ["deliver", "night-drive", "--member", "xiao-man"]
HERE = "content/guide/night-drive"
_SIGHT = ["-f", "lavfi", "-i", "testsrc=d=2:s=320x200:r=15"]
_SOUND = ["-f", "lavfi", "-i", "sine=d=2"]
_HEVC = ["-c:v", "libx265", "-tag:v", "hvc1", "-x265-params", "log-level=none"]
_AVC = ["-c:v", "libx264", "-pix_fmt", "yuv420p"]
FILMS = {
    "hevc.mp4": [*_SIGHT, *_SOUND, *_HEVC, "-metadata", "title=SECRET"],
    "hevc.mov": [*_SIGHT, *_SOUND, *_HEVC, "-pix_fmt", "yuv420p10le", "-c:a", "pcm_s16le"],
    "silent.mov": [*_SIGHT, *_HEVC],
    "pieces.mp4": [*_SIGHT, *_SOUND, *_AVC, "-movflags", "frag_keyframe+empty_moov"],
    "old.mp4": [*_SIGHT, *_SOUND, "-c:v", "mpeg4"],
    "plain.mp4": [*_SIGHT, *_SOUND, *_AVC],
    "screen.gif": ["-f", "lavfi", "-i", "testsrc=d=2:s=321x201:r=10"],
}

REFUSED = [name for name in FILMS if name != "plain.mp4"]


@cache
def film(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        command = ["ffmpeg", "-loglevel", "error", *FILMS[name], name]
        subprocess.run(command, cwd=folder, check=True)
        return (Path(folder) / name).read_bytes()


def turned(data: bytes, degrees: int) -> bytes:
    """Return the same film with the word that it is to be turned, as phones write it."""
    target = io.BytesIO()
    with av.open(io.BytesIO(data)) as film, av.open(target, "w", format="mov") as out:
        copies = {one.index: out.add_stream_from_template(one) for one in film.streams}
        for stream in copies.values():
            if stream.type == "video":
                stream.set_display_rotation(degrees)
        for packet in film.demux():
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                out.mux(packet)
    return target.getvalue()


def streams(data: bytes) -> dict[str, dict[str, str]]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "film").write_bytes(data)
        command = ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "film"]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return {one["codec_type"]: one for one in json.loads(done.stdout)["streams"]}


def first_picture(data: bytes) -> Image.Image:
    """Return the first picture as a player shows it: ffmpeg turns it itself."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "film").write_bytes(data)
        command = ["ffmpeg", "-loglevel", "error", "-i", "film", "-frames:v", "1", "a.png"]
        subprocess.run(command, cwd=folder, check=True)
        with Image.open(Path(folder) / "a.png") as image:
            return image.convert("RGB")


def looks_like(one: bytes, other: bytes) -> bool:
    before, after = first_picture(one), first_picture(other)
    assert abs(before.width - after.width) <= 1
    difference = ImageChops.difference(before, after.resize(before.size))
    return max(ImageStat.Stat(difference).rms) < 24


@pytest.mark.parametrize("name", REFUSED)
def test_what_browsers_do_not_play_becomes_a_film_that_they_do(name: str) -> None:
    before = film(name)
    fitted = fit_media(name, before, Limits())
    assert (fitted.kind, fitted.converted, fitted.drawn_from) == ("mp4", True, len(before))
    assert clean_media("x.mp4", fitted.data) == Cleaned("mp4", fitted.data, ())
    old, new = streams(before), streams(fitted.data)
    assert new["video"]["codec_name"] == "h264"
    assert new["video"]["pix_fmt"] == "yuv420p"
    assert ("audio" in new) == ("audio" in old)
    assert new.get("audio", {}).get("codec_name", "aac") == "aac"
    assert abs(float(new["video"]["duration"]) - 2) < 0.15
    assert looks_like(before, fitted.data)
    for secret in (b"SECRET", b"Lavf", b"x264 -"):
        assert secret not in fitted.data


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_film_that_was_held_sideways_stays_upright(degrees: int) -> None:
    before = turned(film("silent.mov"), degrees)
    after = fit_media("a.mov", before, Limits()).data
    assert looks_like(before, after)
    assert not looks_like(turned(film("silent.mov"), degrees + 180), after)


def test_pictures_in_pieces_are_copied_to_the_bit() -> None:
    def hashes(data: bytes) -> list[int]:
        with av.open(io.BytesIO(data)) as one:
            return [hash(frame.to_ndarray().tobytes()) for frame in one.decode(video=0)]

    before = film("pieces.mp4")
    assert hashes(before) == hashes(fit_media("a.mp4", before, Limits()).data)


def test_a_film_that_is_too_large_is_made_smaller_or_refused() -> None:
    before = noise()
    limits = Limits(video_kib=len(before) // 1024 // 4)
    fitted = fit_media("a.mp4", before, limits)
    assert not fitted.converted
    assert fitted.drawn_from == len(before)
    assert len(fitted.data) <= limits.video_kib * 1024
    with pytest.raises(UsageError) as refused:
        fit_media("a.mp4", before, Limits(video_kib=8))
    assert refused.value.key == "errors.media-huge"


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("spoil", [lambda data: data[: len(data) // 2], lambda data: data[:40]])
def test_a_film_that_was_cut_off_is_refused_or_shown(
    name: str, spoil: Callable[[bytes], bytes]
) -> None:
    refused = ""
    try:
        fitted = fit_media(name, spoil(film(name)), Limits())
        assert clean_media("x.mp4", fitted.data).removed == ()
    except UsageError as error:
        refused = error.key
    assert refused in {"", *(f"errors.media-{why}" for why in ("damaged", "codec", "unknown"))}


def test_nothing_from_elsewhere_is_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a form brings meets our own readers alone."""
    monkeypatch.setattr(convert, "convert_film", None)
    for name, key in (("hevc.mp4", "hevc"), ("screen.gif", "moving"), ("pieces.mp4", "fragments")):
        with pytest.raises(UsageError) as refused:
            fit_media(name, film(name), Limits(), anew=True)
        assert refused.value.key == f"errors.media-{key}"


# ---------------------------------------------------------------------- through the real command


@pytest.fixture
def desk(tmp_path: Path, clone: Clone) -> Path:
    clone.complete_team()
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


def test_a_delivery_says_what_became_of_films(quiet_koc: Koc, clone: Clone, desk: Path) -> None:
    (desk / "a.md").write_text("## 看\n\n![怎么开](IMG_1.MOV)\n\n![界面](screen.gif)\n", "utf-8")
    (desk / "IMG_1.MOV").write_bytes(film("hevc.mov"))
    (desk / "screen.gif").write_bytes(film("screen.gif"))
    result = quiet_koc(*DELIVER, str(desk / "a.md"))
    assert (result.code, result.err) == (0, "")
    assert result.out.count("已转成 mp4 视频（H.264）") == 2, result.out
    # In a team each seat's part has a folder of its own.
    (file,) = (clone.folder / HERE).rglob("img-1.mp4")
    text = file.with_name("index.md").read_text("utf-8")
    assert "![怎么开](img-1.mp4)" in text
    assert "![界面](screen.mp4)" in text
    assert streams(file.read_bytes())["audio"]["codec_name"] == "aac"


def test_without_the_extra_the_way_out_is_said(
    quiet_koc: Koc, clone: Clone, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.setattr(convert, "can_convert", lambda: False)
    (desk / "a.md").write_text("## 看\n\n![怎么开](IMG_1.MOV)\n", "utf-8")
    (desk / "IMG_1.MOV").write_bytes(film("hevc.mov"))
    before = clone.snapshot()
    result = quiet_koc(*DELIVER, str(desk / "a.md"))
    assert result.code == 2
    assert "兼容性最佳" in result.err
    assert "make venv-film" in result.err
    assert clone.snapshot() == before


def test_a_picture_of_400_million_pixels_is_refused_with_the_real_limit(
    quiet_koc: Koc, clone: Clone, desk: Path
) -> None:
    """20,000 by 20,000 in a few kilobytes: nobody decodes it, and the message says what goes."""
    vast = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(vast, "PNG")
    (desk / "a.md").write_text("## 看\n\n![全景](vast.png)\n", "utf-8")
    (desk / "vast.png").write_bytes(vast.getvalue())
    refused = quiet_koc(*DELIVER, str(desk / "a.md"))
    assert refused.code == 2
    assert "最多可以有 64 百万像素" in refused.err
    # Put there by hand, the check says the same.
    (clone.folder / HERE).mkdir(parents=True, exist_ok=True)
    (clone.folder / HERE / "vast.png").write_bytes(vast.getvalue())
    found = quiet_koc("check", "--format", "json")
    assert "media-pixels" in found.out
    assert "64" in quiet_koc("check").out
    # And what just fits is taken.
    fits = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(fits, "PNG")
    (clone.folder / HERE / "vast.png").unlink()
    (desk / "vast.png").write_bytes(fits.getvalue())
    assert quiet_koc(*DELIVER, str(desk / "a.md")).code == 0


@pytest.mark.parametrize(("kib", "said"), [(1536, "最多可以有 1.5 MB"), (2048, "")])
def test_a_film_above_the_limit_is_refused_with_the_real_limit(
    quiet_koc: Koc,
    clone: Clone,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    kib: int,
    said: str,
) -> None:
    monkeypatch.setattr(convert, "can_convert", lambda: False)
    settings = clone.folder / "community.yml"
    lines = settings.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("limits:")]
    kept.append(f"limits: {{image_kib: 1024, video_kib: {kib}}}")
    settings.write_text("\n".join([*kept, ""]), "utf-8")
    clone.git("commit", "-qam", "limits")
    large = noise()
    assert 1536 * 1024 < len(clean_media("a.mp4", large).data) < 2048 * 1024
    (desk / "a.md").write_text("## 看\n\n![怎么开](a.mp4)\n", "utf-8")
    (desk / "a.mp4").write_bytes(large)
    result = quiet_koc(*DELIVER, str(desk / "a.md"))
    assert result.code == (2 if said else 0)
    assert said in result.err
    # Put there by hand, the check holds it to the same limit.
    (clone.folder / HERE).mkdir(parents=True, exist_ok=True)
    (clone.folder / HERE / "a.mp4").write_bytes(clean_media("a.mp4", large).data)
    assert ("media-too-large" in quiet_koc("check", "--format", "json").out) == bool(said)


@cache
def noise() -> bytes:
    """Return a film of 1.5 to 2 MB that cannot be said with fewer bytes and the same pictures."""
    with TemporaryDirectory() as folder:
        sight = "nullsrc=s=480x270:d=3:r=15,geq=random(1)*255:128:128"
        rate = ["-b:v", "4800k", "-minrate", "4800k", "-maxrate", "4800k", "-bufsize", "800k"]
        command = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", sight, *_AVC, *rate]
        subprocess.run([*command, "a.mp4"], cwd=folder, check=True)
        return (Path(folder) / "a.mp4").read_bytes()
