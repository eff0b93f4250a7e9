"""Splits are exact, fair and stable."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.split import split_amount, split_instalment

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


POTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=6)


@given(st.integers(0, 10**9), SHARES)
def test_without_payments_an_instalment_is_the_split(pot: int, shares: list[int]) -> None:
    assert split_instalment(pot, shares, [0] * len(shares)) == split_amount(pot, shares)


@given(POTS, SHARES)
def test_a_pot_that_grows_is_paid_out_exactly_and_nothing_is_taken_back(
    additions: list[int], shares: list[int]
) -> None:
    paid, pot = [0] * len(shares), 0
    for addition in additions:
        pot += addition
        owed = split_instalment(pot, shares, paid)
        assert min(owed) >= 0
        assert sum(owed) == addition
        paid = [had + now for had, now in zip(paid, owed, strict=True)]
        assert split_instalment(pot, shares, paid) == [0] * len(shares)
        total = sum(shares)
        for had, share in zip(paid, shares, strict=True):
            # Roundings of earlier instalments even out; they never add up.
            assert abs(had * total - pot * share) < total * len(shares)


@given(st.integers(0, 10**6), SHARES, st.data())
def test_whatever_was_paid_nobody_owes_and_no_pot_is_exceeded(
    pot: int, shares: list[int], data: st.DataObject
) -> None:
    part = st.integers(0, pot)
    paid = data.draw(st.lists(part, min_size=len(shares), max_size=len(shares)))
    owed = split_instalment(pot, shares, paid)
    assert min(owed) >= 0
    assert sum(owed) == max(0, pot - sum(paid))


def test_instalments_by_hand() -> None:
    # Thirds of 100, then of 101: the cent that came goes to whom the first rounding left behind.
    assert split_instalment(100, [1, 1, 1], [0, 0, 0]) == [34, 33, 33]
    assert split_instalment(101, [1, 1, 1], [34, 33, 33]) == [0, 1, 0]
    # One seat has more than its share already: the others share what is left.
    assert split_instalment(100, [50, 25, 25], [60, 0, 0]) == [0, 20, 20]
    assert split_instalment(50, [50, 50], [40, 20]) == [0, 0]
