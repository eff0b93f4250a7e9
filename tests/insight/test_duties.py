"""Desks: who has what to do, gone once it is done, and nothing private or finished on them."""

from __future__ import annotations

import copy
import shlex
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kocbook.app.session import Session
from kocbook.cli.main import koc
from kocbook.insight.duties.desks import find_duties
from kocbook.insight.duties.duty import Desk, Duty, DutyKind
from kocbook.insight.state import all_facts
from kocbook.model.enums import State
from tests.builders import FOLDER, TWO_SEATS, base_files, claim, load_files, member, review
from tests.conftest import examples

TEXT = "先看门框上的标签。\n"
CONTENT = "content/guide/tyres/index.md"
CLAIM = f"{FOLDER}/claims/writer.yml"
Files = dict[str, Any]


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def duties(files: Files, on: str | date, desks: Iterable[Desk] = tuple(Desk)) -> list[Duty]:
    community, when = load_files(files), on if isinstance(on, date) else day(on)
    return find_duties(community, all_facts(community, when), when, desks)


def kinds(files: Files, on: str | date, desk: Desk) -> list[tuple[str, str | None, str | None]]:
    return [(str(one.kind), one.member, one.seat) for one in duties(files, on, [desk])]


def only(files: Files, on: str | date, kind: DutyKind) -> list[Duty]:
    return [one for one in duties(files, on) if one.kind is kind]


def community(**brief: object) -> Files:
    files = base_files()
    files[f"{FOLDER}/module.yml"].update(brief)
    return files


def claimed(**more: object) -> Files:
    return {**community(days=10), CLAIM: claim("owner-a", "2026-04-01", **more)}


def delivered(**brief: object) -> Files:
    files = claimed(delivered="2026-04-08")
    files[f"{FOLDER}/module.yml"].update(brief)
    return {**files, CONTENT: TEXT}


