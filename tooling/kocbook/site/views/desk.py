"""The staff desk (运营台): the Monday view, a section for each role, the programme by month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType

from kocbook.insight.duties.desks import find_duties
from kocbook.insight.duties.duty import Desk, Duty, DutyKind
from kocbook.insight.names import has_profile
from kocbook.model.enums import RecognitionKind
from kocbook.model.forges import ForgeLinks
from kocbook.model.forms import NEEDS_STAFF, FormName
from kocbook.site.outline.outline import EQUIPMENT_URL, cover_url, has_page, module_url
from kocbook.site.views.charts import Chart
from kocbook.site.views.context import SiteContext
from kocbook.site.views.form_links import form_link
from kocbook.site.views.people import Person, show_person
from kocbook.site.views.programme_charts import draw_programme

_FORMS: Mapping[DutyKind, FormName] = MappingProxyType(
    {
        DutyKind.UNREVIEWED: FormName.REVIEW,
        DutyKind.REVIEW_DUE: FormName.REVIEW,
        DutyKind.FIRST_WORK_WAITS: FormName.REVIEW,
        DutyKind.FACT_CHECK: FormName.REVIEW,
        DutyKind.QUESTION_WAITS: FormName.REPLY,
        DutyKind.NEWCOMER_WAITS: FormName.RECOGNISE,
        DutyKind.PRAISE_DUE: FormName.RECOGNISE,
        DutyKind.THANKS_DUE: FormName.RECOGNISE,
        DutyKind.OUTCOME_DUE: FormName.OUTCOME,
        DutyKind.ATTENDANCE_DUE: FormName.ATTENDANCE,
    }
)
"""What deals with rows of a kind, where a duty names no form of its own."""
MOST_ROWS = 12
"""A list with more rows is not read on a page; the command shows all."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One row: what it is about, with its address on the site, and what deals with it.

    `form` is the address of the form that does it, `outside` that of the record in the repository.
    `seat` is the name of a seat's role.
    """

    title: str | None
    language: str
    url: str | None
    person: Person | None
    by: Person | None
    duty: Duty
    seat: str | None
    what: str
    percent: int | None
    command: str | None
    form: str | None
    outside: str | None


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The rows of one kind, and how many more there are."""

    kind: DutyKind
    rows: tuple[DutyRow, ...]
    count: int
    more: int


@dataclass(frozen=True, slots=True)
class DeskSection:
    """One desk; `count` is how many things wait on it, `command` prints the same as a table."""

    desk: Desk
    groups: tuple[DutyGroup, ...]
    count: int
    command: str


@dataclass(frozen=True, slots=True)
class DeskView:
    """The page on one day. `unfinished` lists what came in by a form or a comment and waits for staff."""

    as_of: date
    unfinished: str | None
    sections: tuple[DeskSection, ...]
    months: tuple[Chart, ...]


def make_desk_view(context: SiteContext) -> DeskView:
    """Return the page; nothing on it is private, and who hides their name has no id on it."""
    duties = find_duties(
        context.community, context.facts, context.as_of, standings=context.standings
    )
    return DeskView(
        context.as_of,
        ForgeLinks.of(context.community.settings.site.repository).labelled(NEEDS_STAFF),
        tuple(
            _section(context, desk, [one for one in duties if one.desk is desk]) for desk in Desk
        ),
        draw_programme(context),
    )


def _section(context: SiteContext, desk: Desk, duties: Sequence[Duty]) -> DeskSection:
    groups = []
    for kind, found in groupby(duties, key=lambda duty: duty.kind):
        rows = list(found)
        shown = tuple(_row(context, duty) for duty in rows[:MOST_ROWS])
        groups.append(DutyGroup(kind, shown, len(rows), len(rows) - len(shown)))
    waiting = sum(group.count for group in groups if not group.kind.is_record)
    return DeskSection(desk, tuple(groups), waiting, f"koc board --for {desk}")


def _row(context: SiteContext, duty: Duty) -> DutyRow:
    community = context.community
    member, command = duty.member, duty.command
    shown = member is None or has_profile(community, member)
    if command and member and not shown and _names(command, member):
        command = None  # whoever hides their name has no id on a page
    facts = context.facts.get(duty.key or "")
    handbook = community.handbooks.get(duty.handbook or "")
    title, language, url = None, context.language, None
    if facts is not None:
        title, language = facts.module.title_in(context.language)
        url = module_url(facts.module.key) if has_page(facts) else None
    elif handbook is not None:
        title, language = handbook.title_in(context.language)
        url = cover_url(handbook.id)
    event = community.events.get(duty.event or "")
    if event is not None:
        title, url = event.plan.title, event.page
    thing = community.equipment.get(duty.equipment or "")
    if thing is not None:
        title, url = thing.card.title, EQUIPMENT_URL
    seat = facts.module.brief.find_seat(duty.seat) if facts and duty.seat else None
    base = community.settings.site.repository.rstrip("/")
    return DutyRow(
        title=title,
        language=language,
        url=url,
        person=show_person(context, member) if member else None,
        by=show_person(context, duty.by) if duty.by else None,
        duty=duty,
        seat=context.role_name(seat.role) if seat else None,
        what=_say_what(context, duty),
        percent=100 * duty.figure // duty.of if duty.figure is not None and duty.of else None,
        command=command,
        form=_form(context, duty),
        outside=duty.url if duty.url and duty.url.startswith(f"{base}/") else None,
    )


def _names(command: str, member: str) -> bool:
    """True where a member's id stands in a command, also as a part of what a record is called."""
    return re.search(rf"(?<![a-z0-9]){re.escape(member)}(?![a-z0-9])", command) is not None


def _form(context: SiteContext, duty: Duty) -> str | None:
    facts = context.facts.get(duty.key or "")
    form = FormName(duty.form) if duty.form else _FORMS.get(duty.kind)
    if form is None:
        return None
    event = context.community.events.get(duty.event or "")
    return form_link(context, form, facts.module if facts else None, duty.seat, event)


def _say_what(context: SiteContext, duty: Duty) -> str:
    """Say the word that belongs to a row: what was given, which tier, which prize."""
    what = duty.what or ""
    if duty.kind in (DutyKind.PROMOTED, DutyKind.AT_RISK, DutyKind.AMBASSADOR):
        tiers = {tier.id: tier for tier in context.community.settings.tiers}
        return context.say(tiers[what].name) if what in tiers else what
    if duty.kind in (DutyKind.CAMPAIGN, DutyKind.CAMPAIGN_BARE):
        campaign = context.community.campaigns.get(what)
        return campaign.title_in(context.language)[0] if campaign else what
    if what in set(RecognitionKind):
        return context.texts(f"words.recognition.{what}")
    if duty.kind is DutyKind.BUDGET:
        return context.texts(f"desk.budget.{what}")
    return what
