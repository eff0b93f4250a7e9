"""Where the site differs from GitHub, by a list of which both columns are proven, and nowhere else.

GitHub's side is made by its own parser (cmark-gfm), and by a comrak with GitHub's settings alone for what
GitHub adds around it: notes and emoji. Both are then cleaned as GitHub cleans.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import cmarkgfm
import comrak
import nh3
import pytest
import yaml
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.report.differences import Difference, render_differences
from kocbook.site.text.article import ArticleFrame, make_article
from tests.conftest import examples

ROOT = Path(__file__).parents[2]
ROWS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "differences.yml").read_text("utf-8")
)
SHOWN = {"href", "src", "alt", "align", "start", "value", "checked", "disabled"}
WRAPPERS = {"div", "span", "label", "thead", "tbody", "math", "section"}
BLOCKS = (
    *("p", "ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "blockquote"),
    *("table", "tr", "th", "td", "hr", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "br", "video"),
)


class Shape(HTMLParser):
    """What a reader can tell apart of a page: no classes, ids, wrappers or white space between blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.behind: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if self.hidden or tag == "svg" or known.get("class") == "headerlink":
            self.hidden += 1
            return
        if tag in WRAPPERS:
            return
        self.parts.append(f"<{tag}{''.join(self.attributes(known))}>")
        if tag == "a":
            leads = known.get("data-kb-leads")
            self.behind.append(f" → {leads}" if leads else "")

    def attributes(self, known: dict[str, str | None]) -> list[str]:
        return [
            f" {name}" if name in ("checked", "disabled") else f' {name}="{unquote(value or "")}"'
            for name, value in sorted(known.items())
            if name in SHOWN
        ]

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.hidden -= 1
        elif tag not in WRAPPERS:
            self.parts.append(f"</{tag}>" + (self.behind.pop() if tag == "a" else ""))

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def shape(page: str) -> str:
    parser = Shape()
    parser.feed(page)
    parser.close()
    found = re.sub(r"</(?:br|hr|img|input)>", "", "".join(parser.parts))
    found = re.sub(r"\s+", " ", found).strip()
    blocks = "|".join(BLOCKS)
    return re.sub(rf" *(</?(?:{blocks})(?: [^<>]*)?>) *", r"\1", found)


def on_github(text: str, oracle: str = "cmark-gfm") -> str:
    if oracle == "comrak":
        extensions, parse = comrak.ExtensionOptions(), comrak.ParseOptions()
        for name in ("alerts", "autolink", "footnotes", "shortcodes", "strikethrough", "table"):
            setattr(extensions, name, True)
        render = comrak.RenderOptions()
        render.unsafe_ = True
        made = comrak.render_markdown(text, extensions, parse, render)
    else:
        made = cmarkgfm.markdown_to_html_with_extensions(
            text,
            options=Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_UNSAFE,
            extensions=["table", "strikethrough", "autolink", "tagfilter", "tasklist"],
        )
    tags = nh3.ALLOWED_TAGS | {"input", "section", "figure", "figcaption"}
    attributes = {tag: {*names} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes["input"] = {"checked", "disabled", "type"}
    for tag in ("p", "div", "h1", "h2", "h3", "img", "td", "th"):
        attributes.setdefault(tag, set()).add("align")
    return shape(nh3.clean(made, tags=tags, attributes=attributes, link_rel=None))


def on_site(text: str) -> str:
    page = make_article(text, ArticleFrame(load_texts("zh"), ("hood.mp4",)))
    # GitHub draws the line above footnotes too, by its style.
    return shape(page.replace('<div class="footnote"><hr>', "<div>"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_both_columns_are_true(row: dict[str, Any]) -> None:
    assert on_github(row["text"], row.get("oracle", "cmark-gfm")) == row["github"]
    assert on_site(row["text"]) == row["site"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_current(language: str, request: pytest.FixtureRequest) -> None:
    rows = [Difference(row["id"], row["text"], row["github"], row["site"]) for row in ROWS]
    path, page = render_differences(load_texts(language), rows)
    file = ROOT / path
    if request.config.getoption("--bless"):
        file.write_text(page, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == page, "run pytest with --bless"
    assert re.findall(r"(?m)^## .*", page)
    told = load_texts(language).keys_under("markdown_page.rows")
    assert {key.split(".")[2] for key in told} == {row["id"] for row in ROWS}


# Structures of the grammar around words, with nothing in them that a row of the list is about.
INLINE = st.sampled_from(
    [
        *(
            "胎压",
            "word",
            "2.3",
            " ",
            "，",
            "**bold**",
            "*thin*",
            "`a*b`",
            "[字](a.md)",
            "![图](a.jpg)",
        ),
        *(
            "~~gone~~",
            "\\*",
            "&amp;",
            "https://a.example/x ",
            "<kbd>P</kbd>",
            "<br>",
            "a_b_c",
            "x^2^",
        ),
        *("==x==", "{.x}", "!!!", "[x]", "<", ">", "$5", "10%", "#", "1.", "“", "（", "'"),
        *(
            "*",
            "**",
            "_",
            "`",
            "``",
            "[",
            "](",
            ")",
            "!",
            "|",
            "\\",
            "-",
            "+",
            "=",
            "a<b",
            "@a",
            "#1",
        ),
        *("[^1]", "www.a.example", "<https://a.example>", "<del>x</del>", "***both***", "“**引**”"),
    ]
)
LINE = st.lists(INLINE, min_size=1, max_size=5).map(lambda parts: "a " + " ".join(parts))
BLOCK = st.one_of(
    LINE,
    LINE.map(lambda line: f"## {line}"),
    LINE.map(lambda line: f"> {line}"),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {x}" for x in lines)),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"3. {x}" for x in lines)),
    st.lists(LINE, min_size=2, max_size=2).map(lambda lines: f"1. {lines[0]}\n   - {lines[1]}"),
    LINE.map(lambda line: f"```\n{line}\n```"),
    LINE.map(lambda line: f"|甲|乙|\n|-|-|\n|{line.replace('|', '')}|x|"),
    LINE.map(lambda line: f"前面：\n- {line}"),
    st.just("---"),
    LINE.map(lambda line: f"<details><summary>更多</summary>\n\n{line}\n\n</details>"),
    LINE.map(lambda line: f"    {line}"),
    LINE.map(lambda line: f"{line}  \n{line}"),
    LINE.map(lambda line: f"{line}\n==="),
    LINE.map(lambda line: f"1) {line}\n\n   {line}\n2) {line}"),
    LINE.map(lambda line: f"> - {line}\n>   > {line}"),
)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=5).map("\n\n".join), st.sampled_from(["", "[^1]: 注"]))
def test_everything_else_is_the_same(text: str, note: str) -> None:
    written = f"{text}\n\n{note}"
    assert on_site(written) == on_github(written)
