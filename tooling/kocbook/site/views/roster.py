"""The roster (共创者) and the profile of each member who shows a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kocbook.insight.credits import CreditLine
from kocbook.model.forms import FormName
from kocbook.model.people import Link, Member
from kocbook.site.outline.outline import event_url, has_page, member_url, module_url
from kocbook.site.outline.pagination import ON_A_SHEET, Sheets, cut, show_sheets
from kocbook.site.views.activities import ServiceView, show_service
from kocbook.site.views.context import SiteContext
from kocbook.site.views.form_links import form_link
from kocbook.site.views.people import Person, show_person
from kocbook.site.views.skills import SkillCard, show_skills

ROSTER_URL = "people/"
_SERVICES = "services"
ON_ONE_ROSTER = 2 * ON_A_SHEET
"""Up to so many owners stand on one page; more are listed by letter too."""


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member on the roster."""

    person: Person
    city: str | None
    product: str | None
    intro: str | None
    skills: tuple[str, ...]
    works: int
    helped: int
    tier: str
    staff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterView:
    """Those who show a name; `anonymous` counts credited members who do not.

    A long roster has the most active owners and the staff on its first sheet, and then all owners,
    by letter. `total` counts the owners.
    """

    owners: tuple[MemberCard, ...]
    staff: tuple[MemberCard, ...]
    anonymous: int
    total: int
    sheets: Sheets | None


@dataclass(frozen=True, slots=True)
class Work:
    """A module that a member had a part in."""

    title: str
    language: str
    url: str
    handbook: str
    form: str
    state: str
    roles: tuple[str, ...]
    date: date | None


@dataclass(frozen=True, slots=True)
class Praise:
    """What staff recognised in public."""

    kind: str
    date: date
    by: Person
    reason: str


@dataclass(frozen=True, slots=True)
class Attended:
    """An event that a member came to, and the shift that they served, if any."""

    title: str
    url: str
    kind: str
    date: date
    shift: str | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """How far a member has come: points that count today, and what the next tier still asks.

    `short` is what would be missing on the day `review` to keep the tier; `title` is the year's.
    `left` are the points that can be spent, None where they are an honour only.
    """

    tier: str
    points: int
    next_tier: str | None
    mark: int
    gap: int
    review: date
    short: int
    title: str | None
    left: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a member did, on all sheets."""

    works: int
    helped: int
    services: int


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A member's own page, or a further sheet of what they did; the totals count all of it."""

    card: MemberCard
    joined: date
    skills: tuple[SkillCard, ...]
    links: tuple[Link, ...]
    works: tuple[Work, ...]
    helped: tuple[Work, ...]
    praise: tuple[Praise, ...]
    attended: tuple[Attended, ...]
    services: tuple[ServiceView, ...]
    totals: Totals
    sheets: Sheets | None
    away_until: date | None
    ladder: Ladder | None
    withdraw_link: str


def count_roster(context: SiteContext) -> int:
    """Return how many sheets the roster has."""
    return 1 + len(_by_letter(_owners(context)))


def make_roster_view(context: SiteContext, number: int = 1) -> RosterView:
    """Return a sheet of the roster: the first has those with most works first, others one letter."""
    owners = _owners(context)
    letters = _by_letter(owners)
    labels = [context.texts("site.people.active"), *(label for label, _ in letters)]
    sheets = show_sheets(ROSTER_URL, number, labels)
    if number > 1:
        cards = tuple(make_member_card(context, member) for member in letters[number - 2][1])
        return RosterView(cards, (), 0, len(owners), sheets)
    members = context.community.members.values()
    staff = [one for one in members if one.is_staff and not one.visibility.hides_name]
    shown = ON_A_SHEET if letters else len(owners)
    return RosterView(
        owners=tuple(make_member_card(context, one) for one in _rank(context, owners)[:shown]),
        staff=tuple(make_member_card(context, one) for one in _rank(context, staff)),
        anonymous=_count_hidden(context),
        total=len(owners),
        sheets=sheets,
    )


def _owners(context: SiteContext) -> list[Member]:
    members = context.community.members.values()
    return [one for one in members if not one.is_staff and not one.visibility.hides_name]


def _by_letter(owners: list[Member]) -> list[tuple[str, list[Member]]]:
    """Return a long roster's further sheets: a letter each, or as many as a letter needs."""
    if len(owners) <= ON_ONE_ROSTER:
        return []
    letters: dict[str, list[Member]] = {}
    for owner in sorted(owners, key=lambda member: member.sort_key):
        letters.setdefault(owner.sort_key[0][:1].upper(), []).append(owner)
    return [
        (letter, members[start : start + ON_A_SHEET])
        for letter, members in letters.items()
        for start in range(0, len(members), ON_A_SHEET)
    ]


def _rank(context: SiteContext, members: list[Member]) -> list[Member]:
    """Sort members: those with most works first, then by their own sort key."""

    def rank(member: Member) -> tuple[object, ...]:
        found = context.lines_by_member.get(member.id, {})
        works = sum(any(line.seat for line in lines) for lines in found.values())
        return (-works, works - len(found), member.sort_key)

    return sorted(members, key=rank)


def _count_hidden(context: SiteContext) -> int:
    members = context.community.members
    credited = {line.member for line in context.all_lines()} & members.keys()
    return sum(members[name].visibility.hides_name for name in credited)


