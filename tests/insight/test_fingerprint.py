"""A fingerprint of a text follows its words and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.fingerprint import text_fingerprint
from kocbook.markdown.document import read_document
from kocbook.markdown.visible import visible_words

TEXT = """\
## 第一步

打开车机，**登录**账号。参见[说明](page.md)。

- 一
- 二

![座椅](seat.png)
"""


@pytest.mark.parametrize(
    "layout",
    [
        TEXT.replace("## ", "### "),
        TEXT.replace("**登录**", "登录"),
        TEXT.replace("- ", "* "),
        TEXT.replace("开车机", "开\n车机"),
        TEXT.replace("\n\n", "\n\n\n"),
        TEXT.replace("打开", "> 打开"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("打开", "<b>打开</b>"),
    ],
)
def test_a_change_of_layout_keeps_the_fingerprint(layout: str) -> None:
    assert layout != TEXT
    assert text_fingerprint(layout) == text_fingerprint(TEXT)


@pytest.mark.parametrize(
    "words",
    [
        TEXT.replace("登录", "注销"),
        TEXT.replace("账号。", "账号！"),
        TEXT.replace("- 二\n", ""),
        TEXT.replace("座椅", "座椅图"),
        TEXT + "再见。\n",
        TEXT.replace("- ", "1. "),
        TEXT.replace("seat.png", "seat-1.webp"),
        TEXT.replace("page.md", "https://evil.example"),
        TEXT.replace("**登录**", "~~登录~~"),
        TEXT.replace("打开", "打开`<a 加微信>`"),
        TEXT.replace("打开", "打开`<!-- 加微信 -->`"),
        TEXT + "\n```加微信领券```\n",
        TEXT + "\n`[](加微信)`\n",
        TEXT.replace("账号。", "账号{.加微信}。"),
        TEXT + "\n> [!WARNING]\n> 加微信\n",
        TEXT.replace("打开", "> [!WARNING]\n> 打开"),
        TEXT.replace("登录", "<span dir='rtl'>登录</span>"),
    ],
)
def test_a_change_of_words_changes_the_fingerprint(words: str) -> None:
    assert text_fingerprint(words) != text_fingerprint(TEXT)


def words_of(text: str) -> str:
    return "".join(visible_words(read_document(text)).split())


@pytest.mark.parametrize("text", ["-5 度", "胎压 2.5", "E5_pro", "3 > 2", "第 1. 条", "2-3 天"])
def test_marks_inside_a_sentence_are_words(text: str) -> None:
    assert words_of(f"前 {text} 后") == f"前{text}后".replace(" ", "")


@given(st.text("一二三四五，。abc123", min_size=1, max_size=60))
def test_plain_words_are_kept_whole(text: str) -> None:
    assert words_of(text) == text
