"""Good news: on its day, to whom it belongs, with what was said, and nothing twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.news import find_news
from kocbook.insight.state import all_facts
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.report.reminders_table import find_said
from tests.conftest import SAMPLE

COMMUNITY: Any = load_community(WorkingTree(SAMPLE)).community
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def told(on: date, since: date) -> list[str]:
    facts = all_facts(COMMUNITY, on)
    return [one.key for one in find_news(COMMUNITY, facts, on, since)]


def test_who_wrote_hears_of_the_review_with_its_words() -> None:
    module = COMMUNITY.modules["guide/tyre-check"]
    (review,) = module.reviews
    facts = all_facts(COMMUNITY, review.date)
    (news,) = (
        one for one in find_news(COMMUNITY, facts, review.date) if one.path.startswith(review.path)
    )
    assert news.member == module.claims["writer"].member
    assert {*review.strengths, *review.improvements} <= {*find_said(COMMUNITY, news)}


@given(DAYS, st.integers(1, 200))
def test_day_by_day_tells_what_one_look_over_all_days_tells(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    each = [
        key
        for n in range(1, days + 1)
        for key in told(start + timedelta(days=n), start + timedelta(days=n - 1))
    ]
    assert len(each) == len(set(each))
    assert set(told(end, start)) - set(each) == set()
