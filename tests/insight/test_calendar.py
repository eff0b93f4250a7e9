"""The calendar: how far each date is, what hangs on it, and what programs read of it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from kocbook.base.texts import load_texts
from kocbook.insight.calendar import Phase, list_campaigns, phase_of
from kocbook.insight.duties.desks import find_duties
from kocbook.insight.duties.duty import Desk, DutyKind
from kocbook.insight.proposals import ProposalState, list_proposals
from kocbook.insight.state import all_facts
from kocbook.model.enums import CampaignKind
from kocbook.model.plan import Campaign
from kocbook.site.assemble.calendar_feed import make_calendar_feed
from kocbook.site.outline.outline import PageKind, make_outline
from kocbook.site.views.calendar import ADDRESS, make_calendar_view
from kocbook.site.views.context import make_contexts
from tests.builders import FOLDER, base_files, load_files
from tests.site.built import AS_OF, load_living

SUMMER = {
    "title": "夏季自驾季",
    "kind": "marketing",
    "starts": "2026-06-20",
    "ends": "2026-08-31",
    "by": "planner",
    "date": "2026-04-01",
}
DAYS = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@given(DAYS, st.none() | st.integers(0, 200), st.integers(0, 365), DAYS)
def test_every_day_has_one_phase_and_phases_follow_each_other(
    starts: date, lasts: int | None, lead: int, today: date
) -> None:
    ends = None if lasts is None else starts + timedelta(lasts)
    one = Campaign("a", "", "x", CampaignKind.HOLIDAY, starts, "p", starts, ends, lead_days=lead)
    order = [Phase.AHEAD, Phase.PREPARING, Phase.RUNNING, Phase.OVER]
    now, next_day = (order.index(phase_of(one, day)) for day in (today, today + timedelta(1)))
    assert now <= next_day
    assert (phase_of(one, today) is Phase.RUNNING) == (starts <= today <= (ends or starts))
    assert (phase_of(one, today) is Phase.OVER) == (today > (ends or starts))


def test_a_date_without_work_waits_on_the_planners_desk_until_something_hangs_on_it() -> None:
    files = {**base_files(), "plan/campaigns/summer.yml": SUMMER}

    def rows(on: date) -> list[tuple[DutyKind, int | None]]:
        community = load_files(files)
        facts = all_facts(community, on)
        found = find_duties(community, facts, on, [Desk.CONTENT_PLANNER])
        return [(one.kind, one.figure) for one in found if one.what == "summer"]

    assert rows(date(2026, 5, 20)) == []
    assert rows(date(2026, 5, 21)) == [(DutyKind.CAMPAIGN_BARE, 0)]
    files[f"{FOLDER}/module.yml"]["campaign"] = "summer"
    assert rows(date(2026, 5, 21)) == [(DutyKind.CAMPAIGN, 1)]
    files[f"{FOLDER}/module.yml"]["withdrawn"] = {"date": "2026-05-01", "reason": "不做了"}
    assert rows(date(2026, 8, 31)) == [(DutyKind.CAMPAIGN_BARE, 0)]
    assert rows(date(2026, 9, 1)) == []
    files["plan/campaigns/summer.yml"] = {**SUMMER, "cancelled": "改期了"}
    assert rows(date(2026, 6, 25)) == []


def test_the_sample_shows_every_phase_and_kind() -> None:
    community = load_living()
    found = list_campaigns(community, all_facts(community, AS_OF), AS_OF)
    assert {one.phase for one in found} == set(Phase)
    assert {one.campaign.kind for one in found} == set(CampaignKind)


def test_the_sample_shows_every_state_of_a_proposal_and_credits_every_idea() -> None:
    community = load_living()
    found = list_proposals(community, all_facts(community, AS_OF), AS_OF)
    assert {one.state for one in found} == set(ProposalState)
    for one in found:
        for key in one.modules:
            credited = {credit.member for credit in community.modules[key].credits}
            assert one.proposal.member in credited


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=5), st.integers(0, 30))
def test_a_proposal_waits_exactly_until_somebody_speaks_after_its_last_words(
    said: list[tuple[int, bool]], revised: int
) -> None:
    """The last answer counts; one from before the last change of the proposal counts for nothing."""
    start = date(2026, 5, 1)
    record = {"member": "owner-a", "date": "2026-05-01", "title": "雨天", "pitch": "总有人问"}
    files = {**base_files(), "plan/proposals/owner-a--1.yml": record}
    record["revised"] = (start + timedelta(revised)).isoformat()
    for number, (after, declined) in enumerate(sorted(said), start=1):
        verdict = "declined" if declined else "advised"
        day = (start + timedelta(after)).isoformat()
        advice = {"by": "planner", "date": day, "words": "好", "verdict": verdict}
        files[f"plan/advice/owner-a--1-{number}.yml"] = advice
    community = load_files(files)
    (one,) = list_proposals(community, {}, start + timedelta(60))
    latest = max((after for after, _ in said), default=-1)
    assert (one.state is ProposalState.WAITING) == (latest < revised)
    if latest >= revised:
        assert (one.state is ProposalState.DECLINED) == max(sorted(said))[1]


def test_programs_read_the_same_dates_as_people() -> None:
    community = load_living()
    for language in ("zh", "en"):
        context = make_contexts(community, AS_OF, {language: load_texts(language)})[language]
        calendar = Calendar.from_ical(make_calendar_feed(context)[ADDRESS])
        events = list(calendar.walk("VEVENT"))
        shown = [card for _, cards in make_calendar_view(context).groups for card in cards]
        listed = {str(one["summary"]): one for one in events}
        for card in shown:
            event = listed[card.title]
            assert event.decoded("dtstart") == card.starts
            assert event.decoded("dtend") == (card.ends or card.starts) + timedelta(1)
            assert (str(event["status"]) == "CANCELLED") == bool(card.cancelled)
        assert len({str(one["uid"]) for one in events}) == len(events) > len(shown)
        assert make_calendar_feed(context) == make_calendar_feed(context)


def test_a_community_without_dates_has_no_calendar() -> None:
    community = load_files(base_files())
    outline = make_outline(community, all_facts(community, AS_OF), load_texts("zh"))
    assert PageKind.CALENDAR not in {page.kind for page in outline.pages}
