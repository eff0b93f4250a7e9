"""What readers see of a text: cases that car owners really type, and what must always hold."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kocbook.base.texts import load_texts
from kocbook.insight.fingerprint import text_fingerprint
from kocbook.markdown.document import parse_document
from kocbook.markdown.visible import visible_lines, visible_words
from kocbook.rules.engine import check_text
from kocbook.site.text.article import ArticleFrame, make_article, page_address
from tests.conftest import Koc, examples

ZH = load_texts("zh")


def shown(text: str) -> list[str]:
    return visible_lines(parse_document(text), lambda key: ZH(f"cli.preview.{key}"))


def article(text: str, *media: str) -> str:
    return make_article(text, ArticleFrame(ZH, media))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("慢充6~8小时，快充30~40分钟。", ["慢充6~8小时，快充30~40分钟。"]),
        ("胎压~~2.3~~2.5，间隙1~2毫米", ["胎压2.32.5，间隙1~2毫米"]),
        ("电量<SOC下限 且 温度>阈值 时", ["电量<SOC下限 且 温度>阈值 时"]),
        ("若 a<b 且 b>c，看左边。\n\n下一段。", ["若 a<b 且 b>c，看左边。", "下一段。"]),
        ("10^1与10^2", ["10^1与10^2"]),
        ("## 第三章 {旧版}", ["第三章 {旧版}"]),
        ("#启程E5# 今天出发", ["#启程E5# 今天出发"]),
        ("规格205*55*R16与215*60*R17。", ["规格205*55*R16与215*60*R17。"]),
        ("**注意：**不要松手。**“引号”**后面", ["注意：不要松手。“引号”后面"]),
        ("3. 从三开始\n4. 四", ["3. 从三开始", "4. 四"]),
        ("先看：\n- 胎压\n- 灯光", ["先看：", "- 胎压", "- 灯光"]),
        (
            "1. 打开\n   - 先拉\n\n   ![手柄](a.jpg)\n\n2. 看水位",
            ["1. 打开", "  - 先拉", "[图: 手柄]", "2. 看水位"],
        ),
        ("- 一\n  - 二\n    - 三\n- 四", ["- 一", "  - 二", "    - 三", "- 四"]),
        ("第一行写到仪表\n盘就换行了。", ["第一行写到仪表盘就换行了。"]),
        ("看到**仪表**\n盘 and\nthen", ["看到仪表盘 and then"]),
        ("> [!WARNING]\n> 先拔充电枪", ["警告", "先拔充电枪"]),
        (
            "<details><summary>更多</summary>\n\n里面的**内容**\n\n</details>",
            ["更多", "里面的内容"],
        ),
        ("![看一遍](clip.mp4)", ["[视频: 看一遍]"]),
        ("价格 $5 和 $6", ["价格 $5 和 $6"]),
        ("运费*$A*，用`$B`付。", ["运费$A，用$B付。"]),
        ("含税$甲a，不含税$b元。$x$是比例", ["含税$甲a，不含税$b元。x是比例"]),
        ("P 挡\n: 停稳再挂。\n\n  坡上先拉手刹。\n", ["P 挡", "停稳再挂。", "坡上先拉手刹。"]),
        ("> P 挡\n> : 停稳。\n>\n>   拉手刹。\n>\n> - 灯", ["P 挡", "停稳。", "拉手刹。", "- 灯"]),
        ("胎压[^1]，气温[^1]。\n\n[^1]: 冷车时量", ["胎压1，气温1。", "1. 冷车时量"]),
        ("属性 data-sourcepos 与 `data-sourcepos`", ["属性 data-sourcepos 与 data-sourcepos"]),
        ("- [x] 胎压\n- [ ] 灯光", ["- [x] 胎压", "- [ ] 灯光"]),
    ],
)
def test_readers_see_what_was_typed(text: str, lines: list[str]) -> None:
    assert shown(text) == lines
    assert [found.rule for found in check_text("a.md", text)] == []


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("低于<SOC>时限速", "content-lost-tag", (1, 3)),
        ("若 a<b c>d", "content-lost-tag", (1, 4)),
        ("字\n\n若 a<b> 先看左边", "content-unclosed-tag", (3, 4)),
        ("[注意]: 不要松手", "content-unused-definition", (1, 1)),
        ("![图](https://a.example/b.jpg)", "image-remote", (1, 6)),
        ("字<script>x</script>", "content-unsafe", (1, 2)),
    ],
)
def test_what_readers_would_not_see_is_found(text: str, rule: str, place: tuple[int, int]) -> None:
    (found,) = check_text("a.md", text)
    assert (found.rule, (found.location.line, found.location.column)) == (rule, place)


@pytest.mark.parametrize(
    "text",
    [
        "<https://onstar.example/help>",
        "设 ${on = 3}$ 时",
        "$$\nf(x)=[y_0]+[y_0,y_1](x-x_0)\n$$",
        "> [!NOTE]\n>\n> ```cpp\n> auto g = [&]() {\n>\n> };\n> ```",
        "见[标牌][甲]。\n\n[甲]: https://a.example/",
        "`<script>` 与 `[](x)`",
        "按 <kbd>P</kbd> 键<br>停稳",
    ],
)
def test_what_is_right_raises_no_alarm(text: str) -> None:
    assert check_text("a.md", text) == []


def test_films_formulas_and_pictures_elsewhere_have_their_shapes() -> None:
    film = article("![看一遍](clip.mp4)", "clip.mp4", "clip.jpg", "clip.vtt")
    assert '<video controls preload="metadata" src="clip.mp4"' in film
    assert 'poster="clip.jpg"' in film
    assert '<track kind="captions" src="clip.vtt" srclang="zh"' in film
    assert "<figcaption>看一遍</figcaption>" in film
    assert "<img" not in article("![图](https://a.example/b.jpg)")
    assert "<math" in article("$E=mc^2$")
    assert "<mi>P</mi>" in article("功率 $`P`$")
    assert "<math" not in article("从$a到`$b`，再到$c" * 50)
    assert "$5 和 $6" in article("价格 $5 和 $6")
    assert "<script" not in article("$\\text{<script>x</script>}$")


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("../tyres/index.md#part", "../tyres/#part"),
        ("index.md#part", "#part"),
        ("./index.md", "./"),
        ("../../guide/tyres/index.md", "../../guide/tyres/"),
        ("a.jpg", "a.jpg"),
        ("#part", "#part"),
    ],
)
def test_links_between_texts_lead_to_pages(written: str, leads: str) -> None:
    assert page_address(written) == leads


SIGNS = "胎压仪表，。：；！？（）“”《》【】～—…·0189abcXYZ~`!@#$%^&*()-_=+[]{}|;:'\",.<>/? \n"
_MARKS = (
    """- ,1. ,> ,## ,**,~~,`,[字](a.md),![图](a.jpg),<b>,</b>,<SOC>,&lt;,[^1],$x$,<!-- x -->,\\"""
)
_BLOCKS = ("```\n", "|a|b|\n|-|-|\n", "\n\n", "> [!NOTE]\n> ")
PIECES = st.sampled_from([*_MARKS.split(","), *_BLOCKS])
TEXTS = st.lists(st.one_of(st.text(SIGNS, max_size=12), PIECES), max_size=20).map("".join)


