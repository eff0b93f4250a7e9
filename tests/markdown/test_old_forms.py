"""Old forms are moved, every word stays, and what only looks like one is left alone."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.markdown.old_forms import IMMOVABLE, OldForm, find_old_forms, modernise
from tests.conftest import examples

MOVED = {
    "box": (
        '!!! tip "开始之前"\n    一。\n\n    - 甲\n      - 乙\n\n    ![图](a.jpg){ width=300 }\n后面',
        "> [!TIP]\n> **开始之前**\n>\n> 一。\n>\n> - 甲\n>   - 乙\n>\n> ![图](a.jpg)\n\n后面",
    ),
    "box-without-title": ("!!! danger\n    别碰。", "> [!CAUTION]\n> 别碰。"),
    "box-without-body": ('!!! info "一句"\n\n后', "> [!NOTE]\n> **一句**\n\n后"),
    "box-of-no-known-type": ("!!! 注意\n    慢。", "> [!NOTE]\n> **注意**\n>\n> 慢。"),
    "box-after-line": ('前\n!!! note ""\n    里', "前\n\n> [!NOTE]\n> 里"),
    "box-in-list": (
        "1. 一\n\n    !!! warning\n        里\n\n2. 二",
        "1. 一\n\n    > [!WARNING]\n    > 里\n\n2. 二",
    ),
    "box-in-box": (
        '!!! note "外"\n    外文\n\n    !!! bug\n        内',
        "> [!NOTE]\n> **外**\n>\n> 外文\n>\n> > [!CAUTION]\n> > 内",
    ),
    "box-in-quote": ("> !!! note\n>     里", "> > [!NOTE]\n> > 里"),
    "box-with-code": (
        "!!! example\n    ```\n    !!! note\n        x\n    ```",
        "> [!NOTE]\n> ```\n> !!! note\n>     x\n> ```",
    ),
    "box-with-open-fence": ("!!! note\n    ```\n    x\ny", "> [!NOTE]\n> ```\n> x\n> ```\n\ny"),
    "details": (
        '??? note "更 a<b"\n    里\n后',
        "<details><summary>更 a&lt;b</summary>\n\n里\n\n</details>\n\n后",
    ),
    "details-with-signs": (
        '??? note "**粗** `a<b`"\n    里',
        "<details><summary>\n\n**粗** `a<b`\n\n</summary>\n\n里\n\n</details>",
    ),
    "details-open": (
        "???+ tip\n    里",
        "<details open><summary>Tip</summary>\n\n里\n\n</details>",
    ),
    "tabs": (
        '=== "甲"\n    一\n\n=== "乙"\n\n    - 二\n',
        "**甲**\n\n一\n\n**乙**\n\n- 二\n",
    ),
    "heading": ("## 题 {: #a .b }\n题 { .x }\n===", "## 题\n题\n==="),
    "paragraph": ("字\n{: .x style=\"a: b\" }\n\n后", "字\n\n后"),
    "link": ("[字](a.md){.x target=_blank}后", "[字](a.md)后"),
    "mark": ("里==重`=`点==外 ^^加^^。", "里<mark>重`=`点</mark>外 <ins>加</ins>。"),
    "signs": ("H~2~O、V~max~、x^2^、米^2^", "H<sub>2</sub>O、V<sub>max</sub>、x<sup>2</sup>、米<sup>2</sup>"),
    "keys": ("按++ctrl+c++。", "按<kbd>Ctrl</kbd>+<kbd>C</kbd>。"),
    "contents": ("前\n\n[TOC]\n\n后", "前\n\n\n后"),
    "windows": ("!!! note\r\n    里\r\n", "> [!NOTE]\n> 里\n"),
}  # fmt: skip

LEFT = [
    "## 第三章 {旧版}",
    "设 ${on = 3}$ 时，${.x}$，$$a==b==c$$",
    "慢充6~8小时，快充30~40分钟；6~8~10小时；a~b~c。",
    "放电到10^1与10^2之间。",
    "~~作者的话~~ 别的话",
    "if a==b and c==d; 温度==阈值 或 电量==上限; C++ 与 G++",
    "`==a==` `{.x}` \\==a== [x](a==b==c) https://a.example/?q=^^x^^ <a title='==x=='>",
    '```\n!!! note "x"\n    y\n[TOC]\n```',
    '前\n\n    !!! note "x"\n        y',
    "!!! 太好了\n\n???\n\n=== 三\n\n[TOC] 不是",
    "名\n:   义\n\n字{.x} 与 {.x}",
    "\r\n第一行\r\n第二行\r",
    "",
]

PIECES = [
    "字", "a", " ", "\n", "\n\n", "\n    ", "\n        ", "!!! note", '!!! tip "题"', '??? "题"',
    "???+ bug", '=== "题"', "==", "^^", "~", "^", "++", "2", "{.x}", "{: .x }", "{ width=3 }", "`",
    "```", "~~~", "$", "$$", "> ", "- ", "1. ", "## ", "[a](b.md)", "![a](b.jpg)", "[TOC]",
    "*[a]: b", "<!--", "-->", "<b>", "\\", "\t", "**", "===", "---", ":   ", "[^1]: ", "\r\n", '"',
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def words(text: str) -> str:
    """Letters and digits in order, without types, attribute lists, tags and entities."""
    bare = re.sub(r"(?m)^[ >]*\[TOC\]\s*?$", "", text)
    bare = re.sub(r"\{:? ?(?:\.x|width=3) ?\}", "", html.unescape(bare))
    bare = re.sub(r"</?(?:details|summary|mark|ins|sub|sup|kbd)(?: open)?>", "", bare)
    bare = re.sub(r"note|tip|bug|caution", "", bare.lower())
    return "".join(sign for sign in bare if sign.isalnum())


@pytest.mark.parametrize("case", MOVED)
def test_an_old_form_is_moved(case: str) -> None:
    before, after = MOVED[case]
    assert modernise(before) == after
    assert find_old_forms(before)
    assert find_old_forms(after) == []


@pytest.mark.parametrize("text", LEFT)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert modernise(text) == text
    assert find_old_forms(text) == []


def test_places_count_from_one() -> None:
    text = '前 ==甲==\n\n!!! note "题"\n    乙 ==丙==\n\n*[SOC]: 电量'
    assert find_old_forms(text) == [
        OldForm("mark", 1, 3),
        OldForm("admonition", 3, 1),
        OldForm("mark", 4, 7),
        OldForm("abbreviation", 6, 1),
    ]
    assert [form.kind for form in find_old_forms(modernise(text))] == ["abbreviation"]


@pytest.mark.parametrize(
    "text",
    ['![图](a.jpg){ .x title="后备厢" }', '字\n{: title="说明" }', '## 题 {: #a data-title="甲" }'],
)
def test_an_attribute_list_with_words_in_it_is_found_and_kept(text: str) -> None:
    assert modernise(text) == text
    assert [form.kind for form in find_old_forms(text)] == ["attribute-words"]


@given(TEXTS)
@settings(deadline=None, max_examples=examples(400))
def test_words_stay_and_a_second_time_changes_nothing(text: str) -> None:
    moved = modernise(text)
    assert words(moved) == words(text)
    assert modernise(moved) == moved
    assert {form.kind for form in find_old_forms(moved)} <= IMMOVABLE
    if not find_old_forms(text):
        assert moved == text


@pytest.mark.parametrize(
    "piece",
    ["`" * 3 + " `", "](", "<!--", "$", "$ ", "==", "=", "^^a", "++a+", "{.a ", "{.a}", "## {.a}",
     "> ", "!!! a ", "!!! a\n    ", '=== "a"\n', "(", "[TOC]\n", "https://", "{: a=", "<a ", "- "],
)  # fmt: skip
def test_hostile_texts_take_no_time(piece: str) -> None:
    begun = time.perf_counter()
    modernise(piece * (60_000 // len(piece)))
    assert time.perf_counter() - begun < 5
