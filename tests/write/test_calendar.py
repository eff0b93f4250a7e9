"""The calendar by command: a date is written, listed, and work is hung on it."""

from __future__ import annotations

import json

from tests.conftest import Koc
from tests.write.conftest import Clone, read
from tests.write.test_every_record import merged
from tests.write.test_new import MODULE, landed

NEW = ["new", "campaign", "雨季来了", "--kind", "节日", "--starts", "2026-07-10"]


def test_a_date_is_written_and_a_brief_hangs_on_it(quiet_koc: Koc, clone: Clone) -> None:
    done = quiet_koc(*NEW, "--ends", "2026-08-01", "--lead-days", "20", "--member", "zhou-lan")
    assert done.code == 0, done
    landed(clone, quiet_koc, "new/campaign-yu-ji-lai-le")
    said = read(clone, "plan/campaigns/yu-ji-lai-le.yml")
    assert (said["kind"], said["by"], said["lead_days"]) == ("holiday", "zhou-lan", 20)
    merged(clone)
    assert "雨季来了" in quiet_koc("board", "--for", "content-planner").out
    assert quiet_koc(*MODULE, "--campaign", "雨季来了").code == 0
    landed(clone, quiet_koc, "new/guide-rain")
    (row,) = json.loads(quiet_koc("calendar", "--format", "json").out)["rows"]
    assert (row["campaign"], row["phase"], row["days"]) == ("yu-ji-lai-le", "preparing", 10)
    assert row["modules"] == ["guide/rain"]


def test_what_cannot_stand_in_the_calendar_is_refused_before_anything_is_written(
    quiet_koc: Koc, clone: Clone
) -> None:
    before = clone.snapshot()[:3]
    late = quiet_koc(*NEW, "--ends", "2026-07-01", "--member", "zhou-lan")
    assert (late.code, "2026-07-01" in late.err) == (2, True)
    assert quiet_koc(*NEW, "--member", "ma-jun").code == 2
    assert quiet_koc(*NEW, "--id", "Rain", "--member", "zhou-lan").code == 2
    assert clone.snapshot()[:3] == before
