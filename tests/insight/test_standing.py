"""Points count accepted work; foundation tasks give at most their part."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.standing import capped_points
from kocbook.model.settings import PointRules


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_foundation_never_exceeds_its_part(foundation: int, other: int, cap: int) -> None:
    total = capped_points(PointRules(foundation_cap=cap), foundation, other)
    counted = total - other
    assert 0 <= counted <= foundation
    assert counted * 10_000 <= cap * total


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 100))
def test_more_work_never_costs_points(foundation: int, other: int, more: int) -> None:
    rules = PointRules()
    points = capped_points(rules, foundation, other)
    assert capped_points(rules, foundation + more, other) >= points
    assert capped_points(rules, foundation, other + more) >= points + more
