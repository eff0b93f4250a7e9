"""Nothing is lost: the judge that compares page and source has teeth, and raises no false alarm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.base.texts import load_texts
from kocbook.markdown import document
from kocbook.markdown.document import parse_document, read_document
from kocbook.markdown.html_tree import Element, iter_elements, iter_nodes, parse_html
from kocbook.markdown.replay import Loss, find_losses
from kocbook.markdown.source_signs import Move, Moves, State
from kocbook.rules.engine import check_text
from kocbook.site.text.article import ArticleFrame, make_article, page_address
from tests.conftest import examples

ROOT = Path(__file__).parents[2]
SAMPLE = sorted((ROOT / "content").glob("*/*/index.md"))
FRAME = ArticleFrame(load_texts("zh"))

TEXT = """\
## 出门前

慢充**6~8小时**，见[标牌](plate.jpg)和 <https://a.example/x?b=1&c=2>[^1]。

3. 打开机盖
4. 看水位
   - 先看左边
   - 再看 `右边`

![机盖*手柄*的位置](a.jpg "标题")

| 胎压 | 说明 |
|---|:-:|
| 2\\.5 | ~~满载~~ $x^2$ |

> [!WARNING]
> 先拔充电枪 &amp; 关灯

- [x] 灯光
- [ ] 雨刷[甲]

```py
a = [1](2)
```

[^1]: 一共*三*遍。

[甲]: b.md
"""


def losses(text: str) -> list[Loss]:
    parsed = parse_document(text)
    return find_losses(parsed.source, parsed.root)


def finished_losses(text: str) -> list[Loss]:
    """Judge the page as the site shows it, read back from its HTML."""
    page = parse_html(make_article(text, FRAME))
    return find_losses(parse_document(text).source, page, page_address)


# ---------------------------------------------------------------------- no false alarms


def test_a_text_of_everything_is_whole() -> None:
    assert losses(TEXT) == []
    assert finished_losses(TEXT) == []


@pytest.mark.parametrize("file", SAMPLE, ids=lambda file: file.parent.name)
def test_the_sample_is_whole(file: Path) -> None:
    text = file.read_text("utf-8")
    assert losses(text) == []
    assert finished_losses(text) == []


WORDS = st.text(
    "胎压仪表盘，。：；！？（）“”《》—…·0189abcXYZ%@;'\",./? ", min_size=1, max_size=12
).filter(lambda words: words.strip())
PLAIN = WORDS.map(lambda words: f"看{words.strip()}的")
"""Words that no sign of Markdown's begins or ends."""
ATOMS = [
    "`**a** [b](c) &amp;`",
    "$a_1*b$",
    "6~8",
    "205\\*55\\*R16",
    "a\\<b",
    "&lt;&#35;&nbsp;",
    "<https://a.cn/b?c=1&d=2>",
    "<br>",
    "<!-- 注 -->",
    "[甲]",
    "[字][甲]",
    "[字](a.md#b)",
    "[*字*](<a b.md> '标')",
    "![图](a.jpg)",
    "[^1]",
    "\\\n",
    "  \n",
    "\n",
    "a_b_c",
    "10^1",
    "{旧}",
]
WRAPPERS = ["**{}**", "*{}*", "~~{}~~", "<b>{}</b>", "<kbd>{}</kbd>"]
INLINE = st.recursive(
    st.one_of(PLAIN, st.tuples(PLAIN, st.sampled_from(ATOMS), PLAIN).map("".join)),
    lambda inner: st.tuples(PLAIN, st.sampled_from(WRAPPERS), inner, PLAIN).map(
        lambda parts: parts[0] + parts[1].replace("{}", parts[2]) + parts[3]
    ),
    max_leaves=4,
)
BLOCK = st.recursive(
    INLINE,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["# ", "## ", "###### "]), PLAIN).map("".join),
        PLAIN.map(lambda words: f"{words}\n==="),
        inner.map(lambda text: _indent(text, "> ", "> ")),
        inner.map(lambda text: _indent(text, "> [!TIP]\n> ", "> ")),
        inner.map(lambda text: _indent(text, "> [!NOTE] 标题\n> ", "> ")),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda items: "\n".join(_indent(item, "- ", "  ") for item in items)
        ),
        st.tuples(st.integers(0, 99), st.lists(inner, min_size=1, max_size=3)).map(
            lambda parts: "\n".join(
                _indent(item, f"{number}. ", " " * len(f"{number}. "))
                for number, item in enumerate(parts[1], parts[0])
            )
        ),
        PLAIN.map(lambda words: f"- [x] {words}\n- [ ] {words}"),
        PLAIN.map(lambda words: f"```py\n{words}\n**{words}**\n\n- 1. [](x)\n```"),
        st.tuples(PLAIN, PLAIN).map(
            lambda words: f"| {words[0]} | b |\n|:--|--:|\n| {words[1]} | `x\\|y` |"
        ),
        PLAIN.map(lambda words: f"{words}\n\n: {words}"),
        inner.map(lambda text: f"<details><summary>更多</summary>\n\n{text}\n\n</details>"),
        st.sampled_from(["---", "* * *", "$$\na_1 [b](c)\n$$", "    - 1. **a**"]),
    ),
    max_leaves=5,
)
BOOKS = st.lists(BLOCK, min_size=1, max_size=6).map(
    lambda blocks: "\n\n<!-- -->\n\n".join([*blocks, "[甲]: c.md\n\n[^1]: 注*一*\n\n看[^1]和[甲]"])
)


