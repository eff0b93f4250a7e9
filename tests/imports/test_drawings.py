"""Drawings become pixels: of a sane size, with nothing of other files, or they are refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kocbook.intake.imports.pictures import draw

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def size_of(words: str) -> tuple[int, int]:
    with Image.open(io.BytesIO(draw(words.encode()))) as picture:
        return picture.size


@pytest.mark.parametrize(
    ("told", "size"),
    [
        ('width="30pt" height="15pt"', (800, 400)),
        ('width="1000" height="500"', (1000, 500)),
        ('width="90000" height="90000"', (1600, 1600)),
        ('viewBox="0 0 300 150"', (800, 400)),
        ('width="100%" height="100%" viewBox="0 0 3000 1500"', (1600, 800)),
        ('width="10" height="1000"', (40, 4000)),
    ],
)
def test_a_drawing_is_legible_and_no_larger_than_a_page(told: str, size: tuple[int, int]) -> None:
    assert size_of(f'{HEAD}{told}><rect width="5" height="5"/></svg>') == size


@pytest.mark.parametrize(
    "words",
    [
        f"{HEAD}><rect/></svg>",
        f'{HEAD}width="0" height="5"/>',
        f'{HEAD}width="1" height="900000"/>',
        f'{HEAD}width="1e300" height="1"/>',
        '<!DOCTYPE svg [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;">]>'
        + HEAD
        + 'width="9" height="9"/>',
        "<svg",
    ],
)
def test_what_has_no_size_or_declares_too_much_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        draw(words.encode())


@pytest.mark.parametrize("name", ["href", "xlink:href"])
def test_no_other_file_is_read(name: str, tmp_path: object) -> None:
    red = f"{tmp_path}/red.png"
    Image.new("RGB", (50, 50), "#ff0000").save(red)
    for way in (red, f"file://{red}"):
        words = f'{HEAD}width="50" height="50"><image {name}="{way}" width="50" height="50"/></svg>'
        with Image.open(io.BytesIO(draw(words.encode()))) as picture:
            assert picture.convert("RGB").getextrema() == ((255, 255),) * 3
