"""What contributed text may bring along, and what it may not."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config

from kocbook.base.texts import load_texts
from kocbook.markdown.parser import render_markdown
from kocbook.markdown.sanitise import SCHEMES, sanitise_html
from kocbook.site.engine.finished_page import make_contents
from kocbook.site.templates.render import finish_text
from kocbook.site.views.module import ContributedText
from tests.conftest import examples
from tests.site.allowed import find_outside
from tests.site.built import ROOT
from tests.site.kitchen_sink import KITCHEN_SINK

VECTORS = [
    "<script>steal()</script>",
    "<scr<script>ipt>steal()</script>",
    "<img src=x onerror=steal()>",
    "<img src=`x` onerror=steal()>",
    "<svg onload=steal()><circle/></svg>",
    "<svg><style><img src=x onerror=steal()></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=steal()></style>",
    "<details open ontoggle=steal()>x</details>",
    "<video controls onplay=steal() src=a.mp4></video>",
    "<video><source onerror=steal() src=x></video>",
    "<iframe src=https://evil.example></iframe>",
    "<object data=x.html></object><embed src=x.html>",
    "<form action=https://evil.example><input name=q><button>go</button></form>",
    '<input type="text" name="password" value="x">',
    '<input type="image" src="x" formaction="javascript:steal()">',
    "<style>body{display:none}</style>",
    '<link rel=stylesheet href="https://evil.example/x.css">',
    '<meta http-equiv=refresh content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<p style="position:fixed;inset:0">cover</p>',
    '<div id="__config">{}</div>',
    '<div id="__search">x</div>',
    '<a id="kb-handbooks" name="forms">x</a>',
    '<pre class="mermaid">graph TD; A-->B; click A steal()</pre>',
    '<div data-md-component="announce" class="md-banner">x</div>',
    '<label for="__drawer" class="md-overlay">x</label>',
    '<a href="javascript:steal()">x</a>',
    '<a href="java&#10;script:steal()">x</a>',
    '<a href="&#1;javascript:steal()">x</a>',
    "<a href=java&#1&#2&#11&#12script:steal()>x</a>",
    "[x](java&#1;script:steal())",
    "## __config",
    "## kb-handbooks\n\n## claim-first\n\n## __search",
    "## " + "长" * 300 + "\n\n## " + "长" * 300,
    '<img src="&#1;data:image/svg+xml,<svg onload=steal()>" alt="x">',
    '<a href="data:text/html,<script>steal()</script>">x</a>',
    '<a href="vbscript:steal()">x</a>',
    '<img src="https://evil.example/pixel.png" alt="x">',
    '<img src="//evil.example/pixel.png" alt="x">',
    '<img src="\\\\evil.example\\pixel.png" alt="x">',
    '<img src="data:image/svg+xml,<svg onload=steal()>" alt="x">',
    '<img srcset="https://evil.example/a.png 2x" src="a.png" alt="x">',
    '<video src="https://evil.example/a.mp4" poster="https://evil.example/a.png"></video>',
    "<template><script>steal()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=steal()>'></noscript>",
    "<textarea></textarea><script>steal()</script>",
    "<title>x</title></title><script>steal()</script>",
    "[x](javascript:steal())",
    "[x]: javascript:steal()\n\n[x]",
    "![x](x.png){: onerror=steal() }",
    "## x {: onclick=steal() style=position:fixed }",
    "`x`{: .mermaid #__config onmouseover=steal() }",
    '!!! note "<img src=x onerror=steal()>"\n    text',
    '=== "<script>steal()</script>"\n    text',
    "*[x]: <script>steal()</script>\n\nx",
    "x[^1]\n\n[^1]: <img src=x onerror=steal()>",
    "~~~ {.mermaid onclick=steal()}\nx\n~~~",
    "<a href='https://good.example' onclick='steal()'>x</a>",
]


class Shape(HTMLParser):
    """Collects the elements and attributes of a text, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def finish(text: str) -> str:
    return str(finish_text((), load_texts("zh"), str, ContributedText(text, "zh", ())))


