"""How old a day may be that a change writes down: a request may wait, but nobody dates it years back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kocbook.base.finding import Finding
from kocbook.policy.case import Case

WAIT = timedelta(days=14)
"""So long a request may wait until it is judged the last time."""

LATE = timedelta(days=3)
"""So long a delivery to a lapsed seat may wait: a weekend, on which nobody looked at it."""

JOIN_WAIT = timedelta(days=31)
"""Who joins may have to wait for an answer for longer."""


def judge_day(
    case: Case, name: str, day: date | None = None, wait: timedelta = WAIT
) -> Iterator[Finding]:
    """Refuse a day, new in the property `name`, that lies further back than a request may wait.

    A day that stood there already stays as it was, and a later version bears no earlier one.
    """
    written = getattr(case.after, name) if day is None else day
    old = getattr(case.before, name) if day is None and case.before is not None else None
    if written is None or written == old:
        return
    earliest = case.situation.as_of - wait
    if written < (max(earliest, old) if old else earliest):
        data = {"field": name, "day": written, "wanted": case.situation.as_of}
        yield case.refuse("policy-field", name, **data, variant="long-ago")
