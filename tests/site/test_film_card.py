"""Films on other sites: a plain card with a link, the author's words, and never a player of others."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.markdown.film_pages import find_film_site, find_framed_page
from kocbook.markdown.html_tree import iter_elements, parse_html
from kocbook.markdown.typed import mend_typed
from kocbook.rules.engine import check_text
from kocbook.site.text.article import ArticleFrame, make_article

ZH = load_texts("zh")
BV = "https://www.bilibili.com/video/BV1xx411c7mD"


def cards(text: str) -> list[tuple[str, str, str]]:
    """Return the words, the address and the site of each card."""
    root = parse_html(make_article(text, ArticleFrame(ZH)))
    return [
        (one.words(), one.get("href"), one.get("data-kb-site"))
        for one in iter_elements(root)
        if one.has_class("kb-film-link")
    ]


@pytest.mark.parametrize(
    ("address", "site"),
    [
        (BV, "bilibili"),
        ("https://m.bilibili.com/video/av170001", "bilibili"),
        ("https://b23.tv/abc123", "bilibili"),
        ("https://v.douyin.com/iRNBho6u/", "douyin"),
        ("https://www.douyin.com/video/7280000000000000000", "douyin"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtube"),
        ("https://youtu.be/dQw4w9WgXcQ", "youtube"),
        ("https://www.youtube.com/shorts/abc", "youtube"),
        ("https://v.qq.com/x/page/x0012abcd.html", "tencent"),
        ("https://v.kuaishou.com/abc", "kuaishou"),
        ("https://space.bilibili.com/123", None),
        ("https://www.bilibili.com.evil.example/video/BV1", None),
        ("https://www.bilibili.com@evil.example/video/BV1", None),
        ("https://evil.example/https://b23.tv/x", None),
        ("javascript:https://b23.tv/x", None),
        ("https://www.douyin.com/user/abc", None),
    ],
)
def test_whose_film_an_address_shows(address: str, site: str | None) -> None:
    assert find_film_site(address) == site
    assert len(cards(f"[片]({address})")) == (site is not None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BV, BV),
        (f"<{BV}>", BV),
        (f"[装脚垫]({BV})", "装脚垫"),
        (f"[**装脚垫**]({BV})", "装脚垫"),
        (f"![装脚垫]({BV})", "装脚垫"),
        (f"- 甲\n- [装脚垫]({BV})", "装脚垫"),
        (f"先看：  \n[装脚垫]({BV})  \n再装。", "装脚垫"),
    ],
)
def test_alone_on_its_line_it_is_a_card_with_the_authors_words(text: str, words: str) -> None:
    assert cards(text) == [(words, BV, "哔哩哔哩")]
    article = make_article(text, ArticleFrame(ZH))
    assert not any(tag in article for tag in ("<iframe", "<img", "<video", "<script"))


@pytest.mark.parametrize("text", [f"先看[这个]({BV})。", f"`{BV}`", f"## [装脚垫]({BV})"])
def test_among_words_it_is_a_link(text: str) -> None:
    assert cards(text) == []


@pytest.mark.parametrize(
    ("frame", "page"),
    [
        ("//player.bilibili.com/player.html?aid=1&amp;bvid=BV1xx411c7mD&amp;p=1", BV),
        (
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=3",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        ("https://v.qq.com/txp/iframe/player.html?vid=x0012", "https://v.qq.com/x/page/x0012.html"),
        ("https://open.douyin.com/player/video?vid=7280", "https://www.douyin.com/video/7280"),
    ],
)
def test_a_players_frame_becomes_the_films_page_at_delivery(frame: str, page: str) -> None:
    text = f'看：\n<iframe src="{frame}" allowfullscreen="true"> </iframe>\n再看一遍。'
    (found,) = [one for one in check_text("a.md", text) if one.rule == "content-unsafe"]
    assert found.data["page"] == page
    mended = mend_typed(text, plain=False)
    assert mended.changes == ("film-link",)
    assert mended.text == f"看：\n\n{page}\n\n再看一遍。"
    assert check_text("a.md", mended.text) == []
    assert [one[:2] for one in cards(mended.text)] == [(page, page)]


@pytest.mark.parametrize(
    "source",
    ["https://evil.example/embed/abc", 'https://player.bilibili.com/player.html?bvid=a"b', "x"],
)
def test_an_unknown_frame_stays_and_is_refused(source: str) -> None:
    text = f"<iframe src='{source}'></iframe>"
    assert find_framed_page(source) is None
    assert mend_typed(text, plain=False) == (text, ())
    assert "content-unsafe" in {one.rule for one in check_text("a.md", text)}


def test_written_as_a_picture_it_is_mended_or_told() -> None:
    text = f"![装脚垫]({BV})"
    (found,) = check_text("a.md", text)
    assert (found.rule, found.data["variant"]) == ("image-remote", "film")
    assert mend_typed(text, plain=False) == (f"[装脚垫]({BV})", ("film-link",))
    assert mend_typed(f"![]({BV})", plain=True) == (BV, ("film-link",))


@pytest.mark.parametrize("text", [BV, f"[装脚垫]({BV})"])
def test_the_repository_shows_the_same_words(text: str) -> None:
    """As CommonMark has it; that GitHub makes a link of a bare address changes no word."""
    there = parse_html(MarkdownIt("commonmark").render(text))
    here = parse_html(make_article(text, ArticleFrame(ZH)))
    assert here.words().split() == there.words().split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_site_has_a_name(language: str) -> None:
    texts = load_texts(language)
    for site in ("bilibili", "douyin", "youtube", "tencent", "kuaishou"):
        assert texts(f"site.article.film-site-{site}")