def accepted(**more: object) -> Files:
    return {**delivered(), f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-10", "fully", **more)}


def recognition(to: str, on: str, kind: str = "praise", **more: object) -> dict[str, Any]:
    return {"member": to, "by": "staff-a", "date": on, "kind": kind, "reason": "好。", **more}


def give(files: Files, to: str, on: str, kind: str = "praise", **more: object) -> Files:
    path = f"members/recognition/2026/{on}-{kind}-{len(files)}.yml"
    return {**files, path: recognition(to, on, kind, **more)}


# The Monday view


def test_a_claim_that_runs_out_can_be_extended_once_and_is_given_back_then() -> None:
    assert not only(claimed(), "04-08", DutyKind.LAPSING)
    (duty,) = only(claimed(), "04-09", DutyKind.LAPSING)
    assert (duty.command, duty.due) == ("koc extend guide/tyres writer", day("04-11"))
    longer = claimed(extended="2026-04-09")
    assert not only(longer, "04-09", DutyKind.LAPSING)
    (duty,) = only(longer, "04-15", DutyKind.LAPSING)
    assert duty.command == "koc release guide/tyres writer"
    (duty,) = only(claimed(), "04-14", DutyKind.LAPSING)
    assert (duty.command, duty.what) == ("koc release guide/tyres writer", "lapsed")


def test_a_released_seat_is_free_from_the_day_of_its_release() -> None:
    files = community()
    past = claim("owner-a", "2026-04-01", released="2026-04-20")
    files[f"{FOLDER}/claims/past/writer-1.yml"] = past
    assert kinds(files, "04-26", Desk.MONDAY) == []
    (duty,) = only(files, "04-27", DutyKind.UNOWNED)
    assert (duty.days, duty.command) == (7, "koc match guide/tyres")


def test_a_seat_for_which_somebody_is_asked_is_not_told_of() -> None:
    files = community(access="invited")
    invitation = {"member": "owner-a", "by": "staff-a", "date": "2026-04-20", "reason": "会写。"}
    files[f"{FOLDER}/invitations/writer-1.yml"] = invitation
    assert not only(files, "04-21", DutyKind.UNOWNED)
    assert only(files, "04-28", DutyKind.UNOWNED)


def test_a_delivery_waits_until_it_is_reviewed() -> None:
    (duty,) = only(delivered(), "04-09", DutyKind.UNREVIEWED)
    assert (duty.since, duty.due) == (day("04-08"), day("04-13"))  # over a weekend
    assert duty.command == "koc new review guide/tyres"
    assert not only(accepted(), "04-10", DutyKind.UNREVIEWED)


def busy(number: int) -> Files:
    """One member with so many live claims; the tier of newcomers allows one."""
    files = community()
    brief, chapter = files[f"{FOLDER}/module.yml"], files["modules/guide/handbook.yml"]["chapters"]
    for index in range(number):
        chapter[0]["modules"].append(f"m{index}")
        files[f"modules/guide/m{index}/module.yml"] = copy.deepcopy(brief)
        files[f"modules/guide/m{index}/claims/writer.yml"] = claim("owner-b", "2026-04-20")
    return files


@pytest.mark.parametrize(("number", "is_told"), [(0, False), (1, False), (2, True), (3, True)])
def test_several_claims_at_the_limit_are_too_many(number: int, is_told: bool) -> None:
    found = only(busy(number), "04-21", DutyKind.OVERLOADED)
    assert [(one.member, one.figure, one.of) for one in found] == (
        [("owner-b", number, 1)] if is_told else []
    )


# Community operator


def test_newcomers_wait_until_they_do_something_or_are_spoken_to() -> None:
    files = community()
    files["members/new-c.yml"] = member(9, "丁", joined="2026-04-10")
    (duty,) = only(files, "04-20", DutyKind.NEWCOMER_WAITS)
    assert (duty.member, duty.days) == ("new-c", 10)
    assert not only(
        give(files, "new-c", "2026-04-20", "coaching"), "04-20", DutyKind.NEWCOMER_WAITS
    )
    files[CLAIM] = claim("new-c", "2026-04-20")
    assert not only(files, "04-20", DutyKind.NEWCOMER_WAITS)


def test_a_first_delivery_is_told_apart() -> None:
    (duty,) = only(delivered(), "04-09", DutyKind.FIRST_WORK_WAITS)
    assert (duty.member, duty.command) == ("owner-a", "koc new review guide/tyres")
    assert not only(accepted(), "04-20", DutyKind.FIRST_WORK_WAITS)


def test_silence_ends_with_any_sign_and_counts_from_it() -> None:
    files = community()
    files["community.yml"]["desk"] = {"silent_days": 30}

    def silent(more: Files, on: str) -> list[str | None]:
        return [one.member for one in only({**files, **more}, on, DutyKind.SILENT)]

    assert silent({}, "01-30") == []
    assert silent({}, "01-31") == ["owner-a", "owner-b"]
    assert silent(give({}, "owner-a", "2026-01-31", "coaching", private=True), "02-10") == [
        "owner-b"
    ]
    away = {"members/owner-b.yml": member(2, "乙", away_until="2026-06-01")}
    assert silent(away, "03-01") == ["owner-a"]
    assert silent({CLAIM: claim("owner-a", "2026-04-01")}, "04-02") == ["owner-b"]


def test_praise_is_due_for_accepted_work_for_a_while() -> None:
    (duty,) = only(accepted(), "04-12", DutyKind.PRAISE_DUE)
    assert duty.command == "koc new recognition --to owner-a --kind praise --module guide/tyres"
    assert not only(accepted(), "05-10", DutyKind.PRAISE_DUE)
    for settled in ({}, {"module": "guide/tyres"}):
        files = give(accepted(), "owner-a", "2026-04-11", **settled)
        assert not only(files, "04-12", DutyKind.PRAISE_DUE)
    earlier = give(accepted(), "owner-a", "2026-04-09")
    coached = give(accepted(), "owner-a", "2026-04-11", "coaching")
    for files in (earlier, coached):
        assert only(files, "04-12", DutyKind.PRAISE_DUE)


# Content planner


def test_open_briefs_and_those_that_nobody_took_for_a_week() -> None:
    assert [one.kind for one in duties(community(), "04-07", [Desk.CONTENT_PLANNER])] == [
        DutyKind.VAGUE,
        DutyKind.OPEN,
    ]
    assert only(community(), "04-08", DutyKind.UNCLAIMED)
    (duty,) = only(community(), "04-08", DutyKind.OPEN)
    assert (duty.figure, duty.of) == (1, 1)


def test_a_vague_brief_leads_to_its_file_until_every_goal_is_measured() -> None:
    (duty,) = only(community(), "04-07", DutyKind.VAGUE)
    assert (duty.figure, duty.of, duty.command) == (2, 2, None)
    assert duty.url == "https://example.com/r/edit/main/modules/guide/tyres/module.yml"
    goals = [{"id": "clear", "must": True, "text": "照着做就会", "measure": "三位新车主各做一遍"}]
    assert not only(community(goals=goals), "04-07", DutyKind.VAGUE)
    assert not only(accepted(), "04-20", DutyKind.VAGUE)


def contest() -> Files:
    rubric = {
        "criteria": [{"id": "own", "text": "自己的话", "weight": 10000}],
        "prizes": ["印在封底"],
    }
    files = community(form="gallery", closes="2026-04-20", rubric=rubric, goals=[])
    files[f"{FOLDER}/module.yml"]["goals"] = [{"id": "join", "text": "来", "measure": "六位"}]
    del files[f"{FOLDER}/module.yml"]["seats"]
    for owner in ("owner-a", "owner-b"):
        record = {"member": owner, "date": "2026-04-10", "text": "慢慢开。"}
        files[f"{FOLDER}/responses/{owner}.yml"] = record
    return files


def test_an_activity_is_judged_once_it_is_closed_and_its_result_stays() -> None:
    assert not only(contest(), "04-20", DutyKind.JUDGING_DUE)
    (duty,) = only(contest(), "04-22", DutyKind.JUDGING_DUE)
    assert (duty.figure, duty.days, duty.command) == (2, 1, "koc new judging guide/tyres")
    scores = {"owner-a": {"scores": {"own": 9}}, "owner-b": {"scores": {"own": 7}}}
    judging = {"judge": "staff-a", "date": "2026-04-22", "entries": scores}
    files = {**contest(), f"{FOLDER}/judgings/staff-a.yml": judging}
    assert not only(files, "04-22", DutyKind.JUDGING_DUE)
    (told,) = only(files, "04-22", DutyKind.JUDGED)
    assert (told.member, told.figure, told.of, told.what) == ("owner-a", 1, 2, "印在封底")


def test_what_came_of_an_activity_is_told_once_it_is_over_and_judged() -> None:
    def due(files: Files, day: str) -> list[Duty]:
        return only(files, day, DutyKind.OUTCOME_DUE)

    assert not due(contest(), "04-22")  # it is judged first
    judging = {"judge": "staff-a", "date": "2026-04-24"}
    judging |= {"entries": {"owner-a": {"scores": {"own": 9}}, "owner-b": {"scores": {"own": 7}}}}
    judged = {**contest(), f"{FOLDER}/judgings/staff-a.yml": judging}
    (duty,) = due(judged, "04-26")
    assert (duty.figure, duty.days, duty.command) == (2, 2, "koc new outcome guide/tyres")
    told = {"by": "staff-a", "date": "2026-04-25", "decided": "定了", "because": "好"}
    files = {**judged, f"{FOLDER}/outcome.yml": told}
    assert not due(files, "04-26")
    assert len(due(files, "04-24")) == 1  # as it stood that day
    unjudged = contest()
    del unjudged[f"{FOLDER}/module.yml"]["rubric"]
    assert not due(unjudged, "04-20")  # people still answer
    (duty,) = due(unjudged, "04-22")
    assert duty.days == 1
    nobody = {path: value for path, value in unjudged.items() if "/responses/" not in path}
    assert not due(nobody, "04-22")
    assert not due(accepted(), "05-20")  # a review told it


# Product expert


def test_safety_goals_wait_for_an_expert_of_this_round() -> None:
    goals = [
        {"id": "clear", "must": True, "safety": True, "text": "照着做就会"},
        {"id": "short", "must": True, "text": "八百字以内"},
    ]
    files = delivered(goals=goals)
    files["members/expert-d.yml"] = member(8, "戊", staff=["product-expert"])
    (duty,) = only(files, "04-09", DutyKind.FACT_CHECK)
    assert (duty.figure, duty.of) == (1, 1)
    partial = {"goals": {"short": {"met": "fully", "evidence": "七百字"}}}
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-09", "fully", **partial)
    assert only(files, "04-09", DutyKind.FACT_CHECK)
    checked = {"goals": {"clear": {"met": "fully", "evidence": "对"}}, "reviewer": "expert-d"}
    files[f"{FOLDER}/reviews/1-expert-d.yml"] = review("2026-04-09", "fully", **checked)
    assert not only(files, "04-09", DutyKind.FACT_CHECK)


def test_a_question_is_told_from_the_day_it_was_asked_on_its_contacts_desk() -> None:
    name = "2026-04-05-owner-a.yml"
    asked = {"member": "owner-a", "date": "2026-04-05", "text": "标签在哪？"}
    files = {**claimed(), f"{FOLDER}/questions/{name}": asked}
    assert not only(files, "04-04", DutyKind.QUESTION_WAITS)
    for on in ("04-05", "04-07"):
        (duty,) = only(files, on, DutyKind.QUESTION_WAITS)
        assert (duty.desk, duty.by) == (Desk.CONTENT_PLANNER, "staff-a")
        assert (duty.member, duty.due) == ("owner-a", day("04-06"))
    files["members/staff-a.yml"] = member(3, "丙", staff=["product-expert"])
    assert only(files, "04-05", DutyKind.QUESTION_WAITS)[0].desk is Desk.PRODUCT_EXPERT
    answered = {"by": "staff-a", "date": "2026-04-07", "text": "门框上。"}
    files[f"{FOLDER}/answers/{name}"] = answered
    assert not only(files, "04-07", DutyKind.QUESTION_WAITS)


def hunt(*, adopted: bool = True) -> Files:
    files = community(form="bug-hunt")
    del files[f"{FOLDER}/module.yml"]["seats"]
    report = {"member": "owner-a", "date": "2026-04-05", "text": "蓝牙断。"}
    triage = {"by": "staff-a", "date": "2026-04-08", "state": "forwarded", "adopted": adopted}
    files[f"{FOLDER}/responses/owner-a.yml"] = report
    files[f"{FOLDER}/triage/owner-a.yml"] = triage
    return files


def test_an_adopted_finding_waits_for_thanks_that_name_it() -> None:
    assert not only(hunt(adopted=False), "04-09", DutyKind.THANKS_DUE)
    (duty,) = only(hunt(), "04-09", DutyKind.THANKS_DUE)
    assert duty.command == "koc new recognition --to owner-a --kind praise --module guide/tyres"
    vague = give(hunt(), "owner-a", "2026-04-09")
    assert only(vague, "04-09", DutyKind.THANKS_DUE)
    thanked = give(hunt(), "owner-a", "2026-04-09", module="guide/tyres")
    assert not only(thanked, "04-09", DutyKind.THANKS_DUE)
    assert [one.member for one in only(thanked, "04-09", DutyKind.THANKED)] == ["owner-a"]


def test_access_is_on_record_unless_it_is_private() -> None:
    files = give(community(), "owner-a", "2026-04-09", "access")
    hidden = give(files, "owner-b", "2026-04-09", "access", private=True)
    assert [one.member for one in only(hidden, "04-09", DutyKind.SESSION)] == ["owner-a"]
    more = {"event": "夜拍开放日", "held": "2026-05-01"}
    (told,) = only(
        give(community(), "owner-a", "2026-04-09", "access", **more), "04-09", DutyKind.SESSION
    )
    assert (told.what, told.due, told.by) == ("夜拍开放日", day("05-01"), "staff-a")


# Project lead


def test_a_promotion_waits_for_an_honour() -> None:
    (duty,) = only(accepted(), "04-12", DutyKind.PROMOTED)
    assert (duty.member, duty.what) == ("owner-a", "regular")
    honoured = give(accepted(), "owner-a", "2026-04-12", "honour")
    assert not only(honoured, "04-12", DutyKind.PROMOTED)


def test_whoever_would_fall_back_is_told_before_the_quarter_ends() -> None:
    assert not only(accepted(), "08-10", DutyKind.AT_RISK)
    assert not only(accepted(), "09-01", DutyKind.AT_RISK)
    late = accepted()
    late[f"{FOLDER}/reviews/1-staff-a.yml"]["date"] = "2026-04-09"
    late["community.yml"]["points"] = {"foundation_cap": 2000, "window_days": 150}
    (duty,) = only(late, "09-01", DutyKind.AT_RISK)
    assert (duty.figure, duty.due) == (18, day("09-30"))
    spoken = give(late, "owner-a", "2026-09-01", "coaching")
    assert not only(spoken, "09-01", DutyKind.AT_RISK)


def test_budgets_and_what_is_owed() -> None:
    files = accepted()
    files[f"{FOLDER}/module.yml"]["reward"] = {"points": 20, "cash": 300}
    budget = {"cash": 1000, "currency": "CNY", "approved_by": "staff-a", "approved": "2026-03-01"}
    files["modules/guide/handbook.yml"]["budget"] = budget
    figures = {one.what: one.figure for one in only(files, "04-12", DutyKind.BUDGET)}
    assert figures == {"promised": 30000, "paid": 0, "left": 70000}
    (duty,) = only(files, "04-12", DutyKind.PAYMENT_DUE)
    assert duty.command == "koc rewards --handbook guide --unpaid"
    paid = {
        "date": "2026-04-12",
        "by": "staff-a",
        "reference": "R1",
        "currency": "CNY",
        "lines": [{"module": "tyres", "seat": "writer", "member": "owner-a", "cash_minor": 30000}],
    }
    files["modules/guide/payouts/2026-04-12-april.yml"] = paid
    assert not only(files, "04-12", DutyKind.PAYMENT_DUE)


# What holds for every community

DAYS = st.dates(day("04-01"), day("06-15")).map(str)


@st.composite
def communities(draw: st.DrawFn) -> Files:
    """Records of one module in any stage, with recognition and perhaps a withdrawal."""
    files = community(seats=TWO_SEATS, days=draw(st.integers(1, 20)))
    brief = files[f"{FOLDER}/module.yml"]
    if draw(st.booleans()):
        brief["goals"][0]["safety"] = True
    for seat in ("writer", "camera"):
        if draw(st.booleans()):
            more = {"delivered": draw(DAYS)} if draw(st.booleans()) else {}
            owner = draw(st.sampled_from(["owner-a", "owner-b"]))
            files[f"{FOLDER}/claims/{seat}.yml"] = claim(owner, draw(DAYS), **more)
    if draw(st.booleans()):
        files[CONTENT] = TEXT
    if draw(st.booleans()):
        met = draw(st.sampled_from(["fully", "partly"]))
        files[f"{FOLDER}/reviews/1-staff-a.yml"] = review(draw(DAYS), met)
    if draw(st.booleans()):
        asked = draw(DAYS)
        name = f"{FOLDER}/questions/{asked}-owner-b.yml"
        files[name] = {"member": "owner-b", "date": asked, "text": "？？"}
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["praise", "coaching", "access", "honour"]))
        to, private = draw(st.sampled_from(["owner-a", "owner-b"])), draw(st.booleans())
        files = give(files, to, draw(DAYS), kind, private=private)
    if draw(st.integers(0, 4)) == 0:
        brief["withdrawn"] = {"date": draw(DAYS), "reason": "不做了"}
    return files


