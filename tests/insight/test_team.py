"""Work of several people starts when every seat has agreed to the same terms."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.insight.state import ModuleFacts, module_facts, waits_for_team
from kocbook.insight.team import first_complete_day
from kocbook.model.enums import State
from tests.builders import FOLDER, TWO_SEATS, base_files, claim, load_files

BRIEF = f"{FOLDER}/module.yml"
WRITER, CAMERA = f"{FOLDER}/claims/writer.yml", f"{FOLDER}/claims/camera.yml"


def team(**claims: str) -> dict[str, Any]:
    """Return a module of two; `writer` and `camera` are the days on which they claimed."""
    files = base_files()
    files[BRIEF]["seats"] = copy.deepcopy(TWO_SEATS)
    terms = terms_fingerprint(load_files(files).modules["guide/tyres"].brief)
    for seat, day in claims.items():
        member = {"writer": "owner-a", "camera": "owner-b"}[seat]
        files[f"{FOLDER}/claims/{seat}.yml"] = claim(member, day) | {"terms": terms}
    return files


def facts_of(files: dict[str, Any], day: str) -> ModuleFacts:
    community = load_files(files)
    return module_facts(community, community.modules["guide/tyres"], date.fromisoformat(day))


def test_who_waits_for_others_loses_no_time() -> None:
    facts = facts_of(team(writer="2026-04-02"), "2026-06-01")
    assert [seat.state for seat in facts.seats] == [State.CLAIMED, State.OPEN]
    assert [seat.due for seat in facts.seats] == [None, None]
    assert [waits_for_team(facts, seat) for seat in facts.seats] == [True, False]


def test_the_days_of_all_count_from_the_last_claim() -> None:
    facts = facts_of(team(writer="2026-04-02", camera="2026-04-20"), "2026-04-21")
    assert facts.state is State.CLAIMED
    assert {seat.due for seat in facts.seats} == {date(2026, 4, 27)}
    assert not any(waits_for_team(facts, seat) for seat in facts.seats)


def test_a_team_that_is_late_lapses_like_anybody() -> None:
    facts = facts_of(team(writer="2026-04-02", camera="2026-04-20"), "2026-04-30")
    assert facts.state is State.LAPSED


def test_changed_terms_need_everybody_again() -> None:
    files = team(writer="2026-04-02", camera="2026-04-03")
    files[CAMERA]["terms"] = "000000000000"
    facts = facts_of(files, "2026-04-05")
    assert {seat.due for seat in facts.seats} == {None}
    assert all(waits_for_team(facts, seat) for seat in facts.seats)


def test_a_team_was_complete_even_if_somebody_left_since() -> None:
    files = team(writer="2026-04-02", camera="2026-04-05")
    left = files.pop(CAMERA)
    past = f"{FOLDER}/claims/past/camera-1.yml"
    files[past] = {**left, "released": "2026-04-09"}
    module = facts_of(files, "2026-04-10").module
    assert first_complete_day(module) == date(2026, 4, 5)
    files[past] = {**left, "claimed": "2026-03-20", "released": "2026-04-01"}
    assert first_complete_day(facts_of(files, "2026-04-10").module) is None
