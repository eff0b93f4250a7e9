"""The search index: everything that stands on a page can be found, and nothing that must not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.site.search.index import index_files, index_page, seven_bits
from kocbook.site.search.letters import LETTER_PIECES, fold, letter_pieces
from kocbook.site.search.same_words import same_words
from kocbook.site.search.terms import find_grams, find_words, normalise, spell_key, split_chain
from kocbook.site.search.text import SearchPage, Section, read_sections
from tests.site.searched import Index, read_index, read_numbers

TEXTS = st.text(st.sampled_from("胎压雨刮𬭩車壓カ한aB0.-/é Ｐ２，。\n😀"), max_size=30)


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
        ["", "", "导语 & 话", "", ""],
        ["", "", "开头不断开", "zh", ""],
        ["一", "第一节", "甲 乙\n丙", "zh", "图一"],
        ["b", "末", "子\n丑", "", ""],
    ]


def vars_of(section: Section) -> tuple[str, str, str, str, str]:
    return section.anchor, section.heading, section.text, section.language, section.pictures


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


def test_traditional_and_simplified_characters_are_one() -> None:
    assert normalise("輪胎氣壓") == "轮胎气压"
    index = make_index(make_page("冷車量胎壓", "輪胎"))
    assert index.urls("胎压") == index.urls("轮胎") == {"輪胎/"}


@given(TEXTS)
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_a_page_is_found_by_its_whole_title() -> None:
    index = make_index(make_page("", "看懂胎压：数字、季节"), make_page("看懂胎压", "别的"))
    assert index.urls("=看懂胎压数字季节") == index.urls("=看懂胎压") == {"看懂胎压：数字、季节/"}


def test_the_lexicon_leads_from_sounds_to_words() -> None:
    files = index_files([index_page(make_page("停车以后看蓝牙钥匙。蓝牙钥匙要配对", "胎压"))])
    lines = read_words(files, "t")
    assert ["胎压", "tai ya"] in lines
    assert ["停车", "ting che"] in lines
    assert ["蓝牙钥匙", "lan ya yao shi"] in read_words(files, "l")


def read_words(files: dict[str, bytes], initial: str) -> list[list[str]]:
    (packed,) = (data for name, data in files.items() if name.endswith(f"/w{initial}.bin"))
    return [line.split("\t")[:2] for line in gzip.decompress(packed).decode().split("\n")]


def test_letters_are_known_with_their_readings_and_simple_forms() -> None:
    lines = {
        line.split("\t")[0]: line.split("\t")[1:]
        for number, piece in enumerate(letter_pieces())
        for line in piece.decode().split("\n")
        if ord(line[0]) % LETTER_PIECES == number
    }
    assert lines["胎"] == ["tai"]
    assert lines["壓"] == ["ya", "压"]
    assert set(lines["行"][0].split(",")) >= {"xing", "hang"}
    assert len(lines) > 6763


def test_words_of_like_meaning_lead_only_to_what_stands_on_a_page() -> None:
    own = [("快充", "直流快充"), ("慢充",)]
    groups = same_words(own, lambda word: word in ("快充", "轮胎"))
    assert groups[0] == (["快充"], ["直流快充"])
    assert all(known for known, _ in groups)
    assert any("tyre" in others and known == ["轮胎"] for known, others in groups)


def test_the_glossary_gives_the_index_its_words(site: Path) -> None:
    files = {path.name: path.read_bytes() for path in (site / "search").rglob("same.bin")}
    groups = json.loads(gzip.decompress(files["same.bin"]))
    assert any({"动能回收", "能量回收"} <= {*known, *others} for known, others in groups)


def test_an_article_names_its_authors_its_day_and_its_topics(index: Index) -> None:
    page = next(one for one in index.pages if one.url == "new-owner-guide/tyre-pressure/")
    assert (page.by, page.date) == (("郭子昂",), "2026-05-13")
    assert "轮胎" in page.tags


def test_what_pictures_show_is_found_and_is_no_text(index: Index) -> None:
    page = next(one for one in index.pages if one.url == "new-owner-guide/tyre-pressure/")
    texts = "\n".join(section.text for section in page.sections)
    assert "示意图" not in texts
    assert any("示意图" in section.pictures for section in page.sections)
    assert page.url in index.urls("意图")