WHENS = st.dates(day("04-01"), day("07-31"))
many = settings(
    max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def parse(command: str) -> click.Context:
    """Read a command line as `koc` itself would; unknown commands and options are errors."""
    program, *words = shlex.split(command)
    assert program == "koc"
    found: click.Command = koc
    # Names are looked up in the community where the command runs: here is none.
    context = click.Context(koc, obj=Session(root=Path("/nowhere")))
    while isinstance(found, click.Group):
        inner = found.get_command(context, words.pop(0))
        assert inner is not None, command
        found = inner
    return found.make_context(found.name, words, parent=context)


@many
@given(communities(), WHENS)
def test_each_row_has_a_command_that_exists_or_a_link(files: Files, on: date) -> None:
    for duty in duties(files, on):
        assert duty.command or duty.url
        assert duty.days == (on - duty.since).days >= 0
        if duty.command:
            parse(duty.command)


@many
@given(communities(), WHENS)
def test_nothing_waits_for_what_is_finished(files: Files, on: date) -> None:
    known = load_files(files)
    facts = all_facts(known, on)
    # Thanks come when the work is done, and whoever asked is still owed an answer.
    after = {DutyKind.PRAISE_DUE, DutyKind.THANKS_DUE, DutyKind.QUESTION_WAITS}
    after |= {DutyKind.SIGNOFFS_MISSING, DutyKind.GIFT_DUE}
    for duty in find_duties(known, facts, on):
        state = facts[duty.key].state if duty.key else None
        if state is State.WITHDRAWN or (state and state.counts_as_work):
            assert duty.kind.is_record or duty.kind in after
            assert state is not State.WITHDRAWN or duty.kind.is_record


@many
@given(communities(), WHENS)
def test_private_recognition_stands_on_no_desk(files: Files, on: date) -> None:
    told = {
        (one.member, one.since, "access" if one.kind is DutyKind.SESSION else one.what)
        for one in duties(files, on)
        if one.kind in (DutyKind.GIVEN, DutyKind.SESSION)
    }
    public = {
        (given["member"], date.fromisoformat(given["date"]), given["kind"])
        for path, given in files.items()
        if "/recognition/" in path and not given["private"]
    }
    assert told <= public


@many
@given(communities(), WHENS)
def test_a_duty_is_gone_once_its_command_is_done(files: Files, on: date) -> None:
    for duty in duties(files, on):
        after = done(files, duty, on)
        if after is not None:
            same = {
                (one.desk, one.kind, one.key, one.seat, one.member) for one in duties(after, on)
            }
            assert (duty.desk, duty.kind, duty.key, duty.seat, duty.member) not in same


def done(files: Files, duty: Duty, on: date) -> Files | None:
    """Return the records as the duty's command leaves them; None where it only shows something."""
    if duty.kind.is_record or duty.command is None:
        return None
    context = parse(duty.command)
    match context.command.name:
        case "recognition":
            more = {"module": context.params["module"]} if context.params["module"] else {}
            kind = str(context.params["kind"])
            return give(files, str(context.params["to"]), on.isoformat(), kind, **more)
        case "release":
            path = f"{FOLDER}/claims/{duty.seat}.yml"
            past = {**files[path], "released": on.isoformat()}
            rest = {name: value for name, value in files.items() if name != path}
            return {**rest, f"{FOLDER}/claims/past/{duty.seat}-1.yml": past}
        case "review":
            rounds = sum("/reviews/" in name for name in files)
            path = f"{FOLDER}/reviews/{rounds + 1}-staff-a.yml"
            expert = member(3, "丙", staff=["content-planner", "product-expert", "project-lead"])
            reviewed = review(on.isoformat(), "fully")
            return {**files, "members/staff-a.yml": expert, path: reviewed}
    return None


def test_days_of_the_settings_decide() -> None:
    files = community()
    files["community.yml"]["desk"] = {"unclaimed_days": 3}
    assert only(files, date(2026, 4, 1) + timedelta(days=3), DutyKind.UNOWNED)


def test_the_planner_hears_when_an_article_is_due_again() -> None:
    files = accepted()
    files[f"{FOLDER}/module.yml"]["check_again"] = "2026-05-01"
    assert only(files, "04-30", DutyKind.CHECK_AGAIN) == []
    (row,) = only(files, "05-03", DutyKind.CHECK_AGAIN)
    assert (row.desk, row.days) == (Desk.CONTENT_PLANNER, 2)


def test_the_planner_hears_of_translations_to_read() -> None:
    files = accepted()
    record = {"translator": "owner-b", "date": "2026-04-20", "of": "0" * 12, "title": "Tyres"}
    files[f"{FOLDER}/translations/en.yml"] = record
    files["content/guide/tyres/en/index.md"] = "## Reading\n"
    (row,) = only(files, "05-01", DutyKind.TRANSLATION)
    assert (row.member, row.what) == ("owner-b", "stale")
