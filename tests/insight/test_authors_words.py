"""Laying a text out never counts as a change of words; changing a word always does."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from kocbook.insight.authors_words import compare_words, count_words
from kocbook.insight.fingerprint import words_of

SENTENCES = st.lists(
    st.text("胎压看标牌不要太高记得冷车时量，。", min_size=1, max_size=12)
    | st.sampled_from(["tyre pressure 2.4 bar", "the R134a kit", "AC off, ECO on"]),
    min_size=1,
    max_size=8,
)
LAYOUTS = st.sampled_from(["{}", "**{}**", "## {}", "- {}", "> {}", "1. {}", "[{}](a.md)", "{}\n"])


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
