"""What a picture's header says of its size is what a decoder says, and costs no decoding."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from kocbook.media.picture_size import find_picture_size
from tests.conftest import Koc
from tests.write.pictures import jpeg, png

_MOST = 16_383


def encode(kind: str, size: tuple[int, int], **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA" if options.pop("alpha", False) else "RGB", size).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("size", [(1, 1), (33, 21), (300, 2), (2, _MOST)])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "comment": b"x" * 9_000}),
        ("PNG", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"alpha": True, "icc_profile": b"x" * 99}),
    ],
)
def test_the_header_says_what_a_decoder_says(
    kind: str, options: dict[str, object], size: tuple[int, int]
) -> None:
    assert find_picture_size(encode(kind, size, **options)) == size


def test_pictures_with_much_before_the_frame_are_read_and_broken_ones_say_nothing() -> None:
    for data in (jpeg(), jpeg(progressive=True), png()):
        assert find_picture_size(data) == (33, 21)
        for length in range(0, 600, 7):
            assert find_picture_size(data[:length]) in (None, (33, 21), (33, 0), (0, 0))
    for data in (b"", b"\xff\xd8", b"\xff\xd8" + b"\xff" * 99, b"\xff\xd8\xff\xe1\0\0" * 9):
        assert find_picture_size(data) is None


@pytest.mark.parametrize(("wide", "high"), [(9_500, 9_500), (16_000, 11_000)])
def test_a_picture_of_90_to_179_million_pixels_is_refused_and_never_drawn(
    koc: Koc, monkeypatch: pytest.MonkeyPatch, wide: int, high: int
) -> None:
    """Pillow itself lets as many pass with a warning, and decodes them."""
    page = min((koc.folder / "content").rglob("index.md"))
    out = io.BytesIO()
    Image.new("1", (wide, high)).save(out, "PNG")
    (page.parent / "vast.png").write_bytes(out.getvalue())
    page.write_text(page.read_text("utf-8") + "\n\n![天空](vast.png)\n", encoding="utf-8")
    found = koc("check", "--format", "github")
    assert found.code == 1
    assert f"{page.parent.relative_to(koc.folder).as_posix()}/vast.png" in found.out
    assert "media-pixels" in found.out
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", None)
    from kocbook.site.pictures.store import prepare_pictures

    began = time.process_time()
    media = {"vast.png": (page.parent / "vast.png").relative_to(koc.folder).as_posix()}
    assert not prepare_pictures(koc.folder, media).pictures
    assert time.process_time() - began < 0.5


def test_a_photo_on_disk_that_tells_its_place_is_found_once_and_again(
    koc: Koc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    page = min((koc.folder / "content").rglob("index.md"))
    photo = page.parent / "walk.jpg"
    photo.write_bytes(jpeg())
    page.write_text(page.read_text("utf-8") + "\n\n![停车场](walk.jpg)\n", encoding="utf-8")
    for _ in range(2):
        assert "media-tells" in koc("check", "--format", "github").out
    assert (koc.folder / ".koc/memory/media").is_file()
    from kocbook.media.clean import clean_media

    photo.write_bytes(clean_media("walk.jpg", jpeg()).data)
    assert "media-tells" not in koc("check", "--format", "github").out
