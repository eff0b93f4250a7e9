"""Moving old forms keeps what readers read: an oracle of its own is the renderer of the old site."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import markdown
from kocbook.markdown.document import parse_document
from kocbook.markdown.moved_text import move_text, reads_the_same
from kocbook.markdown.old_forms import modernise
from kocbook.markdown.visible import visible_words
from tests.conftest import examples
from tests.markdown.test_old_forms import LEFT, MOVED, TEXTS

OLD_SITE = [
    *("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.keys"),
    *("pymdownx.mark", "pymdownx.tilde", "pymdownx.caret", "pymdownx.betterem"),
]
USUAL = re.compile(r'<p class="admonition-title">(Note|Warning|Danger|Example|Bug)</p>')


def letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def seen_before(text: str) -> str:
    """The letters and digits that the old site showed, without its own usual titles and contents."""
    page = markdown.markdown(
        text,
        extensions=OLD_SITE,
        extension_configs={
            "toc": {"title": ""},
            "pymdownx.tabbed": {"alternate_style": True},
            "pymdownx.keys": {"separator": "+"},
        },
    )
    page = re.sub(r'<div class="toc">.*?</div>', "", page, flags=re.DOTALL)
    page = re.sub(r'<img alt="(.*?)"', r"\1<img", USUAL.sub("", page))
    if 'class="tabbed-set' in page:
        page = in_order(page)
    return letters(html.unescape(re.sub(r"<[^<>]*>", "", page)))


def in_order(page: str) -> str:
    """Put each tab's name before its block: the old site kept names and blocks in two lists."""
    names = re.findall(r"<label[^>]*>(.*?)</label>", page)
    page = re.sub(r'<div class="tabbed-labels">.*?</div>', "", page, flags=re.DOTALL)
    for name in names:
        page = page.replace('<div class="tabbed-block">', f"<div>{name}", 1)
    return page


@pytest.mark.parametrize("case", [case for case in MOVED if case != "box-in-quote"])
def test_readers_read_what_the_old_site_showed(case: str) -> None:
    before = MOVED[case][0].replace("\r\n", "\n")
    after = move_text(before)
    assert after is not None
    assert letters(visible_words(parse_document(after))) == seen_before(before)


@settings(deadline=None, max_examples=examples(400))
@given(TEXTS)
def test_what_the_mover_writes_reads_the_same(text: str) -> None:
    assert move_text(text) == modernise(text)


@pytest.mark.parametrize("text", [*LEFT, *(before for before, _ in MOVED.values())])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("里", "外"),
        lambda text: text + "\n\n广告",
        lambda text: text.replace("(a", "(b"),
        lambda text: text.replace("2", "3"),
        lambda text: re.sub(r'[!?=] (\w*) ?"(.+?)"', r'\1 "别的"', text),
    ],
)
def test_another_word_or_target_is_seen(text: str, spoil: object) -> None:
    assert callable(spoil)
    text = text.replace("\r\n", "\n")
    other = spoil(text)
    assert reads_the_same(text, modernise(other)) == (letters_of(text) == letters_of(other))


def letters_of(text: str) -> tuple[str, list[str]]:
    return letters(text), re.findall(r"\]\((.*?)\)", text)


@given(st.sampled_from(list(MOVED)), st.data())
def test_a_word_that_is_lost_is_seen(case: str, data: st.DataObject) -> None:
    before, after = MOVED[case]
    places = [at for at, sign in enumerate(after) if "\u4e00" <= sign <= "\u9fff"]
    if places:
        at = data.draw(st.sampled_from(places))
        assert not reads_the_same(before, after[:at] + after[at + 1 :])