def test_a_picture_elsewhere_within_a_link_takes_nothing_from_it() -> None:
    page = article("[**![门店](https://a.example/p.png)**](https://b.example/shop)")
    assert page.count("<a ") == 1
    assert re.search(r'href="https://b.example/shop"[^<]*<strong>门店</strong></a>', page)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<pre><b>红灯</b> 先停车</pre>", "红灯 先停车"),
        ("<pre><code>甲<pre>乙</pre></code></pre>", "甲乙"),
        ("<pre><i>甲<pre>乙</pre>丙</i></pre>", "甲乙丙"),
    ],
)
def test_code_written_as_html_keeps_its_words(text: str, words: str) -> None:
    assert re.sub(r"<[^<>]*>", "", article(text)) == words


@pytest.mark.parametrize("text", ["$A，`" * 4000, "$A，$B`，" * 3000, "$a，\n$b，\n" * 3000])
def test_signs_of_money_cost_little(text: str) -> None:
    started = time.process_time()
    document = parse_document(text)
    assert time.process_time() - started < 1
    assert visible_words(document).count("$") == text.count("$")


@settings(max_examples=examples(300), deadline=None)
@given(TEXTS)
def test_every_sign_of_the_tree_is_on_the_page(text: str) -> None:
    page = re.sub(r'<a class="headerlink".*?</a>', "", article(text), flags=re.DOTALL)
    seen = re.sub(r"<[^<>]*>", "", page)
    for sign in "胎压仪表":
        wanted = visible_words(parse_document(text)).count(sign)
        assert seen.count(sign) >= wanted - text.count("[图") - text.count("!["), sign


