"""Delivered pictures: identical pixels, ICC profile and orientation kept, nothing else told."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from kocbook.base.errors import UsageError
from kocbook.intake.media.clean import clean_media
from kocbook.intake.media.removed import Removed
from tests.write import pictures

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
    assert new.info.get("icc_profile") == old.info.get("icc_profile")
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


def test_videos_keep_every_offset_and_lose_their_tags() -> None:
    before = pictures.mp4()
    cleaned = clean_media("x.mp4", before)
    assert len(cleaned.data) == len(before)
    assert cleaned.data.index(b"video") == before.index(b"video")
    assert not any(secret in cleaned.data for secret in pictures.SECRETS)
    assert cleaned.removed == (Removed.PLACE, Removed.EXTRA)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "errors.media-heic"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "errors.media-heic"),
        (b"GIF89a", "errors.media-unknown"),
        (b"", "errors.media-unknown"),
        (b"%PDF-1.7", "errors.media-unknown"),
        (b"\xff\xd8\xff\xd9", "errors.media-damaged"),
        (pictures.mp4(pictures.box(b"mdia", b"gpmd")), "errors.media-positions"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_name(data: bytes, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        clean_media("a.bin", data)
    assert (refused.value.key, refused.value.data) == (key, {"name": "a.bin"})
