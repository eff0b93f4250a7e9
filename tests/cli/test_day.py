"""Which day it is: the community's, whatever clock the computer has."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

import pytest

from kocbook.app.session import find_today


class Evening(datetime):
    """A clock that stands: the evening in Greenwich, the next morning in China."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain one
        return datetime(2026, 4, 1, 17, 0, tzinfo=UTC).astimezone(tz)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Shanghai", 2),
        ("America/New_York", 1),
        ("Europe/Berlin", 1),
        (None, 2),  # China's, unless told
        ("Nowhere/City", 2),  # a rule says so
        ("Asia", 2),  # a folder of zones
        ("../../etc/passwd", 2),
    ],
)
@pytest.mark.parametrize("here", ["UTC", "Asia/Tokyo", "Pacific/Honolulu"])
def test_the_day_is_the_communitys(
    zone: str | None, day: int, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", here)
    monkeypatch.setattr("kocbook.app.session.datetime", Evening)
    assert find_today(zone) == date(2026, 4, day)
