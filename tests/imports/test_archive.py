"""A ZIP that does harm, or is broken, is refused with a sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kocbook.base.errors import UsageError
from kocbook.intake.imports.archive import unpack


def test_a_zip_whose_packed_bytes_are_broken_or_that_names_no_file_is_refused(
    tmp_path: Path,
) -> None:
    whole = tmp_path / "book.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("page.md", "# 标题\n\n" + "一句话。" * 500)
    data = bytearray(whole.read_bytes())
    start = data.index(b"page.md") + len("page.md")
    data[start : start + 24] = b"\xff" * 24
    broken = tmp_path / "broken.zip"
    broken.write_bytes(data)
    with pytest.raises(UsageError) as refused:
        unpack(broken, tmp_path / "one")
    assert refused.value.key == "errors.import-zip-damaged"

    nameless = tmp_path / "nameless.zip"
    with zipfile.ZipFile(nameless, "w") as packed:
        packed.writestr(".", "nothing")
    with pytest.raises(UsageError) as refused:
        unpack(nameless, tmp_path / "two")
    assert refused.value.key == "errors.import-zip-path"