def make_member_card(context: SiteContext, member: Member) -> MemberCard:
    """Return a member in short."""
    works, helped = _split_works(context, member.id)
    standing = context.standings[member.id]
    return MemberCard(
        person=show_person(context, member.id),
        city=member.city,
        product=member.product,
        intro=member.intro,
        skills=tuple(context.skill_name(skill) for skill in member.skills),
        works=len(works),
        helped=len(helped),
        tier=context.say(standing.tier.name),
        staff=tuple(role.value for role in member.staff),
    )


def count_profile(context: SiteContext, member: str) -> int:
    """Return how many sheets a member's page needs."""
    found = len(context.lines_by_member.get(member, ()))
    found += len(context.services_by_member.get(member, ()))
    return 1 if found <= ON_A_SHEET else len(cut(_list_done(context, member)))


def _list_done(
    context: SiteContext, member: str
) -> list[tuple[str, tuple[Work, ...] | tuple[ServiceView, ...]]]:
    """List what a member did, in the order of their page, by the label of each part."""
    works, helped = _split_works(context, member)
    return [("own-works", works), ("own-help", helped), (_SERVICES, _services(context, member))]


def make_profile_view(context: SiteContext, member: Member, number: int = 1) -> ProfileView:
    """Return a member's own page, or a further sheet of what they did."""
    done = _list_done(context, member.id)
    sheets = cut(done)
    shown: dict[str, tuple[Any, ...]] = {label: tuple(found) for label, found in sheets[number - 1]}
    labels = [_say_part(context, sheet[0][0]) if sheet else "" for sheet in sheets]
    praise = tuple(
        Praise(found.kind.value, found.date, show_person(context, found.by), found.reason)
        for found in context.recognitions_by_member.get(member.id, ())
        if not found.private and found.date <= context.as_of
    )
    away = member.away_until
    return ProfileView(
        card=make_member_card(context, member),
        joined=member.joined,
        skills=show_skills(context, member),
        links=member.links,
        works=shown.get("own-works", ()),
        helped=shown.get("own-help", ()),
        praise=praise,
        attended=_attended(context, member.id),
        services=shown.get(_SERVICES, ()),
        totals=Totals(*(len(found) for _, found in done)),
        sheets=show_sheets(member_url(member.id), number, labels),
        away_until=away if away and away >= context.as_of else None,
        ladder=None if member.is_staff else _show_ladder(context, member.id),
        withdraw_link=form_link(context, FormName.WITHDRAW),
    )


def _attended(context: SiteContext, member: str) -> tuple[Attended, ...]:
    """Return the events that a member came to, latest first."""
    found = []
    for event, one in context.attended_by_member.get(member, ()):
        shift = event.plan.find_shift(one.shift)
        title, kind, url = event.plan.title, event.plan.kind.value, event_url(event.id)
        found.append(Attended(title, url, kind, event.plan.date, shift.title if shift else None))
    return tuple(found)


def _say_part(context: SiteContext, label: str) -> str:
    return context.texts("site.service.own" if label == _SERVICES else f"site.people.{label}")


def _show_ladder(context: SiteContext, member: str) -> Ladder:
    standing = context.standings[member]
    above = standing.next_tier
    return Ladder(
        tier=context.say(standing.earned.name),
        points=standing.points,
        next_tier=context.say(above.name) if above else None,
        mark=above.points if above else standing.points,
        gap=standing.gap,
        review=standing.review,
        short=standing.short,
        title=context.say(standing.title.name) if standing.title else None,
        left=_points_left(context, member),
    )


def _points_left(context: SiteContext, member: str) -> int | None:
    """Return the points that a member can still spend; None where points are an honour only."""
    if context.community.settings.points.spending == "honour":
        return None
    purse = context.purses.get(member)
    return max(purse.left, 0) if purse else 0


def _split_works(context: SiteContext, member: str) -> tuple[tuple[Work, ...], tuple[Work, ...]]:
    """Return the modules whose seats a member held, and those the member helped, newest first."""
    found = context.lines_by_member.get(member, {})
    own = {key: lines for key, lines in found.items() if any(line.seat for line in lines)}
    help_ = {key: lines for key, lines in found.items() if key not in own}
    return _works(context, own), _works(context, help_)


def _works(context: SiteContext, found: Mapping[str, Sequence[CreditLine]]) -> tuple[Work, ...]:
    works = [_work(context, key, lines) for key, lines in found.items()]
    return tuple(sorted(works, key=lambda work: (work.date or date.min, work.url), reverse=True))


def _work(context: SiteContext, key: str, lines: Sequence[CreditLine]) -> Work:
    facts = context.facts[key]
    title, language = facts.module.title_in(context.language)
    dates = [line.date for line in lines if line.date]
    return Work(
        title=title,
        language=language,
        url=module_url(key),
        handbook=context.book_title(facts.module.handbook)[0],
        form=facts.module.brief.form.value,
        state=facts.state.value,
        roles=tuple(dict.fromkeys(context.role_name(line.role) for line in lines)),
        date=max(dates, default=None),
    )


def _services(context: SiteContext, member: str) -> tuple[ServiceView, ...]:
    """Return a member's confirmed services in all modules, latest first."""
    found = [
        show_service(context, context.facts[key].module, service)
        for key, service in context.services_by_member.get(member, ())
        if has_page(context.facts[key])
    ]
    return tuple(sorted(found, key=lambda item: (item.date, item.url), reverse=True))
