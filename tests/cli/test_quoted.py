"""What a comment quotes of a contributor's text acts on nobody, whatever the text holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.report.markdown import render_markdown
from kocbook.report.quoted import MOST_QUOTED, Quoted, fence, quote_preview
from tests.cli.test_answer import ask, propose
from tests.conftest import SAMPLE, Koc, examples

HOSTILE = [
    "@someone @club/staff",
    "closes #1, fixes club/book#2, GH-3",
    "</details>",
    "```\n</details>\n@someone\n```",
    "````",
    "~~~",
    "`a` ``b`` ```` c ````",
    "<!-- koc:form 12 -->",
    "[字](https://evil.example)",
    "/close",
    "　",
    "\u2028@x",
    "<details><summary>x</summary>",
    "> ```",
    "- ````\n  ```\n",
]
TEXTS = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text("`~@#</>字 \n-", max_size=30)), max_size=12
).map("\n\n".join)
ZH = load_texts("zh")
COMMUNITY = load_community(WorkingTree(SAMPLE)).community
assert COMMUNITY
MODULE = COMMUNITY.modules["guide/night-drive"]
PATH = "content/guide/night-drive/index.md"


def comment(quoted: Quoted) -> str:
    return "前\n" + render_markdown("quoted.md.j2", quoted=quoted, t=ZH) + "\n后\n"


@given(TEXTS)
@settings(max_examples=examples(300), deadline=None)
def test_all_of_a_text_stands_in_one_block_of_code(text: str) -> None:
    quoted = quote_preview(MODULE, PATH, text, ZH)
    tokens = MarkdownIt("commonmark").parse(comment(quoted))
    blocks = [token for token in tokens if token.type == "fence"]
    assert [quoted.block.split("\n", 1)[1].rpartition("\n")[0]] == [
        token.content.removesuffix("\n") for token in blocks
    ]
    others = [token.content for token in tokens if token.type in ("inline", "html_block")]
    opened = "<details open>" if quoted.is_short else "<details>"
    assert others[:2] == ["前", f"{opened}<summary>{ZH('quoted.summary')}</summary>\n"]
    assert others[2] == "<code>content/guide/night-drive/index.md</code>"
    assert others[-1] == "</details>\n后\n"
    assert len(others) == 4 + bool(quoted.left)


@pytest.mark.parametrize("sign", ["字`", "字", "字\n\n", "```\n\n\n", "`\n\n"])
def test_it_is_never_longer_than_it_may_be(sign: str) -> None:
    quoted = quote_preview(MODULE, PATH, sign * 30_000, ZH)
    assert len(quoted.block) <= MOST_QUOTED
    assert not quoted.is_short


def test_what_must_not_be_public_is_not_said_again() -> None:
    text = "拨 138**0013**8000，写信到 lin@mail.example，车牌川A·6B82K，证件 11010519491231002X。"
    block = quote_preview(MODULE, PATH, text, ZH).block
    assert "138****00" in block
    assert not any(one in block for one in ("13800138000", "lin@", "6B82K", "19491231"))
    assert "京A·12345" in quote_preview(MODULE, PATH, "举例：京A·12345", ZH).block


def test_a_fence_is_longer_than_what_stands_in_it() -> None:
    assert fence(["`````"]).startswith("``````text\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_shows_the_text_as_readers_will_see_it(
    language: str, koc: Koc, sample_repo: Path
) -> None:
    text = "## 灯\n\n1. 先**近光**\n2. 再远光\n\n@somebody closes #1\n\n![车灯](lamp.jpg)\n"
    propose(sample_repo, {"content/guide/night-drive/index.md": text})
    out = ask(koc, "--lang", language).out
    texts = load_texts(language)
    picture = f"[{texts('cli.preview.picture')}: 车灯]"
    lines = ["```text", "灯", "1. 先近光", "2. 再远光", "@somebody closes #1", picture, "```"]
    assert "\n".join(lines) in out
    assert f"<details open><summary>{texts('quoted.summary')}</summary>" in out


def test_many_texts_are_counted_and_the_answer_fits(koc: Koc, sample_repo: Path) -> None:
    modules = ("night-drive", "car-wash", "first-day", "tyre-check", "cover-vote")
    texts = {f"content/guide/{one}/index.md": f"{one}\n\n" * 3000 for one in modules}
    propose(sample_repo, texts)
    out = ask(koc).out
    assert len(out) < 60_000
    assert out.count("```text") in (0, 6)
