"""What was typed on a phone shows as its author saw it, and no word is changed."""

from __future__ import annotations

import html
import re
import time
import unicodedata
from pathlib import Path

import comrak
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import kocbook
from kocbook.base.hidden_signs import FORBIDDEN
from kocbook.markdown.typed import CHANGES, mend_typed
from tests.conftest import examples

LOCALES = Path(kocbook.__file__).parent / "base" / "locales"

MENDED = {
    "！[图]（a.jpg）": ("![图](a.jpg)", "fullwidth-picture"),
    "![图]（a.jpg）": ("![图](a.jpg)", "fullwidth-picture"),
    "！［图］（IMG 1.jpg）": ("![图](<IMG 1.jpg>)", "fullwidth-picture", "spaced-name"),
    "![图]( IMG 1.jpg )": ("![图](<IMG 1.jpg>)", "spaced-name"),
    "[字幕](片 1.vtt)": ("[字幕](<片 1.vtt>)", "spaced-name"),
    "看！［图］（https://a.example/b）": ("看！[图](https://a.example/b)", "fullwidth-link"),
    "［字］（https://a.example/）": ("[字](https://a.example/)", "fullwidth-link"),
    "[字]（../b/index.md#c）": ("[字](../b/index.md#c)", "fullwidth-link"),
    "＃＃ 标题": ("## 标题", "fullwidth-heading"),
    "#\u3000标题": ("# 标题", "fullwidth-heading"),
    "＊＊字＊＊": ("**字**", "fullwidth-bold"),
    "　　一\n\n    二\n\n\u00a0\u00a0三": ("一\n\n二\n\n三", "indent"),
    "\ufeff胎\u200b压\u00ad": ("胎压", "invisible-signs"),
    "1、甲\n2、乙": ("1、甲  \n2、乙", "line-breaks"),
    "（1）甲\n①乙": ("（1）甲  \n①乙", "line-breaks"),
}
LEFT = [
    '![图](<IMG 1.jpg>) ![图](a.jpg "b 1.jpg") [见](说明 二) `![图](a b.jpg)`',
    "`！[图]（a.jpg）` 与\n\n```\n　　x\n＃ y\n```",
    "[注]（见下文） #标题 ＃标题 ＞ 引",
    "- 甲\n\n    乙\n\n1. 丙\n\n   丁",
    "👨\u200d👩\u200d👧 ❤\ufe0f",
    "一行\n又一行",
    "",
]
LINES = ["字", "　　段", "1、甲", "（2）乙", "③丙", "2.丁", "a\u200bb", "C:\\", "＊＊重＊＊后", "----",
         "====", "", "", "    深", "\u00a0始"]  # fmt: skip
PIECES = [*LINES, "\n", "\n\n", "\r\n", "```", "`", "- ", "1. ", "！[图]（a.jpg）", "［", "］", "（",
          "）", "https://a.example", "＃ ", "# ", "＊", "*", "\u200d", "\ufeff", "> ", "| ", "  "]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def visible(text: str) -> str:
    kept = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in kept if unicodedata.category(sign)[0] in "LNPS")


def shown_lines(text: str) -> list[str]:
    page = comrak.render_markdown(text)
    page = re.sub(r"<hr />", "----<br />", page)
    found = re.split(
        r"<br />\n?|</p>\n?|</li>\n?|\n(?=<)", re.sub(r"<(?!br|/p|/li)[^>]*>", "", page)
    )
    return [visible(html.unescape(line)) for line in found if visible(html.unescape(line))]


@pytest.mark.parametrize("text", MENDED)
def test_typed_text_is_mended_and_says_how(text: str) -> None:
    after, *changes = MENDED[text]
    assert mend_typed(text, plain=False) == (after, tuple(changes))


@pytest.mark.parametrize("text", LEFT)
def test_what_is_well_is_left_alone(text: str) -> None:
    assert mend_typed(text, plain=False) == (text, ())


def test_windows_line_ends_are_no_change_to_tell() -> None:
    assert mend_typed("一\r\n\r\n二\r\n", plain=True) == ("一\n\n二\n", ())


@given(TEXTS, st.booleans())
@settings(deadline=None, max_examples=examples(400))
def test_no_sign_is_lost_or_moved_and_a_second_time_changes_nothing(text: str, plain: bool) -> None:
    mended = mend_typed(text, plain)
    assert visible(mended.text) == visible(text)
    assert mend_typed(mended.text, plain) == (mended.text, ())


@given(st.lists(st.sampled_from(LINES), max_size=12))
@settings(deadline=None, max_examples=examples(400))
def test_plain_lines_are_lines_in_the_rendering(lines: list[str]) -> None:
    mended = mend_typed("\n".join(lines), plain=True).text
    bare = [visible(line).replace("**", "") for line in lines if line.strip()]
    assert [line.replace("**", "") for line in shown_lines(mended)] == bare


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_change_has_its_sentence(language: str) -> None:
    file = LOCALES / language / "typed.yml"
    sentences = yaml.safe_load(file.read_text(encoding="utf-8"))["typed"]
    assert tuple(sentences) == CHANGES


@pytest.mark.parametrize(
    "piece", ["！[", "[a]（", "＊＊a", "＃ ", "　", "\u200b", "`", "1、a\n", "[a](b"]
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    begun = time.perf_counter()
    mend_typed(piece * (60_000 // len(piece)), plain=True)
    assert time.perf_counter() - begun < 5


def test_code_of_a_markdown_file_stays_code_and_chinese_paragraphs_do_not() -> None:
    code = "先安装：\n\n    sudo apt install mpv\n    # 看版本\n"
    assert mend_typed(code, plain=False).text == code
    assert mend_typed("上一段。\n\n    下一段开头空了四格。\n", plain=False).text == (
        "上一段。\n\n下一段开头空了四格。\n"
    )


@pytest.mark.parametrize(
    "around", ["前{}后", "`前{}后`", "```\n前{}后\n```", "$前{}后$", "[前{}](b.md)"]
)
@pytest.mark.parametrize("plain", [True, False])
def test_no_sign_that_the_check_refuses_is_left_by_a_delivery(around: str, plain: bool) -> None:
    every = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    hidden = [sign for sign in every if FORBIDDEN.search(f"前{sign}后")]
    assert len(hidden) > 150
    for sign in hidden:
        assert not FORBIDDEN.search(mend_typed(around.format(sign), plain).text), hex(ord(sign))
