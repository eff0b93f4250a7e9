"""Names that phones and other systems give to photos: what a text shows is taken along."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from tests.conftest import Koc
from tests.write import pictures
from tests.write.conftest import Clone

DELIVER = ["deliver", "night-drive", "--member", "xiao-man"]
HERE = "content/guide/night-drive/photographer"


@pytest.mark.parametrize(
    ("on_disk", "written"),
    [
        ("IMG 1.jpg", "IMG 1.jpg"),
        ("IMG 1.jpg", "./IMG%201.jpg"),
        ("IMG_1.JPG", "img_1.jpg"),
        (unicodedata.normalize("NFD", "café.jpg"), unicodedata.normalize("NFC", "café.jpg")),
        ("车 头#1.jpg", "<车 头#1.jpg>"),
    ],
)
def test_a_picture_that_a_text_shows_is_taken_along(
    quiet_koc: Koc, clone: Clone, tmp_path: Path, on_disk: str, written: str
) -> None:
    clone.complete_team()
    (tmp_path / "文章.md").write_text(f"## 夜里\n\n![近光灯]({written})\n", "utf-8")
    (tmp_path / on_disk).write_bytes(pictures.jpeg())
    result = quiet_koc(*DELIVER, str(tmp_path / "文章.md"), "--lang", "en")
    assert (result.code, result.err) == (0, "")
    files = clone.git("show", "--name-only", "--format=").splitlines()
    (picture,) = [path for path in files if path.endswith(".jpg")]
    text = clone.git("show", f"HEAD:{HERE}/index.md")
    assert f"![近光灯]({picture.removeprefix(f'{HERE}/')})" in text
