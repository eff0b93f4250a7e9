"""The collective signature: "…等 n 位" stands only where more people signed than are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.base.texts import load_texts
from kocbook.insight.names import signature


@given(n=st.integers(min_value=1, max_value=40), shown=st.integers(min_value=1, max_value=10))
def test_the_number_stands_only_where_names_are_left_out(n: int, shown: int) -> None:
    names = [f"车主{number:02}" for number in range(n)]
    signed = signature(names, load_texts("zh"), shown)
    assert sum(name in signed for name in names) == min(n, shown)
    assert ("等" in signed) == (shown < n)
    if shown < n:
        assert str(n) in signed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_names_are_shown_where_there_is_room(language: str) -> None:
    texts = load_texts(language)
    assert signature(["甲", "乙"], texts, 2) == ("甲、乙" if language == "zh" else "甲, 乙")