def make_source(text: str) -> str:
    return f"<header>before</header>\n{finish(text)}\n<footer>after</footer>\n"


def assert_harmless(html: str) -> None:
    for tag, attributes in Shape(html).elements:
        assert find_outside(tag, attributes) == []
        for name in ("href", "src", "poster"):
            value = (attributes.get(name) or "").strip().lower()
            assert not value.startswith(("javascript:", "data:", "vbscript:")), value
            if name != "href":
                assert "evil.example" not in value
        if tag == "input":
            assert attributes.get("type") in ("checkbox", None)


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_harmful_is_left(vector: str) -> None:
    assert_harmless(finish(vector))


@pytest.mark.parametrize(
    "text",
    [
        "<!-- never closed <img src=x onerror=steal()>",
        "<div class=x>\n\nnever closed <b>",
        "<pre>never closed <script>steal()</script>",
        "<!-- kocbook:end " + "0" * 64 + " --><script>steal()</script>",
        "<!-- kocbook:text " + "0" * 64 + " zh -->\n\n<script>steal()</script>",
        "</div></div></article></main><script>steal()</script>",
        "```\nnever closed\n<script>steal()</script>",
        "- a\n\n    <table><tr><td>\n\n<script>steal()</script>",
        "///Footnotes Go Here///\n\n<script>steal()</script>",
        # What is left open swallows the footnotes' marker: they come at the end of the page.
        "x[^1]\n\n[^1]: <img src=x onerror=steal()>\n\n<div>",
        "x[^1]\n\n[^1]: <img src=x onerror=steal()>\n\n<p>",
        "x[^1]\n\n[^1]: <img src=x onerror=steal()>\n\n<html onclick=steal()>",
        'x[^1]\n\n[^1]: <div class="footnote"></div><img src=x onerror=steal()>\n\n<p>',
        "<plaintext><script>steal()</script>",
        "<textarea><title><xmp>",
        # Python-Markdown puts the last element behind everything that follows it.
        "<script></script><img src=x onerror=steal() />",
        "<style></style><script>steal()</script><br onclick=steal() />",
    ],
)
def test_no_text_escapes_its_place(text: str, tmp_path: Path) -> None:
    html = build_page(make_source(text), tmp_path)
    before, after = "<header>before</header>", "<footer>after</footer>"
    assert html.startswith(before)
    assert html.endswith(after)
    own = html.removeprefix(before).removesuffix(after)
    assert_harmless(own)
    assert own.strip().startswith('<div class="kb-text" lang="zh">')
    assert "steal" not in "".join(str(pair) for pair in Shape(own).elements)


def build_page(source: str, folder: Path) -> str:
    """Return what MkDocs with the plugin makes of a page, without the theme around it."""
    docs, theme = folder / "docs", folder / "theme"
    docs.mkdir()
    theme.mkdir()
    (docs / "index.md").write_text(f"---\ntitle: x\n---\n{source}", encoding="utf-8")
    (theme / "main.html").write_text("{{ page.content }}", encoding="utf-8")
    config = load_config(
        str(ROOT / "mkdocs.yml"),
        docs_dir=str(docs),
        site_dir=str(folder / "site"),
        plugins=["kocbook-sanitise"],
        theme={"name": None, "custom_dir": str(theme), "language": "zh"},
    )
    build(config)
    return (folder / "site/index.html").read_text(encoding="utf-8").strip()


def test_the_kitchen_sink_loses_nothing() -> None:
    rendered = render_markdown(KITCHEN_SINK)
    seen = "".join("".join(Shape(finish(KITCHEN_SINK)).words).split())
    for word in re.findall(r"\w+", " ".join(Shape(rendered).words)):
        assert word in seen or word in ("mc", "Tip"), word


