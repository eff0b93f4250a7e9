"""Splits are exact, fair and stable."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.split import split_amount

SHARES = st.lists(st.integers(1, 10_000), min_size=1, max_size=12)


@given(st.integers(0, 10**9), SHARES)
def test_the_parts_sum_exactly(amount: int, shares: list[int]) -> None:
    assert sum(split_amount(amount, shares)) == amount


@given(st.integers(0, 10**9), SHARES)
def test_no_part_is_further_than_one_from_its_exact_share(amount: int, shares: list[int]) -> None:
    total = sum(shares)
    for part, share in zip(split_amount(amount, shares), shares, strict=True):
        assert abs(part * total - amount * share) < total


@given(st.integers(0, 10**6), SHARES)
def test_a_larger_share_never_gets_less(amount: int, shares: list[int]) -> None:
    parts = split_amount(amount, shares)
    pairs = sorted(zip(shares, parts, strict=True))
    for (low, low_part), (high, high_part) in itertools.pairwise(pairs):
        assert low == high or low_part <= high_part


def test_ties_go_to_the_earlier_seat() -> None:
    assert split_amount(100, [3333, 3333, 3334]) == [33, 33, 34]
    assert split_amount(1, [5000, 5000]) == [1, 0]
    assert split_amount(10, [0, 0]) == [0, 0]