def _indent(text: str, first: str, others: str) -> str:
    return first + text.replace("\n", f"\n{others}")


@settings(max_examples=examples(150), deadline=None)
@given(BOOKS)
def test_structures_of_the_grammar_raise_no_alarm(text: str) -> None:
    assert losses(text) == []
    assert finished_losses(text) == []


SIGNS = "胎压仪表盘，。：；！？（）—0189abcXYZ~`!@#$%^&*()-_=+[]{}|;:'\",./?>\\ \n"
LETTERS = re.compile(r"[^\W_]")


@settings(max_examples=examples(300), deadline=None)
@given(st.text(SIGNS, max_size=60))
def test_every_sign_of_a_keyboard_raises_no_alarm(text: str) -> None:
    """An alarm over words is right where letters are missing: counted, without looking at places."""
    found = [loss for loss in losses(text) if loss.kind == "words"]
    if found and not re.search(r"^[\s>]*(?:```|~~~)|\]:|\|", text, re.MULTILINE):
        seen = Counter(
            "".join(node for node in iter_nodes(parse_document(text).root) if isinstance(node, str))
        )
        assert Counter(LETTERS.findall(text)) - seen, found


@settings(max_examples=examples(200), deadline=None)
@given(BOOKS, st.text(SIGNS, max_size=60), st.data())
def test_gliding_changes_no_answer(book: str, typed: str, data: st.DataObject) -> None:
    """The judge says the same where it looks at every sign by itself, also of a page that is spoilt."""
    text = f"{book}\n{typed}"
    parsed = parse_document(text)
    place = data.draw(st.integers(0, len(text)))
    for source in (text, text[:place] + "丢" + text[place:]):
        found = find_losses(source, parsed.root)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Moves, "glide", lambda _, state: (state, 0))
            assert find_losses(source, parsed.root) == found


# ---------------------------------------------------------------------- teeth


@settings(max_examples=examples(200), deadline=None)
@given(st.data())
def test_every_letter_that_is_dropped_is_missed(data: st.DataObject) -> None:
    """Take one letter, digit or Chinese sign out of the finished tree, anywhere."""
    parsed = parse_document(TEXT)
    holders = [
        (element, index)
        for element in [parsed.root, *iter_elements(parsed.root)]
        for index, child in enumerate(element.children)
        if isinstance(child, str) and LETTERS.search(child) and not _is_ours(element)
    ]
    element, index = data.draw(st.sampled_from(holders))
    words = str(element.children[index])
    place = data.draw(st.sampled_from([found.start() for found in LETTERS.finditer(words)]))
    element.children[index] = words[:place] + words[place + 1 :]
    (loss, *_) = find_losses(parsed.source, parsed.root)
    assert loss.kind == "words"
    # The caret stands on the letter, on the next of a run of the same, or on its address.
    assert words[place] in TEXT[loss.start - 1 :].lstrip("\n").split("\n")[0]


def _is_ours(element: Element) -> bool:
    return element.has_class("markdown-alert-title") or element.get("href").startswith("#fn")


