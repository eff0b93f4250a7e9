"""Good news: on its day, to whom it belongs, with what was said, and nothing twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.news import find_news
from kocbook.insight.reminders import Reminder, ReminderKind
from kocbook.insight.state import all_facts
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.report.reminders_table import find_said
from tests.builders import FOLDER, base_files, load_files
from tests.conftest import SAMPLE

OUTCOME = f"{FOLDER}/outcome.yml"
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


def test_voters_hear_what_was_decided_and_later_where_it_is_there() -> None:
    files = poll()
    heard = [(one.kind, one.member) for one in news(files)]
    assert heard == [(ReminderKind.DECIDED, "owner-a"), (ReminderKind.DECIDED, "owner-b")]
    files[OUTCOME] |= {"shipped_in": "软件 3.3", "shipped": "2026-08-01"}
    (*_, last) = [one for one in news(files) if one.kind is ReminderKind.SHIPPED]
    assert (last.member, last.day) == ("owner-b", date(2026, 8, 1))
    assert {*find_said(load_files(files), last)} == {"选了蓝", "软件 3.3"}


def test_finders_hear_of_their_report_and_so_do_those_who_found_or_confirmed_it() -> None:
    files = poll()
    triage = {"by": "expert", "date": "2026-07-01", "state": "forwarded"}
    files[f"{FOLDER}/triage/owner-a.yml"] = triage
    same = {**triage, "state": "duplicate", "duplicate_of": "owner-a"}
    files[f"{FOLDER}/triage/owner-b.yml"] = same
    kinds = (ReminderKind.ADOPTED, ReminderKind.FIXED)
    assert [one for one in news(files) if one.kind in kinds] == []
    triage |= {"adopted": True, "confirmed_by": ["passer-by"]}
    people = ["owner-a", "owner-b", "passer-by"]
    told = sorted((one.kind, one.member) for one in news(files) if one.kind in kinds)
    assert told == [(ReminderKind.ADOPTED, name) for name in people]
    triage |= {"state": "fixed", "fixed_in": "软件 3.3"}
    told = sorted((one.kind, one.member) for one in news(files) if one.kind in kinds)
    assert told == [(ReminderKind.FIXED, name) for name in people]


def poll() -> dict[str, Any]:
    """A poll that two took part in, with its outcome."""
    files = base_files()
    said = {"date": "2026-05-01", "text": "蓝的好看"}
    for name in ("owner-a", "owner-b"):
        files[f"{FOLDER}/responses/{name}.yml"] = {**said, "member": name}
    decided = {"by": "planner", "date": "2026-06-01", "decided": "选了蓝", "because": "多数人"}
    return {**files, OUTCOME: decided}


def news(files: dict[str, Any]) -> list[Reminder]:
    community, end = load_files(files), date(2026, 12, 31)
    return find_news(community, all_facts(community, end), end, date(2026, 1, 1))


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
