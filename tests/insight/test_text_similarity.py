"""Texts are alike for what readers see of both, and no index hides a pair."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.insight.text_similarity import SHARE, SentenceIndex, count_runs, find_runs, share_of
from tests.conftest import examples
from tests.prose_of_chance import Chance

CHANCE = Chance(5)
PROSE = [CHANCE.sentence() for _ in range(60)]
TEXT = "".join(PROSE[:12])


def share(one: str, other: str, *briefs: str) -> float:
    return share_of(find_runs(one), find_runs(other), count_runs(briefs))


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        TEXT.replace("。", "。\n\n"),
        TEXT.replace("，", " ，"),
        "".join(f"- **{one[:4]}**{one[4:]}\n" for one in PROSE[:12]),
        "## 别的题目\n\n" + "".join(PROSE[:9]) + "".join(PROSE[20:23]),
        "".join(PROSE[20:60]) + TEXT,
        "".join(one[:9] + "换" + one[10:] if n % 2 else one for n, one in enumerate(PROSE[:12])),
    ],
    ids=["same", "lines", "spaces", "list", "a-quarter-new", "within-a-longer", "words-exchanged"],
)
def test_a_copy_is_one_however_it_is_laid_out(other: str) -> None:
    assert share(TEXT, other) >= SHARE
    assert SentenceIndex([("a", TEXT), ("b", other)]).find_near("a") == {"b"}


@pytest.mark.parametrize(
    "other",
    [
        "".join(PROSE[12:24]),
        "".join(f"> {one}\n" for one in PROSE[:12]) + "\n" + "".join(PROSE[12:24]),
        "> " + "\n".join(PROSE[:12]) + "\n\n" + "".join(PROSE[12:24]),
        f"```\n{TEXT}\n```\n\n" + "".join(PROSE[12:24]),
        f"<!-- {TEXT} -->\n\n" + "".join(PROSE[12:24]),
        PROSE[0] + PROSE[1],
        "",
    ],
    ids=["others", "quote", "lazy-quote", "code", "comment", "too-short", "empty"],
)
def test_what_is_quoted_short_or_other_is_no_copy(other: str) -> None:
    assert share(TEXT, other) < SHARE


def test_what_a_brief_gives_counts_for_nobody() -> None:
    own = "".join(PROSE[20:26]), "".join(PROSE[30:36])
    one, other = (TEXT + words for words in own)
    assert share(one, other) >= SHARE
    assert share(one, other, TEXT) < SHARE


def test_a_text_of_nested_quotes_is_read_without_recursion() -> None:
    assert not find_runs("> " * 5000 + "x")


texts = st.lists(
    st.lists(st.sampled_from(PROSE), min_size=4, max_size=14, unique=True), min_size=2, max_size=7
)


@given(texts)
@settings(max_examples=examples(200))
def test_the_index_finds_every_pair_of_which_half_is_the_same(lists: list[list[str]]) -> None:
    sources = {str(number): "".join(one) for number, one in enumerate(lists)}
    index = SentenceIndex(sources.items())
    pairs = {(min(pair), max(pair)) for pair in index.iter_pairs()}
    for first in sources:
        for second in sources:
            if first < second:
                shared = set(lists[int(first)]) & set(lists[int(second)])
                least = min(len("".join(lists[int(name)])) for name in (first, second))
                if len("".join(shared)) >= least * SHARE:
                    assert (first, second) in pairs
                assert (second in index.find_near(first)) == ((first, second) in pairs)


def test_what_everybody_says_costs_no_comparison_of_all() -> None:
    common = "".join(PROSE[:2])
    sources = [(str(n), common + "".join(CHANCE.sentence() for _ in range(12))) for n in range(300)]
    assert len(set(SentenceIndex(sources).iter_pairs())) < 30