def _drop(pattern: str, put: str = "") -> Callable[[str], str]:
    return lambda html: re.sub(pattern, put, html, count=1)


@pytest.mark.parametrize(
    ("fault", "rule", "line", "text"),
    [
        (_drop("水"), "content-not-shown", 6, "水位"),
        (_drop("~"), "content-not-shown", 3, "~8小时"),
        (_drop(r"\$|<span data-math[^>]*>.*?</span>"), "content-not-shown", 14, "$x^2$"),
        (_drop(r"(?s)<table.*?</table>"), "content-not-shown", 12, "| 胎压"),
        (_drop(r"(?s)<section.*?</section>"), "content-not-shown", 26, "[^1]: 一共"),
        (_drop("</?del[^>]*>"), "content-not-shown", 14, "~~满载"),
        (_drop("checked"), "content-not-shown", 19, "[x]"),
        (_drop(' src="a.jpg"'), "content-lost-target", 10, "](a.jpg"),
        (_drop("<img[^>]*>"), "content-not-shown", 10, "!["),
        (_drop(' href="plate.jpg"'), "content-lost-target", 3, "](plate.jpg)"),
        (_drop('href="plate.jpg"', 'href="advert.jpg"'), "content-lost-target", 3, "](plate.jpg)"),
        (_drop(' href="b.md"'), "content-lost-target", 20, "]"),
        (_drop(' start="3"', ""), "content-list-number", 5, "3."),
        (_drop(' start="3"', ' start="5"'), "content-list-number", 5, "3."),
        (
            _drop(r"(?s)<ul.*?</ul>", "<p>先看左边再看<code>右边</code></p>"),
            "content-not-shown",
            7,
            "- 先",
        ),
    ],
)
def test_a_renderer_that_fails_is_found(
    fault: Callable[[str], str], rule: str, line: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Break what the parser gives, and the check says so at the very place."""
    whole = document.render_markdown
    monkeypatch.setattr(document, "render_markdown", lambda source: fault(whole(source)))
    read_document.cache_clear()
    try:
        found = [one for one in check_text("a.md", TEXT) if one.rule.startswith("content-")]
    finally:
        read_document.cache_clear()
    assert found, "nothing was found"
    first = found[0]
    assert (first.rule, first.location.line) == (rule, line)
    column = (first.location.column or 1) - 1
    assert TEXT.split("\n")[line - 1][column:].startswith(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1. 甲\n2. 乙\n4. 丙", ["number"]),
        ("1. 甲\n1. 乙\n1. 丙", []),
        ("3. 甲\n\n   图\n\n4. 乙", []),
        ("1. 甲\n  - 乙", ["level"]),
        ("- 甲\n - 乙", []),
        ("- 甲\n\n段落\n\n  - 乙", []),
        ("10. 甲\n   - 乙", ["level"]),
        ("|a|b|\n|-|-|\n|1|2|三|", ["words"]),
        ("<!-- 没写完\n\n后面全部", ["words"]),
        ("字[^1]\n\n[^2]: 没人用", ["words"]),
        ("```注意 松手\nx\n```", ["words"]),
        ("<?如果?>", ["words"]),
        ("电量<SOC>的", ["words"]),
        ("![看 [字](b.md)](a.jpg)", ["target"]),
    ],
)
def test_what_github_loses_too_is_found(text: str, kinds: list[str]) -> None:
    assert [loss.kind for loss in losses(text)] == kinds


@pytest.mark.parametrize(
    "unit", ["*a_", "[a](", "> ", '[a](b "', "[^1]: x\n", '<a b="', '[a]: b "x\n']
)
def test_the_steps_grow_with_the_text(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps are counted, not seconds: no text makes the judge go round in circles."""
    steps = 0
    after = Moves.after

    def count(self: Moves, state: State) -> list[Move]:
        nonlocal steps
        steps += 1
        return after(self, state)

    glide = Moves.glide

    def count_glide(self: Moves, state: State) -> tuple[State, int]:
        nonlocal steps
        end, passed = glide(self, state)
        steps += passed
        return end, passed

    monkeypatch.setattr(Moves, "after", count)
    monkeypatch.setattr(Moves, "glide", count_glide)
    parsed = parse_document((unit * 5_000)[:20_000])
    find_losses(parsed.source, parsed.root)
    assert steps <= 9 * len(parsed.source) + 1000
