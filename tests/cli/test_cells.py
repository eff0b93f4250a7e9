"""Text in terminal cells: wrapping, cropping, and what is safe to print."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kocbook.report import cells
from kocbook.report.cells import cell_width, crop, printable, wrap


@pytest.mark.parametrize(
    "text", ["abc", "提车第一天", "（：，）", "E5 车主", "é", "e\u0301", "…·│", "ｆｕｌｌ"]
)
def test_widths_are_those_that_rich_counts(text: str) -> None:
    assert cell_width(text) == cell_len(text)


def test_wrapping_keeps_words_width_and_marks() -> None:
    text = "检查全部记录、正文与图片，列出每一处问题的位置：modules/guide/first-day/module.yml。"
    for width in range(4, 60):
        lines = wrap(text, width)
        assert all(cell_width(line) <= width for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        if width > 8:
            assert not any(line[0] in "，、。：" for line in lines)


def test_cropping_keeps_the_column_in_view() -> None:
    text = "标题：" + "很长" * 200 + "尾"
    for column in (1, 3, 50, 203, len(text)):
        shown, before = crop(text, column, 60)
        assert cell_width(shown) <= 60
        assert before < 60
        assert _character_at(shown, before) == text[column - 1]


@given(
    text=st.text("字x，e\u0301\u200d ", max_size=900),
    place=st.integers(0, 10_000),
    width=st.integers(12, 120),
)
def test_what_is_cropped_fits_and_shows_its_column(text: str, place: int, width: int) -> None:
    column = 1 + place % (len(text) + 1)
    shown, before = crop(text, column, width)
    assert cell_width(shown) <= width
    assert before <= width // 2 + 1 or shown == text
    assert shown.strip("…") in text
    # The sign itself stands there, unless a window of marks without width ended before it.
    if column <= len(text) and cell_width(text[column - 1]) and before < cell_width(shown) - 1:
        starts = [index for index in range(len(shown)) if cell_width(shown[:index]) == before]
        assert text[column - 1] in {shown[index] for index in starts}


def test_a_thousand_findings_on_one_long_line_measure_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Found by `make fuzz`: each finding measured the line hundreds of times."""
    measured: list[str] = []
    width_of = cells._width.__wrapped__
    monkeypatch.setattr(cells, "_width", lambda char: measured.append(char) or width_of(char))
    for column in range(1, 10_000, 10):
        crop("很" * 10_000, column, 72)
    assert len(measured) <= 1000 * 9 * 72


def _character_at(text: str, cells: int) -> str:
    for index, char in enumerate(text):
        if cell_width(text[:index]) == cells:
            return char
    return ""


def test_printable_shows_what_a_terminal_would_obey() -> None:
    assert printable("a\x1b[31mb\tc\u202ed\udcff") == "a\\x1b[31mb c\\u202ed\\xff"


@pytest.mark.parametrize("piece", ["字", "x", "e\u0301", "\u200d"])
@pytest.mark.parametrize("column", [1, 20_000, 40_000])
def test_a_line_as_long_as_a_file_is_cropped_at_once(piece: str, column: int) -> None:
    """Found by `make fuzz`: a text report stood still for minutes."""
    text = piece * 40_000
    began = time.process_time()
    shown, before = crop(text, column, 72)
    assert time.process_time() - began < 1
    assert cell_width(shown) <= 72
    assert before <= 72
