"""The skill graph (技能图谱): who can do what, who worked with whom, and a member's own skills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.names import has_profile
from kocbook.insight.skills import Evidence, EvidenceKind
from kocbook.model.people import Member
from kocbook.site.outline.outline import module_url
from kocbook.site.views.charts import Chart
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import Person, show_person
from kocbook.site.views.skill_charts import draw_skills, draw_ties

MOST_MEMBERS = 30
"""A picture with more rows is read by nobody; the published table holds everybody."""


@dataclass(frozen=True, slots=True)
class SkillsView:
    """The page of the skill graph. A chart is None while there is nothing to show in it.

    `shown` counts the members in the picture where not all fit, else 0.
    """

    who: Chart | None
    ties: Chart | None
    shown: int


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a figure: a work with its address, a recognition, or the member's own word."""

    kind: str
    title: str
    url: str | None
    by: Person | None
    date: date


@dataclass(frozen=True, slots=True)
class SkillCard:
    """A member's skill: its level from 0 to 1, also in whole percent, and what shows it."""

    name: str
    level: str
    percent: int
    declared: bool
    wanted: bool
    sources: tuple[Source, ...]


def make_skills_view(context: SiteContext) -> SkillsView:
    """Return the page of the skill graph; those who hide their name are not on it."""
    everybody = [
        member
        for member in context.community.members.values()
        if not member.is_staff
        and has_profile(context.community, member.id)
        and context.skills[member.id]
    ]
    everybody.sort(key=lambda member: (-_strength(context, member), member.sort_key))
    members = everybody[:MOST_MEMBERS]
    return SkillsView(
        who=draw_skills(context, members) if members else None,
        ties=draw_ties(context),
        shown=len(members) if len(members) < len(everybody) else 0,
    )


def show_skills(context: SiteContext, member: Member) -> tuple[SkillCard, ...]:
    """List a member's skills, the strongest first, each with its sources."""
    skills = context.skills[member.id].values()
    ordered = sorted(skills, key=lambda skill: (-skill.level, not skill.declared, skill.skill))
    return tuple(
        SkillCard(
            context.skill_name(skill.skill),
            f"{skill.level:.2f}",
            round(skill.level * 100),
            skill.declared,
            skill.wanted,
            tuple(_source(context, piece) for piece in skill.evidence),
        )
        for skill in ordered
    )


def _source(context: SiteContext, piece: Evidence) -> Source:
    title, url = "", None
    if piece.kind is EvidenceKind.WORK:
        title = context.community.modules[piece.module_key].title_in(context.language)[0]
        url = module_url(piece.module_key)
    by = show_person(context, piece.by) if piece.by else None
    return Source(piece.kind.value, title, url, by, piece.date)


def _strength(context: SiteContext, member: Member) -> float:
    return sum(skill.level for skill in context.skills[member.id].values())
