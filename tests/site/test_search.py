"""The search index: everything that stands on a page can be found, and nothing that must not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.site.search.index import index_files, index_page, seven_bits
from kocbook.site.search.terms import find_grams, find_words, normalise, spell_key, split_chain
from kocbook.site.search.text import SearchPage, Section, read_sections
from tests.site.searched import Index, read_index, read_numbers

TEXTS = st.text(st.sampled_from("胎压雨刮𬭩車カ한aB0.-/é Ｐ２，。\n😀"), max_size=30)


@pytest.fixture(scope="module")
def index(site: Path) -> Index:
    return read_index(site)


def make_page(text: str, title: str = "", kind: str = "module") -> SearchPage:
    return SearchPage(f"{title}/", title, kind, (Section("", "", text, ""),))


def make_index(*pages: SearchPage) -> Index:
    return Index(index_files([index_page(page) for page in pages]))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_every_character_pair_and_word_is_found_where_it_stands(texts: list[str]) -> None:
    index = make_index(*(make_page(text) for text in texts))
    for number, text in enumerate(texts):
        plain = normalise(text)
        terms = {spell_key(int(key), []) for key in find_grams(plain)} | set(find_words(plain))
        assert terms == {term for term, pages in index.terms.items() if number in pages}
        assert all(0 < index.terms[term][number] <= 255 for term in terms)


def test_terms_of_chinese_are_its_characters_and_neighbours() -> None:
    grams = [spell_key(int(key), []) for key in find_grams("冷车，量胎压𬭩。😀")]
    assert sorted(grams) == sorted(["冷", "车", "冷车", "量", "胎", "压", "量胎", "胎压", "𬭩"])


@pytest.mark.parametrize(
    ("chain", "terms"),
    [
        ("0w-20", {"0w20", "0w", "0", "w", "20"}),
        ("p0420", {"p0420", "p", "0420"}),
        ("cr2032", {"cr2032", "cr", "2032"}),
        ("12v", {"12v", "12", "v"}),
        ("2.5", {"2.5"}),
        ("255/45r19", {"25545r19", "255", "45r19", "45", "r", "19"}),
        ("wi-fi", {"wifi", "wi", "fi"}),
        ("etc", {"etc"}),
    ],
)
def test_part_numbers_are_found_whole_and_in_parts(chain: str, terms: set[str]) -> None:
    assert set(split_chain(chain)) == terms


@given(st.lists(st.integers(0, 2**28 - 1)))
def test_numbers_are_read_as_written(numbers: list[int]) -> None:
    assert read_numbers(seven_bits(np.array(numbers, np.int64))) == numbers


def test_a_title_says_more_than_a_mention_and_an_article_more_than_a_list() -> None:
    pages = [
        make_page("灯光" * 50 + "胎压", "灯光"),
        make_page("冷车时量", "胎压"),
        make_page("冷车时量", "胎压", "profile"),
    ]
    found = make_index(*pages).terms["胎压"]
    assert found[1] > found[2] > found[0]


def test_sections_are_read_with_heading_anchor_and_language() -> None:
    html = (
        '<header data-search-exclude="true"><h1>题</h1><p>不要</p></header><p>导语 &amp; 话</p>'
        '<div class="kb-text" lang="zh"><p>开头<em>不断</em>开</p>'
        '<h2 id="一">第一节<a class="headerlink" href="#一">#</a></h2><p>甲<br>乙</p><div>丙</div>'
        '<img alt="图一" src="a.webp"><span aria-hidden="true">›</span></div>'
        '<h3 id="b">末</h3><script>x = "<p>"</script><ul><li>子</li><li>丑</li></ul>'
    )
    assert [list(vars_of(section)) for section in read_sections(html)] == [
        ["", "", "导语 & 话", ""],
        ["", "", "开头不断开", "zh"],
        ["一", "第一节", "甲 乙 丙 图一", "zh"],
        ["b", "末", "子 丑", ""],
    ]


def vars_of(section: Section) -> tuple[str, str, str, str]:
    return section.anchor, section.heading, section.text, section.language


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/=\"' adivscriptph123&;#!-胎"), max_size=60))
def test_any_html_is_read(html: str) -> None:
    read_sections(html)


def test_authors_texts_are_found_and_desks_are_not(index: Index) -> None:
    assert "new-owner-guide/tyre-pressure/" in index.urls("胎压")
    assert "board/" in index.urls("任务")
    assert not any(page.url == "desk/" for page in index.pages)


def test_lists_of_what_stands_elsewhere_are_found_by_title_alone(index: Index) -> None:
    lists = [page for page in index.pages if page.kind in ("home", "board", "credits", "roster")]
    assert len(lists) == 4
    assert all(page.sections == () for page in lists)


def test_english_pages_have_an_index_of_their_own(site: Path) -> None:
    english = read_index(site / "en")
    assert "credits/" in english.urls("credits")
    text = next(page for page in english.pages if page.url == "new-owner-guide/tyre-pressure/")
    assert {section.language for section in text.sections} == {"zh"}
    assert "new-owner-guide/tyre-pressure/" in english.urls("胎压")
