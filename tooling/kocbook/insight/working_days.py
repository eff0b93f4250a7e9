"""Counting in working days: Monday to Friday.

Public holidays are not known here. In China they are announced year by year, with working
weekends in exchange, so that a list is right for one year at a time and would make the same
records give other answers after an update. A reminder that comes early in a holiday does no harm.
"""

from __future__ import annotations

from datetime import date, timedelta

_SATURDAY = 5


def add_working_days(start: date, days: int) -> date:
    """Return the day on which `days` (at least 1) working days after `start` have passed."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY
    return day
