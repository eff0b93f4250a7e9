"""Laying a text out never counts as a change of words; changing a word always does."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kocbook.insight.authors_words import Piece, compare_texts, count_words
from kocbook.markdown.document import read_document
from kocbook.markdown.visible import signed_words

SENTENCES = st.lists(
    st.text("胎压看标牌不要太高记得冷车时量，。", min_size=1, max_size=12)
    | st.sampled_from(["tyre pressure 2.4 bar", "the R134a kit", "AC off, ECO on"]),
    min_size=1,
    max_size=8,
)
LAYOUTS = st.sampled_from(["{}", "**{}**", "## {}", "- {}", "> {}", "1. {}", "{}\n"])


def told(text: str, picture: str = "") -> str:
    return signed_words(read_document(text), {"a.jpg": picture})


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    return compare_texts(told(before), told(after))


def words_of(text: str) -> str:
    return "".join(told(text).split())


def lay_out(sentences: list[str], layouts: list[str]) -> str:
    shapes = [layouts[place % len(layouts)] for place in range(len(sentences))]
    return "\n\n".join(shape.format(text) for shape, text in zip(shapes, sentences, strict=True))


@given(SENTENCES, st.lists(LAYOUTS, min_size=1), st.lists(LAYOUTS, min_size=1))
def test_layout_is_no_change(sentences: list[str], one: list[str], other: list[str]) -> None:
    before, after = lay_out(sentences, one), lay_out(sentences, other)
    assert all(piece.kind == "same" for piece in compare_words(before, after))


@given(SENTENCES, st.data())
def test_another_word_is_always_shown(sentences: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sentences) - 1))
    changed = [*sentences[:place], sentences[place] + "改", *sentences[place + 1 :]]
    pieces = compare_words("\n\n".join(sentences), "\n\n".join(changed))
    assert [piece.text for piece in pieces if piece.kind == "new"] == ["改"]
    assert not [piece for piece in pieces if piece.kind == "gone"]


TEXTS = st.text("胎压 ab.,\n*#-", max_size=40)


@given(TEXTS, TEXTS)
@example("a b", "ab")
@example("tyre\npressure", "tyre pressure")
def test_the_pieces_are_both_texts_whole(before: str, after: str) -> None:
    pieces = compare_words(before, after)

    def whole(leave: str) -> str:
        return "".join("".join(p.text.split()) for p in pieces if p.kind != leave)

    assert whole("gone") == words_of(after)
    assert (whole("new") == words_of(before)) or words_of(before) == words_of(after)
    changed = any(piece.kind != "same" for piece in pieces)
    assert changed == (words_of(before) != words_of(after))


def test_words_are_counted_as_people_count_them() -> None:
    pieces = compare_words("胎压要看标牌。", "胎压要看 R134a 的标牌！")
    assert [(p.kind, p.text.strip()) for p in pieces if p.kind != "same"] == [
        ("new", "R134a 的"),
        ("gone", "。"),
        ("new", "！"),
    ]
    assert (count_words(pieces, "new"), count_words(pieces, "gone")) == (2, 0)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (
            "[标牌](https://a.example)说明",
            "[标牌](https://b.example)说明",
            [("gone", "⟦https://a.example⟧"), ("new", "⟦https://b.example⟧")],
        ),
        ("都要看", "~~都~~要看", [("new", "~~"), ("new", "~~")]),
        ("![车](a.jpg)", "![车](b.jpg)", [("gone", "⟦a.jpg⟧"), ("new", "⟦b.jpg⟧")]),
        ("- [标牌](a.md)", "[**标牌**](a.md)", []),
    ],
)
def test_targets_strikes_and_pictures_are_told(
    before: str, after: str, changes: list[tuple[str, str]]
) -> None:
    pieces = compare_words(before, after)
    assert [(p.kind, p.text.strip()) for p in pieces if p.kind != "same"] == changes
    assert count_words(pieces, "new") == count_words(pieces, "gone") == 0


def test_another_picture_of_the_same_name_is_told() -> None:
    one, other = (told("![车](a.jpg)后", blob) for blob in ("1" * 40, "2" * 40))
    kinds = [piece.kind for piece in compare_texts(one, other)]
    assert kinds == ["gone", "new", "same"]
