"""Delivered pictures: identical pixels, ICC profile and orientation kept, nothing else told."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageSequence
from pillow_heif import register_heif_opener

from kocbook.base.errors import UsageError
from kocbook.media.clean import clean_media, fit_media
from kocbook.media.removed import Removed
from kocbook.model.settings import Limits
from tests.write import pictures

register_heif_opener()
LAB = ImageCms.createProfile("sRGB")
ROOMY = Limits(image_kib=1024)
SMALL = Limits(image_kib=100)

SAMPLES = {
    "jpeg": pictures.jpeg(),
    "jpeg-progressive": pictures.jpeg(progressive=True),
    "jpeg-grey": pictures.jpeg("L"),
    "jpeg-cmyk": pictures.jpeg("CMYK"),
    "png": pictures.png(),
    "png-palette": pictures.png("P"),
    "webp": pictures.webp(),
    "webp-lossy": pictures.webp(lossless=False),
    "webp-animated": pictures.webp(frames=3),
}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def has_same_colours(old: Image.Image, new: Image.Image) -> bool:
    """True where both have no colour profile, or two that make the same colours."""
    profiles = [image.info.get("icc_profile") for image in (old, new)]
    if not all(profiles):
        return profiles == [None, None]
    shown = [
        ImageCms.profileToProfile(
            pictures.picture(), ImageCms.ImageCmsProfile(io.BytesIO(profile or b"")), LAB
        )
        for profile in profiles
    ]
    return shown[0].tobytes() == shown[1].tobytes()


@pytest.mark.parametrize("name", SAMPLES)
def test_pixels_icc_and_orientation_stay_and_nothing_else(name: str) -> None:
    before, cleaned = SAMPLES[name], clean_media(name, SAMPLES[name])
    old, new = opened(before), opened(cleaned.data)
    frames = [
        [
            (frame.mode, frame.size, frame.convert("RGBA").tobytes())
            for frame in ImageSequence.Iterator(image)
        ]
        for image in (old, new)
    ]
    assert frames[0] == frames[1]
    assert has_same_colours(old, new)
    assert dict(new.getexif()) == {0x0112: old.getexif()[0x0112]}
    assert new.getexif().get_ifd(0x8825) == {}
    for secret in pictures.SECRETS:
        assert secret not in cleaned.data
    assert not {"xmp", "comment", "Comment", "XML:com.adobe.xmp"} & set(new.info)
    assert set(cleaned.removed) >= {Removed.PLACE, Removed.DEVICE, Removed.DESCRIPTION}
    assert Removed.TRAILING in cleaned.removed


@pytest.mark.parametrize("name", SAMPLES)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    once = clean_media(name, SAMPLES[name])
    twice = clean_media(name, once.data)
    assert (twice.data, twice.removed) == (once.data, ())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_stays_and_upright_needs_no_word(orientation: int) -> None:
    for make in (pictures.jpeg, pictures.png, pictures.webp):
        cleaned = clean_media("x", make(orientation=orientation))
        found = dict(opened(cleaned.data).getexif())
        assert found == ({} if orientation == 1 else {0x0112: orientation})


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_file_that_ends_early_is_refused_or_has_its_pixels(
    name: str, data: st.DataObject
) -> None:
    whole = SAMPLES[name]
    cut = data.draw(st.integers(0, len(whole)))
    try:
        cleaned = clean_media(name, whole[:cut])
    except UsageError:
        return
    assert opened(cleaned.data).tobytes() == opened(whole).tobytes()


@given(st.sampled_from([*sorted(SAMPLES), "mp4"]), st.data())
def test_a_spoilt_file_is_refused_or_cleaned_but_never_a_failure(
    name: str, data: st.DataObject
) -> None:
    spoilt = bytearray(pictures.mp4() if name == "mp4" else SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UsageError):
        clean_media(name, bytes(spoilt))


def test_a_thumbnail_in_the_jfif_segment_goes() -> None:
    out = io.BytesIO()
    pictures.picture().save(out, "JPEG")
    data = out.getvalue()
    thumb = b"\xff\xe0" + (16 + 12).to_bytes(2, "big") + data[6:18] + b"\x02\x02" + b"T" * 12
    cleaned = clean_media("x", data[:2] + thumb + data[20:])
    assert cleaned.removed == (Removed.THUMBNAIL,)
    assert cleaned.data == data


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "errors.media-unknown"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "errors.media-unknown"),
        (b"GIF89a", "errors.media-moving"),
        (b"", "errors.media-unknown"),
        (b"%PDF-1.7", "errors.media-unknown"),
        (b"\xff\xd8\xff\xd9", "errors.media-damaged"),
        (pictures.mp4(), "errors.media-damaged"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_name(data: bytes, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        clean_media("a.bin", data)
    assert (refused.value.key, refused.value.data["name"]) == (key, "a.bin")


def heic(size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    soft = Image.linear_gradient("L").resize(size).convert("RGB")
    soft.save(out, "HEIF", exif=pictures.exif(1))
    return out.getvalue() + b"SECRETTAIL"


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp])
def test_what_is_small_enough_keeps_every_pixel(make: Callable[[], bytes]) -> None:
    assert fit_media("x", make(), ROOMY) == clean_media("x", make())


def test_a_photo_that_is_too_large_is_drawn_smaller_and_upright() -> None:
    out = io.BytesIO()
    pictures.picture(size=(3000, 1000)).save(out, "JPEG", quality=95, exif=pictures.exif(6))
    before = out.getvalue()
    fitted = fit_media("x.jpg", before, SMALL)
    assert (fitted.kind, fitted.drawn_from) == ("jpg", len(before))
    assert len(fitted.data) <= 100 * 1024
    image = opened(fitted.data)
    assert image.height > image.width  # orientation 6: a quarter turn
    assert not image.getexif()
    assert fit_media("x.jpg", fitted.data, SMALL).drawn_from is None


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I;16"])
def test_every_mode_can_be_drawn_anew(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    out = io.BytesIO()
    image = pictures.picture("RGBA" if mode == "LA" else "RGB", (300, 200))
    if mode == "I;16":
        image = image.convert("L").convert("I")
    image.convert(mode).save(out, kind)
    fitted = fit_media("x", out.getvalue(), ROOMY, anew=True)
    assert opened(fitted.data).size == (300, 200)


def test_what_is_drawn_anew_tells_nothing_beside_its_pixels() -> None:
    for make in (pictures.jpeg, pictures.png, pictures.webp, heic):
        fitted = fit_media("x", make(), ROOMY, anew=True)
        assert not any(secret in fitted.data for secret in pictures.SECRETS)
        image = opened(fitted.data)
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)


def test_a_photo_in_heic_becomes_what_every_browser_shows() -> None:
    fitted = fit_media("IMG_1.HEIC", heic(), ROOMY)
    assert fitted.kind in ("jpg", "webp")
    assert opened(fitted.data).size == (640, 480)


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
@pytest.mark.parametrize("quality", [30, 60, 90])
@pytest.mark.parametrize("what", ["scene", "noise", "flat"])
def test_a_photo_of_a_foreign_kind_never_gets_larger(kind: str, quality: int, what: str) -> None:
    """Nor does it lose pixels for that, where there is something to see."""
    photo = {
        "scene": lambda: pictures.picture(size=(900, 700)),
        "noise": lambda: Image.effect_noise((900, 700), 40).convert("RGB"),
        "flat": lambda: Image.new("RGB", (900, 700), (200, 30, 30)),
    }[what]()
    out = io.BytesIO()
    photo.save(out, kind, quality=quality)
    before = out.getvalue()
    fitted = fit_media("x", before, ROOMY)
    assert fitted.converted
    assert len(fitted.data) <= len(before)
    if what == "noise" and quality > 30:
        assert opened(fitted.data).size == (900, 700)


def test_four_stray_bytes_are_told_as_such_and_nothing_else() -> None:
    clean = clean_media("x", pictures.jpeg()).data
    assert clean_media("x", clean + b"\0\1\2\3").removed == (Removed.TRAILING,)


def test_a_second_exif_segment_and_other_speakers_go() -> None:
    clean = clean_media("x", pictures.jpeg()).data
    second = b"Exif\0\0" + pictures.exif(1).tobytes().removeprefix(b"Exif\0\0")
    for marker, words, told in (
        (0xE1, second, Removed.PLACE),
        (0xE6, b"GoPro\0SECRETCAM", Removed.DEVICE),
        (0xEB, b"JP\0\1SECRETWORDS", Removed.ORIGIN),
        (0xF3, b"SECRETWORDS", Removed.EXTRA),
        (0xE2, b"MPF\0SECRETWORDS", Removed.THUMBNAIL),
    ):
        segment = bytes((0xFF, marker)) + (len(words) + 2).to_bytes(2, "big") + words
        at = clean.index(b"\xff\xdb")  # the first table
        cleaned = clean_media("x", clean[:at] + segment + clean[at:])
        assert cleaned.data == clean
        assert told in cleaned.removed


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_what_is_cleaned_once_is_clean(name: str, data: st.DataObject) -> None:
    spoilt = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(0, 6))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UsageError):
        once = clean_media(name, bytes(spoilt))
        assert clean_media(name, once.data).data == once.data
        assert len(once.data) <= len(spoilt)


def bomb() -> bytes:
    """A PNG of a few bytes that says it has four thousand million pixels."""
    head = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (bomb(), "media-pixels"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "media-damaged"),
        (pictures.jpeg()[:200], "media-damaged"),
        (pictures.png()[:100], "media-damaged"),
        (pictures.webp(frames=3), "media-moving"),
        (b"<html><img src=x onerror=alert(1)>", "media-unknown"),
        (b"GIF89a/*" + pictures.jpeg(), "media-moving"),
        (b"%PDF-1.7" + pictures.jpeg(), "media-unknown"),
        (b"PK\3\4" + pictures.png(), "media-unknown"),
    ],
    # A colour profile holds the second in which it was made: as a name it would change between workers.
    ids=["bomb", "heic", "jpeg", "png", "moving", "html", "gif", "pdf", "zip"],
)
def test_what_is_no_plain_picture_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        fit_media("1", data, ROOMY, anew=True)
    assert refused.value.key == f"errors.{key}"


def test_a_second_file_behind_a_picture_does_not_survive() -> None:
    hidden = b"PK\x03\x04<script>alert(1)</script>"
    fitted = fit_media("1", pictures.jpeg() + hidden, ROOMY, anew=True)
    assert b"script" not in fitted.data


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF....WEBP", b"\0\0\0\x18ftypheic"]
    ),
)
def test_any_bytes_are_a_picture_or_a_refusal(data: bytes, head: bytes) -> None:
    with contextlib.suppress(UsageError):
        assert fit_media("1", head + data, ROOMY, anew=True).data