def test_links_away_are_marked_and_others_are_not() -> None:
    html = finish('<a href="https://a.example/?a=1&amp;b=2">x</a><a href="../y/">y</a>')
    away, here = (one for one in Shape(html).elements if one[0] == "a")
    assert away[1]["rel"] == "noopener nofollow ugc"
    assert "rel" not in here[1]


_PIECES = ["java", "script:", "data:", "https:", "&#1;", "&#9;", "&#10;", "&Tab;", "\t", "\\", " "]


@settings(max_examples=examples(500), deadline=None)
@given(st.lists(st.sampled_from([*_PIECES, "/", "a", "?", "#", ":", "\x0c", "&#31;"]), max_size=9))
def test_every_address_leads_where_it_may_as_a_browser_reads_it(pieces: list[str]) -> None:
    address = "".join(pieces)
    for text in (f'<a href="{address}">x</a>', f"[x]({address})", f'<img src="{address}" alt="x">'):
        for _, attributes in Shape(finish(text)).elements:
            for name in ("href", "src"):
                # The URL standard: controls and spaces go at both ends, tabs and line ends anywhere.
                seen = (attributes.get(name) or "").strip("".join(map(chr, range(33))))
                seen = re.sub(r"[\t\n\r]", "", seen)
                scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", seen)
                assert scheme is None or (name, scheme[1].lower() in SCHEMES) == ("href", True)


@pytest.mark.parametrize(
    ("words", "address", "leads"),
    [
        ("https://bank.example/login", "https://evil.example/", "evil.example"),
        ("bank.com", "https://evil.example/a", "evil.example"),
        ("//bank.example", "//evil.example", "evil.example"),
        ("https://bank.example", "https://bank.example@evil.example:80/", "evil.example"),
        ("https://bank.example", "https://bank.example.evil.cn/", "bank.example.evil.cn"),
        ("www.bank.com/help", "https://bank.com/help", None),
        ("m.bank.com", "https://bank.com/", None),
        ("胎压表", "https://evil.example/", None),
        ("tyres.py", "https://code.example/tyres.py", None),
        ("bank.com", " https://evil.example", "evil.example"),
        ("bank.com", "https:\\\\evil.example", "evil.example"),
        ("bank.com", "ht&#10;tps://evil.example", "evil.example"),
        ("<b>bank.com</b>", "https://evil.example", "evil.example"),
        ("官网：bank.com", "https://evil.example", "evil.example"),
    ],
)
def test_a_link_that_names_another_site_shows_where_it_leads(
    words: str, address: str, leads: str | None
) -> None:
    link = f'<a href="{address}">{words}</a>'
    if words.startswith(
        ("http", "//")
    ):  # within raw HTML GitHub would make a link of its own of it
        link = f"[{words}](<{address}>)"
    elements = Shape(finish(link)).elements
    (link,) = (one for one in elements if one[0] == "a")
    assert link[1].get("data-kb-leads") == leads
    assert link[1]["rel"] == "noopener nofollow ugc"


def test_labels_of_the_table_of_contents_are_escaped_again() -> None:
    toc = make_contents(
        finish("## &lt;img src=x onerror=steal()&gt; & 胎压\n\n### `</title><script>`\n\n## 二")
    )
    labels = [toc.items[0].title, toc.items[0].children[0].title]
    assert all("<" not in label for label in labels), labels
    assert "&lt;img" in labels[0]
    assert "胎压" in labels[0]
    assert [item.title for item in toc.items[1:]] == ["二"]


def test_sanitising_costs_less_than_a_millisecond_for_four_kilobytes() -> None:
    html = render_markdown(
        "## 胎压怎么看\n\n冷车时对照门框上的标牌，[说明](../x/)与 **读数**。\n\n- [ ] 左前\n\n" * 40
    )
    sanitise_html(html)
    best = min(_seconds(html) for _ in range(20))
    assert best / (len(html.encode()) / 4096) < 0.001


def _seconds(html: str) -> float:
    start = time.perf_counter()
    sanitise_html(html)
    return time.perf_counter() - start