@settings(max_examples=examples(300), deadline=None)
@given(st.text("胎压仪表盘，。0189~^{}<>= ", max_size=60))
def test_plain_sentences_are_shown_whole(text: str) -> None:
    """An oracle of its own: another CommonMark parser says what is no markup at all."""
    tokens = MarkdownIt("commonmark", {"html": False}).parse(text)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return
    wanted = "".join(tokens[1].content.split())
    if "~~" not in text and not re.search(r"<[A-Za-z/!?]", text):
        assert "".join("".join(shown(text)).split()) == wanted


@settings(max_examples=examples(300), deadline=None)
@given(TEXTS, TEXTS)
def test_texts_with_one_fingerprint_look_the_same(one: str, other: str) -> None:
    if text_fingerprint(one) == text_fingerprint(other):
        words = ["".join(visible_words(parse_document(text)).split()) for text in (one, other)]
        assert words[0] == words[1]


def test_preview_shows_lines_and_faults(koc: Koc, tmp_path: Path) -> None:
    file = tmp_path / "稿子.txt"
    file.write_text("1、先看外观\n2、再看里面\n！[仪表盘]（a.jpg）\n低于<SOC>时\n", "utf-8")
    result = koc("preview", str(file))
    assert result.out.splitlines()[:3] == ["1、先看外观", "2、再看里面", "[图: 仪表盘]"]
    assert "\\<SOC>" in result.err
    assert result.code == 1
    assert '<div class="kb-text"' in koc("preview", str(file), "--format", "html").out


def test_preview_mends_as_delivering_does_and_warns_of_phones(koc: Koc, tmp_path: Path) -> None:
    file = tmp_path / "稿子.md"
    file.write_text("![仪表](IMG 1.jpg)\n\n![Uploading IMG_2.jpg…]()\n\n拨 13800138000\n", "utf-8")
    result = koc("preview", str(file))
    assert result.out.splitlines() == ["[图: 仪表]", "拨 13800138000"]
    assert ZH("typed.spaced-name") in result.err
    assert "“IMG_2.jpg”还没有传完" in result.err
    assert "138****00" in result.err
    assert result.code == 1


def test_preview_knows_the_brief_of_a_text_in_its_place(koc: Koc, sample_repo: Path) -> None:
    text = sample_repo / "content/guide/first-day/index.md"
    text.write_text("谜底是 13384966760。\n", "utf-8")
    assert koc("preview", str(text)).code == 1
    brief = sample_repo / "modules/guide/first-day/module.yml"
    brief.write_text(brief.read_text("utf-8") + "not_phones: ['13384966760']\n", "utf-8")
    assert koc("preview", str(text)).code == 0
    brief.write_text("faulty", "utf-8")
    assert koc("preview", str(text)).code == 1
