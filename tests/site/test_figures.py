"""Pictures drawn from a text's own figures: nothing of an author's is lost, and figures are drawn right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.markdown.document import parse_document
from kocbook.markdown.figure_kinds import CHINESE_NAMES, FigureKind
from kocbook.markdown.figures import read_number
from kocbook.markdown.html_tree import Element, iter_elements, parse_html
from kocbook.markdown.replay import find_losses
from kocbook.markdown.visible import signed_form
from kocbook.site.search.text import read_sections
from kocbook.site.text.article import ArticleFrame, make_article, page_address
from kocbook.site.text.figures.line import spread
from kocbook.site.text.figures.scale import choose_steps
from tests.site.allowed import find_outside

FRAME = ArticleFrame(load_texts("zh"))
DOCS = Path(__file__).parents[2] / "tooling/docs"
BLOCK = re.compile(r"^```([\w]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(language: str) -> list[tuple[str, str]]:
    """Return the blocks of the page that shows how: what each is called, and its whole text."""
    page = (DOCS / language / "howto/draw-a-picture.md").read_text("utf-8")
    inside = "\n".join(re.findall(r"(?ms)^~~~~markdown\n(.*?)^~~~~$", page))
    return [(found[1], found[0] + "\n") for found in BLOCK.finditer(inside)]


def drawn(text: str) -> Element:
    return parse_html(make_article(text, FRAME))


def elements(text: str, tag: str) -> list[Element]:
    return [one for one in iter_elements(drawn(text)) if one.tag == tag]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_that_shows_how_has_every_kind(language: str) -> None:
    names = {name for name, _ in examples(language)}
    assert names == (set(CHINESE_NAMES) if language == "zh" else {*FigureKind})


CASES = [pytest.param(text, id=name) for one in LANGUAGES for name, text in examples(one)]


@pytest.mark.parametrize("text", CASES)
def test_an_example_is_drawn_and_nothing_of_it_is_lost(text: str) -> None:
    document = parse_document(text)
    assert document.faults == ()
    page = drawn(text)
    assert find_losses(text, document.root) == find_losses(text, page, page_address) == []
    assert any(one.tag == "svg" for one in iter_elements(page))
    assert not any(one.tag == "pre" for one in iter_elements(page))


@pytest.mark.parametrize("text", CASES)
def test_no_drawing_is_read_aloud_and_nothing_stands_outside_the_list(text: str) -> None:
    page = drawn(text)
    for one in iter_elements(page):
        assert find_outside(one.tag, dict(one.attributes)) == [], one
    outer = [one for one in iter_elements(page) if one.tag == "svg" and one.has_class("kb-draw")]
    assert outer
    assert all(one.get("aria-hidden") == "true" for one in outer)


@pytest.mark.parametrize("text", CASES)
def test_letters_of_drawings_are_large_enough_and_never_scaled(text: str) -> None:
    page = drawn(text)
    sizes = [float(one.get("font-size")) for one in iter_elements(page) if one.tag == "text"]
    assert all(size >= 12 for size in sizes)
    assert not any(
        name.lower() == "viewbox" for one in iter_elements(page) for name in one.attributes
    )


@pytest.mark.parametrize("text", CASES)
def test_the_search_finds_the_words_of_a_picture_once(text: str) -> None:
    (section,) = read_sections(make_article(text, FRAME))
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)  # what is said for those who see no picture
    words = max(re.findall(r"[一-鿿]{2,}|[A-Za-z]{4,}", text.split("\n", 1)[1]), key=len)
    assert section.text.count(words) == text.split("\n", 1)[1].count(words)


WORD = st.text("胎压续航充电站abc。，、（）*_|[]()`~$<&\\! ", min_size=1, max_size=8)
CELL = WORD.filter(lambda word: word.strip() and "|" not in word and not re.search("<[a-z]", word))
NUMBER = st.tuples(st.integers(0, 999), st.sampled_from(["", " km", "%", " 度"]))


@given(st.lists(st.tuples(CELL, NUMBER, NUMBER), min_size=1, max_size=5), CELL, CELL)
@settings(deadline=None)
def test_whatever_stands_in_a_table_of_bars_is_on_the_page(
    rows: list[tuple[str, Any, Any]], title: str, note: str
) -> None:
    lines = [f"看{title}", "", "| 名 | 一 | 二 |", "|---|--:|---|"]
    lines += [f"| 看{name} | {a[0]}{a[1]} | {b[0]}{b[1]} |" for name, a, b in rows]
    text = "\n".join(["前面", "", "```bars", *lines, "", f"看{note}", "```", "", "后面", ""])
    document = parse_document(text)
    whole = find_losses(document.source, document.root)
    assert whole == find_losses(document.source, drawn(text), page_address)
    # What the judge says of the same lines as an ordinary table, it says of the picture.
    plain = "\n".join(["前面", "", *lines, "", f"看{note}", "", "后面", ""])
    assert bool(whole) == bool(find_losses(plain, parse_document(plain).root))


def test_a_yes_to_a_text_is_bound_to_its_figures_and_to_their_kind() -> None:
    text = "```bars\n| a | b |\n|---|---|\n| x | 1 |\n| y | 2 |\n```\n"
    forms = {signed_form(parse_document(one)) for one in (text, text.replace("2", "3"))}
    forms.add(signed_form(parse_document(text.replace("bars", "line"))))
    assert len(forms) == 3
    spaced = text.replace("| x | 1 |", "|x|1|").replace("bars", "柱图")
    assert signed_form(parse_document(spaced)) in forms


def test_a_bar_is_as_long_as_its_number_says() -> None:
    text = "```bars\n| a | b |\n|---|---|\n| x | 50 km |\n| y | 200 km |\n| z | 0 |\n```\n"
    bars = [one.get("width") for one in elements(text, "rect") if "opacity" not in one.attributes]
    assert bars == ["25%", "100%", "0%"]


def test_the_charge_of_a_route_falls_on_the_road_and_rises_at_stops() -> None:
    rows = "| a | 0 | | 100 |\n| b | 100 | 40 | 80 |\n| c | 200 | 10 | |\n"
    text = f"```route\n| s | km | in | out |\n|---|---|---|---|\n{rows}```\n"
    strokes = [one for one in elements(text, "line") if "opacity" not in one.attributes]
    heights = [(float(one.get("y1")), float(one.get("y2"))) for one in strokes]
    road, stop, last = heights
    assert road[0] < road[1]
    assert stop[0] > stop[1]
    assert (road[1], stop[1]) == (stop[0], last[0])
    assert last[1] == max(max(pair) for pair in heights)


def test_a_spot_lies_where_its_row_says() -> None:
    text = "```指点\n![车](a.webp)\n\n| 处 | 左 | 上 |\n|---|---|---|\n| 甲 | 40% | 62 |\n```\n"
    (pin,) = [one for one in elements(text, "svg") if one.get("x") == "40%"]
    assert pin.get("y") == "62%"
    assert [one.get("src") for one in elements(text, "img")] == ["a.webp"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_a_scale_holds_all_numbers_in_few_round_steps(numbers: list[float]) -> None:
    scale = choose_steps(numbers)
    assert 2 <= len(scale.steps) <= 9
    assert all(-1e-6 <= scale.part(number) <= 1 + 1e-6 for number in numbers)


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=2, max_size=20))
def test_rows_stand_from_left_to_right(firsts: list[float | None]) -> None:
    places = spread(firsts)
    assert places == sorted(places)
    assert 0 < places[0] <= places[-1] < 1


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("430 km", 430),
        ("−8 °C", -8),
        ("1,200", 1200),
        ("约 0.6 度", 0.6),
        ("6~8", None),
        ("", None),
    ],
)
def test_a_cell_holds_one_number(words: str, number: float | None) -> None:
    assert read_number(words) == number
